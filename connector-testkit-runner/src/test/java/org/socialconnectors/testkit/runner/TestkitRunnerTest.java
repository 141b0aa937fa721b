package org.socialconnectors.testkit.runner;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.core.json.JsonReader;
import org.socialconnectors.huggingface.HuggingFaceConnectorFactory;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** What the program says of connectors and of its arguments, in this process: its own would make no difference to that. */
class TestkitRunnerTest {
    private static final String ADDRESS_LIST_CONFIG = """
            {
              "configuration": {
                "namespace": "https://code.example",
                "authorizationEndpoint": "https://code.example/authorize",
                "tokenEndpoint": "https://code.example/token",
                "userinfoEndpoint": "https://code.example/user",
                "subjectPointer": "/id",
                "emailSource": "list",
                "emailsEndpoint": "https://code.example/emails",
                "emailsAddressPointer": "/email",
                "emailsPrimaryPointer": "/primary",
                "emailsVerifiedPointer": "/verified",
                "clientAuthentication": "client_secret_post"
              },
              "clientAuthentication": "client_secret_post",
              "provider": {
                "issuer": "https://code.example",
                "authorizationEndpoint": "https://code.example/authorize",
                "tokenEndpoint": "https://code.example/token",
                "userinfoEndpoint": "https://code.example/user",
                "resources": {
                  "https://code.example/emails": [
                    { "email": "old@example.org", "primary": false, "verified": true },
                    { "email": "ada@example.org", "primary": true, "verified": true }
                  ]
                }
              },
              "person": { "subject": "7", "username": "ada", "name": "Ada", "userinfo": { "id": 7 } },
              "expectedProfile": { "email": "ada@example.org", "emailVerified": true },
              "subjectMember": "id",
              "emailVerifiedMember": "verified",
              "capabilities": { "supportsIdTokens": false, "supportsPublicClients": false, "pinsIssuer": false }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void a_connector_with_claims_of_its_own_passes_by_the_example_on_the_page() throws Exception {
        Program program =
                run(samples().acorn().as("acorn.jar"), "--config", samples().config(Samples.exampleOfThePage(1)));
        assertEquals(0, program.exitCode(), program::said);
        assertTrue(program.out().contains("T45   ok"), program::said);
    }

    @Test
    void a_connector_with_all_that_a_strict_provider_asks_for_passes_by_the_example_on_the_page() throws Exception {
        Program program = run(
                samples().standard().as("standard.jar"),
                "--id",
                "oidc",
                "--config",
                samples().config(Samples.exampleOfThePage(2)));
        assertEquals(0, program.exitCode(), program::said);
        assertTrue(program.out().contains("S29   ok"), program::said);
    }

    @Test
    void what_is_declared_and_not_done_is_told() throws Exception {
        String capabilities = "\"capabilities\": {";
        String example = Samples.exampleOfThePage(1);
        assertTrue(example.contains(capabilities), example);
        Program program = run(
                samples().acorn().as("acorn.jar"),
                "--config",
                samples().config(example.replace(capabilities, capabilities + "\"receivesCallbackByForm\": true, ")));
        assertEquals(1, program.exitCode(), program::said);
        assertTrue(program.out().contains("S22   BROKEN"), program::said);
    }

    /** The value that means verified, to see that it is tried. */
    @Test
    void what_the_file_calls_unverified_is_tried() throws Exception {
        String member = "\"emailVerifiedMember\":";
        String example = Samples.exampleOfThePage(1);
        assertTrue(example.contains(member), example);
        Program program = run(
                samples().acorn().as("acorn.jar"),
                "--config",
                samples().config(example.replace(member, "\"unverifiedEmailValues\": [true], " + member)));
        assertEquals(1, program.exitCode(), program::said);
        assertTrue(program.out().contains("T44   BROKEN"), program::said);
        assertTrue(program.out().replaceAll("\\s+", " ").contains("is the value true"), program::said);
    }

    @Test
    void a_connector_that_asks_for_a_list_of_addresses_passes() throws Exception {
        Program program = run(
                samples().standard().as("standard.jar"),
                "--id",
                "oauth2",
                "--config",
                samples().config(ADDRESS_LIST_CONFIG));
        assertEquals(0, program.exitCode(), program::said);
        assertTrue(program.out().contains("S34   ok"), program::said);
    }

    @Test
    void without_a_file_the_rules_for_any_connector_are_run_and_that_is_said() throws Exception {
        Program program = run(samples().acorn().as("acorn.jar"), "--json", directory.resolve("report.json"));
        assertEquals(11, program.exitCode(), program::said);
        assertFalse(JsonReader.config(samples().read("report.json")).isTrue("conformant"));
        assertTrue(program.out().contains("D05   ok"), program::said);
        assertTrue(program.out().contains("S05   ok"), program::said);
        assertFalse(program.out().contains("T36"), program::said);
        assertTrue(
                program.out()
                        .replaceAll("\\s+", " ")
                        .contains(
                                "OAuth not run the rules for OAuth 2.0 and OpenID Connect Only the rules for any connector"
                                        + " were run. These need a --config file that describes the provider. If the connector"
                                        + " speaks no OAuth, say so with --no-oauth."),
                program::said);
        assertTrue(program.out().contains(" 0 broken, 1 not run."), program::said);
    }

    @Test
    void for_a_connector_that_speaks_no_oauth_the_rules_for_any_connector_are_all() throws Exception {
        Program program =
                run(samples().acorn().as("acorn.jar"), "--no-oauth", "--json", directory.resolve("report.json"));
        assertEquals(0, program.exitCode(), program::said);
        assertTrue(JsonReader.config(samples().read("report.json")).isTrue("conformant"));
        assertTrue(program.out().contains(" 0 broken, 0 not run."), program::said);
        assertTrue(
                program.out()
                        .strip()
                        .endsWith("By --no-oauth the rules for any connector are all there are for this one."),
                program::said);
    }

    @Test
    void a_connector_that_speaks_no_oauth_has_no_provider_for_it() throws Exception {
        Path config = samples().config(Samples.exampleOfThePage(1));
        Program program = run(samples().acorn().as("acorn.jar"), "--no-oauth", "--config", config);
        assertEquals(2, program.exitCode(), program::said);
        assertTrue(
                program.err()
                        .startsWith(
                                "Either --no-oauth or a \"provider\" in " + config + ": the rules for OAuth ask it."),
                program::said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"capabilities\": {\"beginsWithoutRequest\": false}}"})
    void a_connector_that_begins_with_a_request_is_told_to_need_a_provider(String config) throws Exception {
        Program program = run(
                samples().standard().as("standard.jar"),
                "--id",
                "oidc",
                "--config",
                samples().config(config),
                "--json",
                directory.resolve("report.json"));
        assertEquals(1, program.exitCode(), program::said);
        String note =
                "The connector asked its provider for something, and nobody answered. One that cannot begin a sign-in"
                        + " without an answer can be tested only with a \"provider\" in the --config file.";
        assertTrue(program.out().strip().endsWith(note), program::said);
        assertEquals(
                note,
                JsonReader.config(samples().read("report.json")).texts("notes").get(0));
    }

    @Test
    void a_connector_without_pkce_is_told_by_the_rule_that_it_breaks() throws Exception {
        Path jar = samples()
                .wrong(
                        "",
                        "return Redirect.to(URI.create(redirect.uri().toString().replaceAll(\"&code_challenge[^&]*\", \"\")));");
        Program program = run(
                jar,
                "--config",
                samples().config(Samples.HUGGING_FACE_CONFIG),
                "--json",
                directory.resolve("report.json"),
                "--junit-xml",
                directory.resolve("report.xml"));
        assertEquals(1, program.exitCode(), program::said);
        assertTrue(program.out().contains("T01   BROKEN"), program::said);
        assertTrue(program.out().contains("code_challenge"), program::said);
        assertTrue(
                program.out().contains("Advice: Check that nothing of an attempt is kept in the connector"),
                program::said);
        assertTrue(program.out().contains("RFC 7636"), program::said);
        assertFalse(JsonReader.config(samples().read("report.json")).isTrue("conformant"));
        assertTrue(xml(samples().read("report.xml"))
                        .getElementsByTagName("failure")
                        .getLength()
                > 0);
    }

    @Test
    void what_a_connector_throws_is_told_by_its_class_and_the_place_in_the_connectors_code() throws Exception {
        Path jar = samples()
                .wrong(
                        "",
                        "if (true) { java.util.Objects.requireNonNull((Object) null, \"a-secret\"); } return redirect;");
        Program program = run(
                jar,
                "--config",
                samples().config(Samples.HUGGING_FACE_CONFIG),
                "--json",
                directory.resolve("report.json"),
                "--report",
                directory.resolve("report.html"));
        assertEquals(1, program.exitCode(), program::said);
        Map<String, String> reasons = JsonReader.config(samples().read("report.json")).objects("rules").stream()
                .filter(rule -> rule.text("result").equals("BROKEN"))
                .collect(Collectors.toMap(rule -> rule.text("rule"), rule -> rule.text("why"), (one, another) -> one));
        String place =
                "java\\.lang\\.NullPointerException at wrong\\.WrongFactory\\$1\\.begin\\(WrongFactory\\.java:\\d+\\)";
        assertAll(
                () -> assertTrue(reasons.get("S02").matches(place), reasons::toString),
                () -> assertTrue(reasons.get("S18").matches(".* it ends in " + place + "\\. .*"), reasons::toString),
                () -> assertFalse(reasons.toString().contains("a-secret"), reasons::toString),
                () -> assertTrue(
                        program.out()
                                .matches(
                                        "(?s).*\\RBegin with S18: \\d+ of the \\d+ broken rules fail for the same reason\\.\\R"),
                        program::said),
                () -> assertTrue(samples().read("report.html").contains("for the same reason as S18")));
    }

    @Test
    void what_a_connector_throws_instead_of_a_refusal_is_told_by_its_class_and_place_too() throws Exception {
        String source = Samples.WRONG
                .formatted("", "return redirect;")
                .replace(
                        "return connector.complete(callback);",
                        "try { return connector.complete(callback); }"
                                + " catch (Exception any) { throw new IllegalStateException(\"a-secret\"); }");
        Program program = run(
                samples().wrong(source).as("wrong.jar"),
                "--config",
                samples().config(Samples.HUGGING_FACE_CONFIG),
                "--json",
                directory.resolve("report.json"));
        assertEquals(1, program.exitCode(), program::said);
        String place =
                "java\\.lang\\.IllegalStateException at wrong\\.WrongFactory\\$1\\.complete\\(WrongFactory\\.java:\\d+\\)";
        List<JsonObject> rules =
                JsonReader.config(samples().read("report.json")).objects("rules");
        for (String rule : List.of("T17", "T21", "S12")) {
            assertTrue(
                    rules.stream()
                            .filter(each -> each.text("rule").equals(rule))
                            .allMatch(each -> each.text("why").matches("(?s).* it ends in " + place + "\\..*")),
                    program::said);
        }
        assertFalse(samples().read("report.json").contains("a-secret"), program::said);
        assertFalse(program.said().contains("a-secret"), program::said);
    }

    @Test
    void a_class_that_rules_miss_is_told_in_a_note_of_every_run() throws Exception {
        Path jar = samples().wrong("", "tools.jackson.core.Version.unknownVersion(); return redirect;");
        Path json = directory.resolve("report.json");
        String note = "Class tools.jackson.core.Version is missing: give its jar with --class-path.";
        for (Object[] arguments : List.of(
                new Object[] {jar, "--json", json},
                new Object[] {jar, "--json", json, "--config", samples().config(Samples.HUGGING_FACE_CONFIG)})) {
            Program program = run(arguments);
            assertEquals(1, program.exitCode(), program::said);
            assertTrue(program.out().contains(System.lineSeparator() + note + System.lineSeparator()), program::said);
            assertEquals(
                    note,
                    JsonReader.config(samples().read("report.json"))
                            .texts("notes")
                            .get(0));
        }
    }

    /** Its stack has frames of the platform alone. */
    @Test
    void what_a_connector_lets_the_platform_throw_elsewhere_is_not_told_in_its_words() throws Exception {
        Path jar = samples()
                .wrong(
                        "",
                        "try { java.util.concurrent.CompletableFuture.completedFuture(\"a-secret\")"
                                + ".thenApplyAsync(Integer::valueOf).join(); return redirect; }"
                                + " catch (java.util.concurrent.CompletionException late) {"
                                + " throw (RuntimeException) late.getCause(); }");
        Program program = run(jar, "--json", directory.resolve("report.json"));
        assertEquals(1, program.exitCode(), program::said);
        assertTrue(
                program.out()
                        .replaceAll("\\s+", " ")
                        .contains("java.lang.NumberFormatException at java.lang.NumberFormatException."),
                program::said);
        assertFalse(program.said().contains("a-secret"), program::said);
        assertFalse(samples().read("report.json").contains("a-secret"), program::said);
    }

    @Test
    void what_a_connector_says_cannot_become_markup_or_control_a_terminal() throws Exception {
        Path jar = samples()
                .wrong(
                        "",
                        "return Redirect.to(URI.create(redirect.uri()"
                                + " + \"&%3Cscript%3Ealert(1)%3C/script%3E%5D%5D%3E%26amp;%1B%5B31m%00%EF%BF%BF=1\"));");
        Program program = run(
                jar,
                "--config",
                samples().config(Samples.HUGGING_FACE_CONFIG),
                "--report",
                directory.resolve("report.html"),
                "--json",
                directory.resolve("report.json"),
                "--junit-xml",
                directory.resolve("report.xml"));
        assertEquals(1, program.exitCode(), program::said);
        assertFalse(program.out().contains("\u001b"), program::said);
        Document html = xml(samples().read("report.html"));
        assertAll(
                () -> assertEquals(0, html.getElementsByTagName("script").getLength()),
                () -> assertTrue(html.getDocumentElement().getTextContent().contains("<script>alert(1)</script>")),
                () -> xml(samples().read("report.xml")),
                () -> JsonReader.config(samples().read("report.json")));
    }

    @Test
    void a_file_that_is_missing_or_not_a_jar_is_told() throws Exception {
        Path text = Files.writeString(directory.resolve("text.jar"), "not a jar");
        Path good = samples().acorn().as("acorn.jar");
        for (Object[] arguments : List.of(
                new Object[] {directory.resolve("missing.jar")},
                new Object[] {text},
                new Object[] {directory},
                new Object[] {good, "--class-path", directory.resolve("missing.jar")},
                new Object[] {good, "--class-path", text})) {
            Program program = run(arguments);
            assertEquals(3, program.exitCode(), program::said);
            assertTrue(program.err().contains("not"), program::said);
        }
    }

    @Test
    void a_jar_without_connector_or_without_the_one_asked_for_is_told() throws Exception {
        Program empty =
                run(new PackedJar(directory).withEntry("readme.txt", "nothing").as("empty.jar"));
        assertEquals(4, empty.exitCode(), empty::said);
        assertTrue(empty.err().contains("There is no connector in"), empty::said);
        Program other = run(samples().acorn().as("acorn.jar"), "--id", "oak");
        assertEquals(4, other.exitCode(), other::said);
        assertTrue(other.err().contains("acorn"), other::said);
    }

    @Test
    void two_connectors_need_an_id() throws Exception {
        Path jar = samples()
                .acorn()
                .with(HuggingFaceConnectorFactory.class)
                .announcing("example.acorn.AcornConnectorFactory", HuggingFaceConnectorFactory.class.getName())
                .as("two.jar");
        Program program = run(jar);
        assertEquals(5, program.exitCode(), program::said);
        assertTrue(program.err().contains("acorn, huggingface-universal"), program::said);
        Program chosen = run(jar, "--id", "acorn", "--no-oauth");
        assertEquals(0, chosen.exitCode(), chosen::said);
        assertTrue(chosen.out().contains("acorn:"), chosen::said);
    }

    @Test
    void a_configuration_file_that_is_not_valid_is_told_by_pointer_and_keyword() throws Exception {
        Path jar = samples().acorn().as("acorn.jar");
        Program mistyped =
                run(jar, "--config", samples().config("{\"provider\": {\"issuer\": 1}, \"capabilties\": {}}"));
        assertEquals(7, mistyped.exitCode(), mistyped::said);
        assertAll(
                () -> assertTrue(mistyped.err().contains("/capabilties [additionalProperties]"), mistyped::said),
                () -> assertTrue(mistyped.err().contains("/provider/issuer [type]"), mistyped::said),
                () -> assertTrue(mistyped.err().contains("/provider/tokenEndpoint [required]"), mistyped::said));
        Program noJson = run(jar, "--config", samples().config("{"));
        assertEquals(7, noJson.exitCode(), noJson::said);
        Program missing = run(jar, "--config", directory.resolve("missing.json"));
        assertEquals(7, missing.exitCode(), missing::said);
        Program wrongForConnector =
                run(jar, "--config", samples().config("{\"configuration\": {\"server\": \"ftp://x\"}}"));
        assertEquals(7, wrongForConnector.exitCode(), wrongForConnector::said);
        assertTrue(wrongForConnector.err().contains("/server [pattern]"), wrongForConnector::said);
    }

    @Test
    void a_report_that_cannot_be_written_is_told_before_the_run() throws Exception {
        Program program =
                run(samples().acorn().as("acorn.jar"), "--report", directory.resolve("no/such/directory.html"));
        assertEquals(9, program.exitCode(), program::said);
        assertTrue(program.err().contains("cannot be written: its directory does not exist."), program::said);
        assertFalse(program.err().contains("[1/"), program::said);
        Program place = run(samples().acorn().as("acorn.jar"), "--report", directory);
        assertEquals(9, place.exitCode(), place::said);
        assertEquals(
                directory + " cannot be written: it is a directory.",
                place.err().strip());
    }

    @Test
    void why_a_report_cannot_be_written_is_told_by_the_type_of_the_exception_alone() {
        Path file = directory.resolve("report.json");
        assertEquals(": there is no permission", TestkitRunner.reason(file, new AccessDeniedException("a-secret")));
        assertEquals("", TestkitRunner.reason(file, new IOException("a-secret")));
    }

    @Test
    void a_report_of_an_earlier_run_is_not_left_when_there_is_none_of_this_one() throws Exception {
        Path earlier = directory.resolve("report.json");
        Path jar = samples().acorn().as("acorn.jar");
        for (Object[] arguments : List.of(
                new Object[] {4, jar, "--id", "another"},
                new Object[] {7, jar, "--config", directory.resolve("missing.json")},
                new Object[] {3, directory.resolve("missing.jar")})) {
            Files.writeString(earlier, "{\"conformant\": true}");
            Program program = run(Stream.concat(Arrays.stream(arguments).skip(1), Stream.of("--json", earlier))
                    .toArray());
            assertEquals(arguments[0], program.exitCode(), program::said);
            assertEquals("", Files.readString(earlier));
        }
    }

    @Test
    void a_report_never_takes_the_place_of_what_is_read_nor_of_another_report() throws Exception {
        Path jar = samples().acorn().as("acorn.jar");
        Path config = samples().config("{}");
        byte[] before = Files.readAllBytes(jar);
        Path report = directory.resolve("report.txt");
        Path library = Files.copy(jar, directory.resolve("library.jar"));
        for (Program program : List.of(
                run(jar, "--report", jar),
                run(jar, "--config", config, "--junit-xml", config),
                run(jar, "--class-path", library, "--json", library),
                run(jar, "--junit-xml", report, "--json", directory.resolve("x/../report.txt")))) {
            assertEquals(2, program.exitCode(), program::said);
            assertTrue(program.err().contains("would take the place of"), program::said);
        }
        assertArrayEquals(before, Files.readAllBytes(jar));
        assertArrayEquals(before, Files.readAllBytes(library));
        assertFalse(Files.exists(report));
        assertEquals("{}", Files.readString(config));
    }

    @Test
    void a_report_is_not_made_in_the_place_of_a_jar_that_is_missing() {
        Path missing = directory.resolve("missing.jar");
        Program program = run(missing, "--json", missing);
        assertEquals(2, program.exitCode(), program::said);
        assertFalse(Files.exists(missing));
    }

    @Test
    void a_connector_that_is_not_loaded_in_time_is_given_up() throws Exception {
        Program program = run(
                samples()
                        .wrong(
                                "try { new java.util.concurrent.CountDownLatch(1).await(); } catch (InterruptedException end) { }",
                                "return redirect;"),
                "--time-limit",
                5);
        assertEquals(8, program.exitCode(), program::said);
        assertTrue(program.err().contains("was not loaded within 5 s; it is in"), program::said);
        assertTrue(program.err().contains("wrong.WrongFactory.<init>"), program::said);
    }

    /** JUnit does not go on after such an error. */
    @Test
    void a_run_that_breaks_off_is_none_that_came_to_its_end() throws Exception {
        Program program = run(
                samples().wrong("", "if (true) { throw new OutOfMemoryError(\"broken\"); } return redirect;"),
                "--json",
                directory.resolve("report.json"));
        assertEquals(8, program.exitCode(), program::said);
        assertTrue(program.out().contains("The run broke off: java.lang.OutOfMemoryError."), program::said);
        JsonObject report = JsonReader.config(samples().read("report.json"));
        assertFalse(report.isTrue("conformant"));
        assertTrue(report.texts("notes").contains("The run broke off: java.lang.OutOfMemoryError."), program::said);
        assertEquals(
                List.of("BROKEN"),
                report.objects("rules").stream()
                        .filter(rule -> rule.displayText("why")
                                .equals(Optional.of("The run broke off: java.lang.OutOfMemoryError.")))
                        .map(rule -> rule.text("result"))
                        .toList());
    }

    @Test
    void a_failure_of_the_runner_itself_is_told_as_such() throws Exception {
        Path jar = samples().acorn().as("acorn.jar");
        Thread.currentThread().interrupt();
        Program program = run(jar);
        assertFalse(Thread.interrupted());
        assertEquals(10, program.exitCode(), program::said);
        assertEquals(
                "The runner failed: java.lang.InterruptedException",
                program.err().strip());
    }

    @Test
    void bad_arguments_are_told_with_the_usage() throws Exception {
        for (Object[] arguments : List.of(
                new Object[] {}, new Object[] {"a.jar", "--unheard-of"}, new Object[] {"a.jar", "--time-limit", 0})) {
            Program program = run(arguments);
            assertEquals(2, program.exitCode(), program::said);
            assertTrue(program.err().contains("Usage: connector-testkit-runner"), program::said);
        }
    }

    @Test
    void several_jars_are_told_with_what_a_shell_does_to_a_wildcard() {
        Program program = run("my.jar", "--class-path", "lib/a.jar", "lib/b.jar", "lib/c.jar");
        assertEquals(2, program.exitCode(), program::said);
        assertTrue(
                program.err()
                        .startsWith("One jar is expected, the connector's, but there is lib/b.jar too. Name the jars"
                                + " that it needs with --class-path, and quote a wildcard: --class-path 'lib/*'."),
                program::said);
        assertTrue(program.err().contains("Usage: connector-testkit-runner"), program::said);
        Program option = run("my.jar", "--class-pth", "lib/a.jar");
        assertTrue(option.err().contains("--class-pth"), option::said);
        assertFalse(option.err().contains("One jar is expected"), option::said);
    }

    @Test
    void the_help_says_that_a_directory_of_jars_needs_its_asterisk() {
        Program program = run("--help");
        assertEquals(0, program.exitCode(), program::said);
        assertTrue(
                program.out()
                        .replaceAll("\\s+", " ")
                        .contains(" 3 the jar, or one of --class-path, is missing, is not a jar, or is a directory of"
                                + " jars without its /* 4 "),
                program::said);
    }

    @Test
    void a_time_limit_is_from_a_second_to_an_hour() {
        Path missing = directory.resolve("missing.jar");
        for (int seconds : List.of(1, 3600)) {
            Program program = run(missing, "--time-limit", seconds);
            assertEquals(3, program.exitCode(), program::said);
        }
        for (int seconds : List.of(-1, 0, 3601)) {
            Program program = run(missing, "--time-limit", seconds);
            assertEquals(2, program.exitCode(), program::said);
            assertTrue(program.err().contains("a number of seconds from 1 to 3600"), program::said);
        }
    }

    private Samples samples() {
        return new Samples(directory);
    }

    private Program run(Object... arguments) {
        return Program.inThisProcess(arguments);
    }

    private static Document xml(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }
}
