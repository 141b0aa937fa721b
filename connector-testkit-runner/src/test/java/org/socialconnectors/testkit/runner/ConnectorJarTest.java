package org.socialconnectors.testkit.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
        assertTrue(String.valueOf(ended.getMessage()).contains("--class-path"), ended::getMessage);
        Path library = samples.huggingFace().without("META-INF/services").as("library.jar");
        assertEquals(
                "wrong.WrongFactory",
                ConnectorJar.of(needy, library.toString()).find(null).type().getName());
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
