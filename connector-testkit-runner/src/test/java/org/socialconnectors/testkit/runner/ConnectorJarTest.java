package org.socialconnectors.testkit.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which jars a class path means, and which connector is the one in the jar. */
class ConnectorJarTest {
    @TempDir
    private Path directory;

    private Path empty;

    @BeforeEach
    void pack() {
        empty = jar("empty.jar");
    }

    @Test
    void without_a_class_path_nothing_is_beside_the_jar() throws Exception {
        assertEquals(List.of(), beside(null));
        assertEquals(List.of(), beside(""));
        assertEquals(List.of(), beside(File.pathSeparator + " "));
    }

    @Test
    void an_entry_is_a_jar_or_a_directory_of_classes() throws Exception {
        Path library = jar("library.jar");
        Path classes = Files.createDirectory(directory.resolve("classes"));
        assertEquals(List.of(library, classes), beside(library + File.pathSeparator + classes));
    }

    @Test
    void a_directory_with_an_asterisk_stands_for_its_jars_by_name() throws Exception {
        Path libraries = Files.createDirectory(directory.resolve("libraries"));
        List<Path> jars = new ArrayList<>();
        // The system lists files in an order of its own.
        for (String name : List.of("d", "a", "f", "c", "h", "b", "e", "g")) {
            jars.add(jar("libraries/" + name + ".jar"));
        }
        Files.writeString(libraries.resolve("readme.txt"), "nothing");
        jars.sort(null);
        assertEquals(jars, beside(libraries + File.separator + "*"));
    }

    @Test
    void a_directory_of_jars_needs_its_asterisk() throws Exception {
        Path libraries = Files.createDirectory(directory.resolve("libraries"));
        jar("libraries/a.jar");
        assertEnded(
                libraries + " holds jars and no classes: write '" + libraries + File.separator + "*' for its jars.",
                libraries.toString());
        Path classes = Files.createDirectories(libraries.resolve("com/acme"));
        assertEnded(
                libraries + " holds jars and no classes: write '" + libraries + File.separator + "*' for its jars.",
                libraries.toString());
        Files.writeString(classes.resolve("Quill.class"), "a class");
        assertEquals(List.of(libraries), beside(libraries.toString()));
    }

    @Test
    void a_directory_of_resources_may_hold_a_jar() throws Exception {
        Path resources = Files.createDirectory(directory.resolve("resources"));
        jar("resources/a.jar");
        Files.createDirectory(resources.resolve("META-INF"));
        assertEquals(List.of(resources), beside(resources.toString()));
    }

    @Test
    void an_asterisk_alone_stands_for_the_jars_of_the_working_directory() throws Exception {
        // There are none; a file of that name would be missing.
        assertEquals(List.of(), beside("*"));
    }

    @Test
    void an_entry_that_is_missing_ends_the_run_with_its_name() {
        Path missing = directory.resolve("missing");
        assertEnded(missing + " does not exist or is not a file.", missing.toString());
        String all = missing + File.separator + "*";
        assertEnded(all + " on the class path is not a directory.", all);
        assertEnded("no\0path on the class path is not a directory.", "no\0path");
    }

    @Test
    void an_entry_that_is_not_a_jar_ends_the_run_with_its_name() throws Exception {
        Path text = Files.writeString(directory.resolve("text.jar"), "not a jar");
        assertEnded(text + " is not a jar, or cannot be read.", text.toString());
    }

    @Test
    void the_connectors_own_file_has_to_be_a_jar() throws Exception {
        Path text = Files.writeString(directory.resolve("text.jar"), "not a jar");
        for (Path unusable : List.of(text, directory, directory.resolve("missing.jar"))) {
            EndedException ended = assertThrows(EndedException.class, () -> ConnectorJar.of(unusable, null));
            assertEquals(Ending.UNUSABLE_JAR, ended.ending());
        }
    }

    @Test
    void a_connector_on_the_class_path_is_not_the_one_in_the_jar() throws Exception {
        Samples samples = new Samples(directory);
        String libraries = samples.huggingFace().as("huggingface.jar").toString();
        assertEquals(
                "acorn",
                ConnectorJar.of(samples.acorn().as("acorn.jar"), libraries)
                        .find(null)
                        .id());
        ConnectorJar none = ConnectorJar.of(empty, libraries);
        EndedException ended = assertThrows(EndedException.class, () -> none.find("huggingface-universal"));
        assertEquals(Ending.NO_SUCH_CONNECTOR, ended.ending());
    }

    @Test
    void a_connector_finds_its_libraries_on_the_class_path_and_nowhere_else() throws Exception {
        Samples samples = new Samples(directory);
        Path needy = new PackedJar(directory)
                .withSource("wrong.WrongFactory", Samples.WRONG.formatted("", "return redirect;"))
                .announcing("wrong.WrongFactory")
                .as("needy.jar");
        EndedException ended = assertThrows(
                EndedException.class, () -> ConnectorJar.of(needy, null).find(null));
        assertEquals(Ending.BROKEN_CONNECTOR, ended.ending());
        assertTrue(
                String.valueOf(ended.getMessage())
                        .endsWith(
                                "needy.jar: Class org.socialconnectors.huggingface.HuggingFaceConnectorFactory is missing:"
                                        + " give its jar with --class-path."),
                ended::getMessage);
        Path library = samples.huggingFace().without("META-INF/services").as("library.jar");
        assertEquals(
                "wrong.WrongFactory",
                ConnectorJar.of(needy, library.toString()).find(null).type().getName());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if (true) { throw refusal; }",
                "if (true) { throw new ExceptionInInitializerError(refusal); }",
                "if (true) { throw new java.util.ServiceConfigurationError(\"a-secret\", refusal); }"
            })
    void a_connector_that_refuses_to_be_made_is_told_in_its_own_words(String end) throws Exception {
        String told = refusedBy("""
                RuntimeException refusal = org.socialconnectors.api.error.ConnectorException.of(
                                org.socialconnectors.api.error.ErrorCode.INVALID_CONFIGURATION, "the region is not known")
                        .with(org.socialconnectors.api.error.Detail.PARAMETER, "region")
                        .build();
                """ + end);
        assertTrue(
                told.endsWith("wrong.WrongFactory: INVALID_CONFIGURATION: the region is not known (parameter=region)"),
                told);
    }

    @Test
    void a_connector_that_fails_to_be_made_is_told_by_the_place_in_its_code() throws Exception {
        String told = refusedBy("java.util.Objects.requireNonNull((Object) null, \"a-secret\");");
        assertTrue(
                told.matches("(?s).*cause_type=java.lang.NullPointerException\\)"
                        + " at wrong\\.WrongFactory\\.<init>\\(WrongFactory\\.java:\\d+\\)"),
                told);
        assertFalse(told.contains("a-secret"), told);
    }

    @Test
    void a_factory_that_is_announced_and_not_there_is_told() throws Exception {
        Path jar = new PackedJar(directory).announcing("wrong.NoFactory").as("wrong.jar");
        String told = broken(jar);
        assertTrue(told.contains("wrong.NoFactory"), told);
        assertTrue(told.endsWith("; META-INF/services names a class that is not there"), told);
    }

    @Test
    void what_is_wrong_with_a_connector_that_can_be_made_is_told_as_the_registry_does() throws Exception {
        String told = broken(new Samples(directory)
                .huggingFace()
                .withEntry("META-INF/connectors/huggingface-universal/config.schema.json", "{")
                .as("wrong.jar"));
        assertTrue(
                told.contains(": CONNECTOR_FAILURE: the connector's configuration schema is not a JSON object ("),
                told);
        assertTrue(told.endsWith(")"), told);
    }

    /** What is said of a connector with such statements in its factory's constructor, none of which lacks a class. */
    private String refusedBy(String constructor) throws Exception {
        String told = broken(new Samples(directory).wrong(constructor, "return redirect;"));
        assertFalse(told.contains("--class-path"), told);
        return told;
    }

    private static String broken(Path jar) throws Exception {
        EndedException ended = assertThrows(
                EndedException.class, () -> ConnectorJar.of(jar, null).find(null));
        assertEquals(Ending.BROKEN_CONNECTOR, ended.ending());
        return String.valueOf(ended.getMessage());
    }

    private List<Path> beside(@Nullable String classPath) throws Exception {
        return ConnectorJar.of(empty, classPath).beside();
    }

    private void assertEnded(String message, String classPath) {
        EndedException ended = assertThrows(EndedException.class, () -> beside(classPath));
        assertEquals(Ending.UNUSABLE_JAR, ended.ending());
        assertEquals(message, ended.getMessage());
    }

    private Path jar(String name) {
        return new PackedJar(directory).withEntry("readme.txt", "nothing").as(name);
    }
}
