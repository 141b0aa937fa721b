package org.socialconnectors.testkit.runner;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.core.json.JsonReader;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/**
 * The packed program, run as its users run it, against jars that are made here.
 *
 * <p>A process is what is tested: that everything is in the program's jar and nothing of it is in a connector's sight, how a
 * connector that hangs, ends the process or leaves something in it ends, and what it leaves in a process where nobody else is
 * at work. What the program says of connectors otherwise is tested by {@link TestkitRunnerTest}. Processes do not disturb each
 * other, so tests run at the same time (the build says so to JUnit); most of the time goes into waiting for time limits.
 */
@Execution(ExecutionMode.CONCURRENT)
class TestkitRunnerIT {
    @TempDir
    private Path directory;

    @Test
    void a_good_connector_passes_all_rules_and_every_report_says_so() throws Exception {
        Program program = run(
                samples().huggingFace().as("good.jar"),
                "--config",
                samples().config(Samples.HUGGING_FACE_CONFIG),
                "--report",
                "report.html",
                "--json",
                "report.json",
                "--junit-xml",
                "report.xml");
        assertEquals(0, program.exitCode(), program::said);
        JsonObject json = JsonReader.config(samples().read("report.json"));
        List<JsonObject> rules = json.objects("rules");
        Document xml = xml(samples().read("report.xml"));
        Document html = xml(samples().read("report.html"));
        assertAll(
                () -> assertTrue(program.out().contains("T36   ok"), program::said),
                () -> assertTrue(program.out().contains("S17   ok"), program::said),
                () -> assertTrue(program.err().contains("[1/"), "there is no progress"),
                () -> assertTrue(json.isTrue("conformant")),
                () -> assertTrue(rules.size() > 60, "rules: " + rules.size()),
                () -> assertTrue(
                        rules.stream().allMatch(rule -> rule.text("result").equals("HOLDS"))),
                () -> assertTrue(
                        rules.stream().allMatch(rule -> rule.text("readMore").contains("docs/conformance.md")),
                        "a rule has nothing to read more about"),
                () -> assertEquals(
                        rules.size(), xml.getElementsByTagName("testcase").getLength()),
                () -> assertEquals(0, xml.getElementsByTagName("failure").getLength()),
                () -> assertEquals(
                        rules.size() + 1, html.getElementsByTagName("tr").getLength()));
    }

    @Test
    void a_thread_that_is_left_behind_is_reported() throws Exception {
        Path jar = samples()
                .wrong(
                        "Thread left = new Thread(WrongFactory::forEver, \"forgotten\"); left.start();",
                        "return redirect;");
        Program program = run(jar);
        assertEquals(1, program.exitCode(), program::said);
        assertTrue(program.out().contains("S17   BROKEN"), program::said);
        assertTrue(program.out().contains("forgotten"), program::said);
        assertTrue(program.out().contains("Advice: Own no thread"), program::said);
    }

    @Test
    void a_connection_that_is_left_open_is_reported() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no list of open sockets here");
        Path jar = samples()
                .wrong(
                        "",
                        "try { java.nio.channels.SocketChannel.open(); } catch (java.io.IOException impossible) { } return redirect;");
        Program program = run(jar);
        assertEquals(1, program.exitCode(), program::said);
        assertTrue(program.out().contains("S09   BROKEN"), program::said);
    }

    @Test
    void a_request_that_goes_round_the_context_is_reported() throws Exception {
        Path jar = samples()
                .wrong(
                        "",
                        "try { new java.net.Socket(\"127.0.0.1\", 1).close(); } catch (java.io.IOException refused) { } return redirect;");
        Program program = run(jar);
        assertEquals(1, program.exitCode(), program::said);
        assertTrue(program.out().contains("S08   BROKEN"), program::said);
        assertTrue(program.out().contains("socket://127.0.0.1:1"), program::said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"public WrongFactory() {", "public ConnectorDescriptor descriptor() {", "static {"})
    void a_connector_that_hangs_while_it_is_loaded_is_given_up_and_told_where(String where) throws Exception {
        String source = Samples.WRONG
                .formatted("", "return redirect;")
                .replace("static void forEver()", "static {} static void forEver()");
        Path jar = samples()
                .wrong(source.replace(where, where + " if (Boolean.TRUE) { forEver(); }"))
                .as("wrong.jar");
        Program program = run(jar, "--time-limit", 8);
        assertEquals(8, program.exitCode(), program::said);
        assertTrue(program.err().contains("was not loaded within 8 s; it is in"), program::said);
        assertTrue(program.err().contains("wrong.WrongFactory.forEver"), program::said);
    }

    @Test
    void a_connector_that_hangs_in_a_sign_in_is_given_up_and_the_rule_is_named() throws Exception {
        Path jar = samples().wrong("", "forEver(); return redirect;");
        Program program = run(jar, "--time-limit", 15, "--json", "report.json");
        assertEquals(8, program.exitCode(), program::said);
        assertTrue(program.out().contains("S02   BROKEN"), program::said);
        assertTrue(program.out().contains("not run"), program::said);
        assertFalse(JsonReader.config(samples().read("report.json")).isTrue("conformant"));
    }

    /** The program says what came of it all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"System.err", "System.out"})
    void a_connector_that_keeps_the_lock_of_a_stream_is_given_up(String stream) throws Exception {
        Path jar = samples().wrong("", "synchronized (" + stream + ") { forEver(); } return redirect;");
        Program program = run(jar, "--time-limit", 8);
        assertEquals(8, program.exitCode(), program::said);
        assertTrue(program.out().contains("The rules did not come to their end within 8 s."), program::said);
    }

    @Test
    void a_connector_that_ends_the_program_and_keeps_the_lock_of_a_stream_does_not_pass() throws Exception {
        Path jar = samples().wrong("", "synchronized (System.err) { System.exit(0); } return redirect;");
        Program program = run(jar);
        assertEquals(8, program.exitCode(), program::said);
        assertTrue(program.err().contains("broken off"), program::said);
    }

    @Test
    void a_connector_whose_exception_does_not_say_its_message_is_given_up() throws Exception {
        Path jar = samples()
                .wrong(
                        "",
                        "class Silent extends NoClassDefFoundError {"
                                + " public String getMessage() { forEver(); return null; }"
                                // Asked by the platform before the runner is told.
                                + " public String toString() { return \"silent\"; } }"
                                + " if (true) { throw new Silent(); } return redirect;");
        Program program = run(jar, "--time-limit", 8, "--json", "report.json");
        assertEquals(8, program.exitCode(), program::said);
        assertTrue(program.out().contains("The rules did not come to their end within 8 s."), program::said);
        assertFalse(JsonReader.config(samples().read("report.json")).isTrue("conformant"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"System.exit(0);", "Runtime.getRuntime().exit(0);"})
    void a_connector_that_ends_the_program_does_not_pass(String exit) throws Exception {
        Program program = run(samples().wrong("if (true) { " + exit + " }", "return redirect;"));
        assertEquals(8, program.exitCode(), program::said);
        assertTrue(program.err().contains("broken off"), program::said);
    }

    @Test
    void a_shutdown_hook_of_the_connector_does_not_hold_the_program_up() throws Exception {
        Path jar = samples()
                .wrong("Runtime.getRuntime().addShutdownHook(new Thread(WrongFactory::forEver));", "return redirect;");
        Program program = run(jar, "--no-oauth");
        assertEquals(0, program.exitCode(), program::said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if (true) { throw new IllegalStateException(\"broken\"); }",
                "if (true) { throw new OutOfMemoryError(\"broken\"); }"
            })
    void a_connector_that_cannot_be_loaded_is_told(String constructor) throws Exception {
        Program program = run(samples().wrong(constructor, "return redirect;"));
        assertEquals(6, program.exitCode(), program::said);
        assertTrue(program.err().contains("The connector cannot be loaded"), program::said);
    }

    @Test
    void a_library_is_the_connectors_to_bring() throws Exception {
        // The program itself has such a class; the connector must not see it.
        String needy = Samples.WRONG.formatted("tools.jackson.core.Version.unknownVersion();", "return redirect;");
        PackedJar jar = samples().wrong(needy);
        Program without = run(jar.as("needy.jar"));
        assertEquals(6, without.exitCode(), without::said);
        assertTrue(without.err().contains("--class-path"), without::said);
        Path library =
                new PackedJar(directory).with(tools.jackson.core.Version.class).as("library.jar");
        Program with = run(jar.as("needy.jar"), "--class-path", library, "--no-oauth");
        assertEquals(0, with.exitCode(), with::said);
    }

    /** Not by the context class loader either. */
    @Test
    void a_library_of_the_program_is_not_found_by_name() throws Exception {
        String look = """
                try {
                    Thread.currentThread().getContextClassLoader().loadClass("tools.jackson.core.Version");
                    throw new IllegalStateException();
                } catch (ClassNotFoundException good) { }
                """;
        Program program = run(samples().wrong(look, look + "return redirect;"), "--no-oauth");
        assertEquals(0, program.exitCode(), program::said);
    }

    static Stream<Arguments> filesWithAndWithoutProvider() {
        return Stream.of(arguments("{}", 11), arguments(Samples.HUGGING_FACE_CONFIG, 0));
    }

    @ParameterizedTest
    @MethodSource("filesWithAndWithoutProvider")
    void a_connector_finds_a_service_of_its_own(String config, int exitCode) throws Exception {
        String look = "java.util.ServiceLoader.load(Ink.class).findFirst().orElseThrow(); ";
        String service = "public interface Ink {} public static final class Black implements Ink {}";
        Path jar = samples()
                .wrong(Samples.WRONG
                        .formatted(look, look + "return redirect;")
                        .replace("static void forEver()", service + " static void forEver()"))
                .withEntry("META-INF/services/wrong.WrongFactory$Ink", "wrong.WrongFactory$Black")
                .as("wrong.jar");
        Program program = run(jar, "--config", samples().config(config));
        assertEquals(exitCode, program.exitCode(), program::said);
    }

    @Test
    void help_and_page_list_the_exit_codes() throws Exception {
        Program program = run("--help");
        assertEquals(0, program.exitCode(), program::said);
        for (Ending ending : Ending.values()) {
            assertTrue(program.out().contains("  " + ending.code() + "  "), () -> ending + "\n" + program.said());
            assertTrue(Files.readString(Samples.PAGE).contains("\n| " + ending.code() + " | "), ending::toString);
        }
    }

    private Samples samples() {
        return new Samples(directory);
    }

    private Program run(Object... arguments) throws Exception {
        return Program.inItsOwnProcess(directory, arguments);
    }

    private static Document xml(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }
}
