package org.socialconnectors.documentation;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that a wrong block fails, and for the reason that it is wrong. */
class BlockChecksTest {
    @TempDir
    private Path root;

    private BlockChecks checks;

    @BeforeEach
    void a_repository_whose_script_runs_one_command() throws IOException {
        Files.createDirectories(root.resolve(".ci"));
        Files.writeString(root.resolve(".ci/run"), "test_command=\"./mvnw verify\"\n$test_command\n");
        checks = new BlockChecks(
                (connectorId, json) -> json.contains("clientId") ? List.of() : List.of("/clientId required"), root);
    }

    @Test
    void statements_that_compile_pass() {
        pass("java", "int one = 1;\nThread.sleep(one);");
        pass("java", "import java.util.List;\n\nList<String> names = List.of(\"$1 \\\\ a\");");
        pass("java", "class Local {\n    static int one() {\n        return 1;\n    }\n}");
    }

    @Test
    void statements_see_the_modules_of_this_project() {
        pass("java", """
                import org.socialconnectors.api.secret.Secret;

                Secret state = Secret.random();
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int one = \"one\";",
                "NoSuchType x = null;",
                "import org.socialconnectors.NoSuchType;",
                "int one = 1",
                "return;\nint unreachable = 1;",
                "int never; int read = never;",
                "} } class Escaped { void a() { {"
            })
    void statements_that_do_not_compile_fail(String statements) {
        assertTrue(failure("java", statements).startsWith("guide.md:7: does not compile:\n"));
    }

    @Test
    void the_failure_shows_the_line() {
        assertTrue(failure("java", "int one = 1;\nint two = \"two\";").endsWith("at: int two = \"two\";"));
    }

    @Test
    void a_compilation_unit_is_compiled_as_it_is() {
        pass("java", "package a.b;\n\nimport java.util.List;\n\npublic final class Unit {\n    List<String> a;\n}");
        pass("java", "public sealed interface Shape permits Circle {}\n\nrecord Circle() implements Shape {}");
        pass("java", "package a;\n\nclass NotPublic {}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public class Unit { NoSuchType x; }",
                "package a;\nclass Unit { int x = \"x\"; }",
                "public class A {}\npublic class B {}",
                "public class A {}\nint statement = 1;"
            })
    void a_compilation_unit_that_does_not_compile_fails(String unit) {
        assertTrue(failure("java", unit).startsWith("guide.md:7: does not compile:\n"));
    }

    @Test
    void a_block_can_be_put_into_a_context() {
        pass("java", "context: fixtures/greeting", "import java.util.Set;\nreturn Set.copyOf(names).size();");
        assertTrue(failure("java", "return names.size();").contains("cannot find symbol"));
        assertTrue(
                failure("java", "context: fixtures/greeting", "return names;").contains("incompatible types"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"context: no-such", "context: ../statements", "context: /statements", "context: "})
    void an_unknown_context_fails(String comment) {
        failure("java", comment, "int one = 1;");
    }

    @Test
    void a_compilation_unit_takes_no_context() {
        failure("java", "context: fixtures/greeting", "public class Unit {}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema: acme", "contxt: statements", "context:statements", "TODO", ""})
    void an_unknown_comment_fails_a_java_block(String comment) {
        failure("java", comment, "int one = 1;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"context: statements", "shema: acme", "schema:acme", "TODO", ""})
    void an_unknown_comment_fails_a_json_block(String comment) {
        failure("json", comment, "{\"clientId\": \"a\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"properties", "xml", "sh"})
    void any_comment_fails_other_blocks(String language) {
        String text = language.equals("sh") ? "./mvnw verify" : "<a b='='/>";

        pass(language, text);
        failure(language, "schema: acme", text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": [1, null]}", "[]", "\"a\""})
    void json_passes(String json) {
        pass("json", json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a: 1}", "{\"a\": 1,}", "{\"a\": 1", "{\"a\": 1, \"a\": 2}", "{} {}", "// a\n{}", "{…}"})
    void what_is_not_json_fails(String json) {
        assertTrue(failure("json", json).startsWith("guide.md:7: not JSON"));
    }

    @Test
    void a_configuration_is_validated() {
        pass("json", "schema: acme", "{\"clientId\": \"a\"}");
        assertTrue(failure("json", "schema: acme", "{}").contains("/clientId required"));
    }

    @Test
    void a_configuration_is_validated_by_the_schema_of_its_connector() throws IOException {
        checks = new BlockChecks(ConfigurationValidation.OF_CONNECTORS, root);

        pass("json", "schema: huggingface-universal", "{\"clientId\": \"a\", \"clientSecret\": \"b\"}");
        assertTrue(failure("json", "schema: huggingface-universal", "{}").contains("/clientId required"));
        assertTrue(failure("json", "schema: acme", "{}").contains("there is no such connector"));
    }

    @Test
    void properties_are_parsed() {
        pass("properties", "# a comment\na.b=c");
        assertTrue(failure("properties", "a=\\u00zz").startsWith("guide.md:7: not a properties file"));
        assertTrue(failure("properties", "# only a comment").contains("no property"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<a>", "<a/><b/>", "a", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><a>&b;</a>"})
    void what_is_not_xml_fails(String xml) {
        pass("xml", "\n<a><b c='d'/></a>");
        assertTrue(failure("xml", xml).startsWith("guide.md:7: not XML"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "./mvnw",
                "mvnw verify",
                "./mvnw verify -DskipTests",
                "$ ./mvnw verify",
                "./mvnw verify ",
                "rm -rf /"
            })
    void a_command_that_nothing_runs_fails(String command) {
        pass("sh", "./mvnw verify\n\n./mvnw verify");
        assertTrue(failure("sh", "./mvnw verify\n" + command)
                .startsWith("guide.md:7: no script in .ci runs exactly: " + command));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "bash", "Java", "java,ignore", "kotlin", "console"})
    void a_block_of_another_language_fails(String language) {
        assertTrue(failure(language, "x").contains("every code block is compiled, parsed or run by a test"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "json", "properties", "xml", "sh"})
    void an_empty_block_fails(String language) {
        assertTrue(failure(language, " \n").startsWith("guide.md:7: an empty block"));
    }

    @Test
    void a_file_of_an_example_is_shown_word_for_word_in_any_language() throws IOException {
        Files.createDirectories(root.resolve("examples/a"));
        Files.writeString(root.resolve("examples/a/guide.md"), "# Guide\n");
        Files.writeString(root.resolve("README.md"), "# Guide\n");

        pass("markdown", "example: a/guide.md", "# Guide\n");
        assertTrue(failure("markdown", "example: a/guide.md", "# A guide\n").contains("differs from a/guide.md"));
        for (String elsewhere : List.of("a/no-such.md", "a", "../README.md", "/etc/hostname", "")) {
            assertTrue(failure("markdown", "example: " + elsewhere, "# Guide\n")
                    .contains("there is no such file below examples"));
        }
        failure("markdown", "# Guide\n");
    }

    private void pass(String language, String text) {
        checks.check(new CodeBlock("guide.md:7", language, Optional.empty(), text));
    }

    private void pass(String language, String comment, String text) {
        checks.check(new CodeBlock("guide.md:7", language, Optional.of(comment), text));
    }

    private String failure(String language, String text) {
        return failure(new CodeBlock("guide.md:7", language, Optional.empty(), text));
    }

    private String failure(String language, String comment, String text) {
        return failure(new CodeBlock("guide.md:7", language, Optional.of(comment), text));
    }

    private String failure(CodeBlock block) {
        return assertThrows(AssertionError.class, () -> checks.check(block)).getMessage();
    }
}
