package org.socialconnectors.core.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.core.json.JsonReader;

class ConfigurationSchemaTest {
    private static final String CANARY = "c4nary-value";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "^(.*a){12}$; aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!; 1",
                "^(?:a|b)*$;  !; 40000",
                "^(a+)+$;     aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!; 1"
            })
    void T56_a_pattern_that_hurts_other_engines_ends_at_once_with_a_normal_error(
            String pattern, String end, int length) {
        ConfigurationSchema schema = schema("""
                "properties": {"field": {"type": "string", "pattern": "%s"}}""".formatted(pattern));
        JsonObject config = JsonObject.config(Map.of("field", "a".repeat(length - 1) + end));
        List<Violation> violations = assertTimeoutPreemptively(Duration.ofSeconds(1), () -> schema.violations(config));
        assertEquals(List.of("/field pattern"), places(violations));
    }

    @Test
    void T56_a_long_value_that_fits_is_accepted() {
        ConfigurationSchema schema =
                schema("\"properties\": {\"field\": {\"type\": \"string\", \"pattern\": \"^(?:a|b)*$\"}}");
        JsonObject config = JsonObject.config(Map.of("field", "ab".repeat(20_000)));
        assertEquals(List.of(), assertTimeoutPreemptively(Duration.ofSeconds(1), () -> schema.violations(config)));
    }

    static final List<String> TOO_LARGE = List.of(
            "((a{1000}){1000}){1000}",
            "(?:(?:a{32}){32}){1}",
            "(a{2}[)]){501}",
            "(a{101})\\\\Q\\\\E{10}",
            "a{1000}".repeat(6),
            "a".repeat(1001));

    @ParameterizedTest
    @FieldSource("TOO_LARGE")
    void T56_a_pattern_that_is_large_when_written_out_is_refused_at_once(String pattern) {
        String members = "\"properties\": {\"field\": {\"pattern\": \"%s\"}}".formatted(pattern);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertUnusable(() -> schema(members)));
        assertUnusable(() -> schema("\"patternProperties\": {\"%s\": {}}".formatted(pattern)));
    }

    @ParameterizedTest
    @FieldSource("TOO_LARGE")
    void T56_and_is_not_a_value_of_format_regex(String pattern) {
        ConfigurationSchema schema = schema("\"properties\": {\"field\": {\"format\": \"regex\"}}");
        JsonObject config = JsonObject.config(Map.of("field", pattern.replace("\\\\", "\\")));
        assertEquals(
                List.of("/field format"),
                places(assertTimeoutPreemptively(Duration.ofSeconds(5), () -> schema.violations(config))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[a-z]{1,1000}$",
                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?([.][a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?){0,9}$",
                "^a{0}b{2,}$"
            })
    void an_ordinary_pattern_with_counts_is_small(String pattern) {
        assertEquals(List.of(), places("\"properties\": {\"field\": {\"pattern\": \"%s\"}}".formatted(pattern), "{}"));
    }

    static Stream<Map<String, Object>> tooLarge() {
        return Stream.of(
                Map.of("list", IntStream.range(0, 20_000).mapToObj(i -> "s" + i).toList()),
                Map.of("list", Collections.nCopies(1001, 1)),
                Map.of("list", Collections.nCopies(70, "x".repeat(1000))),
                Map.of("list", "x".repeat(64 * 1024)),
                Map.of("x".repeat(64 * 1024), 1),
                nested(64),
                Map.of("number", new BigDecimal("1e999999999")),
                Map.of("number", new BigDecimal("1e-1001")),
                Map.of("number", BigInteger.TEN.pow(2000)),
                Map.of("list", List.of(Map.of("number", new BigDecimal("1e999999999")))));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void T56_a_configuration_that_is_too_large_is_refused_before_it_is_validated(Map<String, Object> members) {
        ConfigurationSchema schema = schema("""
                "properties": {"list": {"uniqueItems": true}, "number": {"multipleOf": 7}}""");
        JsonObject config = JsonObject.config(members);
        for (Executable call : List.<Executable>of(
                () -> schema.violations(config), () -> schema.complete(config), () -> schema.hidden(config))) {
            ConnectorException refused = assertTimeoutPreemptively(
                    Duration.ofSeconds(5), () -> assertThrows(ConnectorException.class, call));
            assertEquals(ErrorCode.INVALID_CONFIGURATION, refused.code());
            assertEquals(Optional.of("test"), refused.detail(Detail.CONNECTOR_ID));
            assertTrue(refused.detail(Detail.LIMIT).isPresent());
        }
    }

    @Test
    void T56_what_is_just_small_enough_is_validated_quickly() {
        ConfigurationSchema schema = schema("""
                "properties": {"list": {"uniqueItems": true}, "number": {"multipleOf": 7}}""");
        Object alike = Collections.nCopies(50, 1);
        JsonObject config = JsonObject.config(Map.of(
                "list",
                IntStream.range(0, 1000).mapToObj(i -> List.of(alike, i)).toList(),
                "number",
                new BigDecimal("1e1000")));
        assertEquals(
                List.of("/number multipleOf"),
                places(assertTimeoutPreemptively(Duration.ofSeconds(10), () -> schema.violations(config))));
        assertEquals(List.of(), schema.violations(JsonObject.config(nested(63))));
    }

    private static Map<String, Object> nested(int levels) {
        Map<String, Object> nested = Map.of();
        for (int i = 0; i < levels; i++) {
            nested = Map.of("o", nested);
        }
        return nested;
    }

    @Test
    void a_pattern_ends_at_the_end_of_the_value_not_before_a_line_break() {
        assertEquals(
                List.of("/field pattern"),
                places("\"properties\": {\"field\": {\"pattern\": \"^[a-z]+$\"}}", "{\"field\": \"abc\\n\"}"));
    }

    @Test
    void defaults_are_filled_in_at_every_level_and_satisfy_required() {
        ConfigurationSchema schema = schema("""
                "required": ["scope", "endpoints"],
                "properties": {
                  "scope": {"type": "string", "default": "profile"},
                  "endpoints": {
                    "type": "object",
                    "default": {},
                    "required": ["retries"],
                    "properties": {"retries": {"type": "integer", "default": 2}, "name": {"type": "string"}}
                  },
                  "absent": {"type": "object", "properties": {"deep": {"default": true}}}
                }""");
        assertEquals(
                Map.of("scope", "profile", "endpoints", Map.of("retries", 2L)),
                schema.complete(JsonReader.config("{}")).toMap());
        assertEquals(
                Map.of(
                        "scope",
                        "email",
                        "endpoints",
                        Map.of("retries", 5L, "name", "x"),
                        "absent",
                        Map.of("deep", true)),
                schema.complete(JsonReader.config("""
                        {"scope": "email", "endpoints": {"retries": 5, "name": "x"}, "absent": {}}""")).toMap());
    }

    @Test
    void a_condition_sees_the_defaults() {
        String members = """
                "properties": {"mode": {"default": "private"}, "secret": {"type": "string"}},
                "if": {"properties": {"mode": {"const": "private"}}, "required": ["mode"]},
                "then": {"required": ["secret"]}""";
        assertEquals(List.of("/secret required"), places(members, "{}"));
        assertEquals(List.of(), places(members, "{\"mode\": \"public\"}"));
    }

    @Test
    void null_and_the_empty_string_count_as_absent() {
        String members = """
                "required": ["id"],
                "properties": {"id": {"type": "string", "minLength": 1}, "scope": {"type": "string", "default": "profile"}}""";
        assertEquals(List.of("/id required"), places(members, "{\"id\": \"\", \"scope\": null}"));
        assertEquals(
                Map.of("id", "x", "scope", "profile"),
                schema(members)
                        .complete(JsonReader.config("{\"id\": \"x\", \"scope\": \"\"}"))
                        .toMap());
    }

    @Test
    void every_violation_is_reported_at_the_member_concerned_in_the_order_of_the_schema() {
        String members = """
                "additionalProperties": false,
                "required": ["missing", "a/b"],
                "properties": {
                  "text": {"type": "string", "minLength": 5, "pattern": "^[0-9]+$"},
                  "number": {"type": "integer", "minimum": 1, "maximum": 9},
                  "choice": {"type": "string", "enum": ["x", "y"]},
                  "address": {"type": "string", "format": "uri"},
                  "list": {"type": "array", "maxItems": 1, "items": {"type": "object",
                    "required": ["a~b"], "additionalProperties": false,
                    "properties": {"a~b": {"type": "string"}, "c/d": {"type": "object", "required": ["e"]}}}},
                  "missing": {"type": "string"},
                  "a/b": {"type": "string"}
                }""";
        assertEquals(
                List.of(
                        "/text minLength",
                        "/text pattern",
                        "/number maximum",
                        "/choice enum",
                        "/address format",
                        "/list maxItems",
                        "/list/0/a~0b required",
                        "/list/0/x~1y additionalProperties",
                        "/list/1/a~0b type",
                        "/list/1/c~1d/e required",
                        "/missing required",
                        "/a~1b required",
                        "/un]known additionalProperties"),
                places(members, """
                        {"text": "ab", "number": 10, "choice": "z", "address": "not one", "un]known": 1,
                         "list": [{"x/y": 1}, {"a~b": 1, "c/d": {}}]}"""));
    }

    @Test
    void alternatives_of_which_none_fits_are_one_violation_where_they_stand() {
        assertEquals(List.of("/field anyOf"), places("""
                        "properties": {"field": {"anyOf": [{"type": "string"}, {"type": "integer"}]}}""", "{\"field\": true}"));
        assertEquals(List.of(" oneOf"), places("""
                        "oneOf": [{"required": ["a"]}, {"required": ["b"]}]""", "{}"));
    }

    @Test
    void a_list_of_types_is_the_keyword_type_and_the_one_that_fits_is_held_to_its_own_keywords() {
        String members = """
                "properties": {"field": {"type": ["string", "integer"], "minLength": 3, "maximum": 9, "enum": ["abc", 5]},
                               "object": {"type": ["object", "string"], "properties": {"x": {"type": "integer"}}}}""";
        assertEquals(List.of(), places(members, "{\"field\": \"abc\", \"object\": {\"x\": 1}}"));
        assertEquals(List.of("/field enum", "/field type"), places(members, "{\"field\": true}"));
        assertEquals(List.of("/field enum", "/field minLength"), places(members, "{\"field\": \"ab\"}"));
        assertEquals(List.of("/field enum", "/field maximum"), places(members, "{\"field\": 10}"));
        assertEquals(List.of("/object type"), places(members, "{\"object\": 1}"));
        assertEquals(List.of("/object/x type"), places(members, "{\"object\": {\"x\": \"1\"}}"));
        assertEquals(
                List.of("/field anyOf"),
                places("\"properties\": {\"field\": {\"anyOf\": [false, false]}}", "{\"field\": 1}"));
    }

    @Test
    void a_limit_that_is_not_known_is_not_mentioned() {
        Violation violation = schema("""
                "properties": {"map": {"type": "object", "additionalProperties": {"minLength": 3}}}""")
                .violations(JsonReader.config("{\"map\": {\"a\": \"b\"}}"))
                .get(0);
        assertEquals("minLength", violation.keyword());
        assertEquals("map (/a): the value does not fit.", violation.message(Locale.ENGLISH));
    }

    @Test
    void neither_a_violation_nor_the_exception_contains_the_value() {
        ConfigurationSchema schema = schema("""
                "properties": {
                  "a": {"type": "string", "pattern": "^[0-9]+$"}, "b": {"enum": ["x"]}, "c": {"format": "email"},
                  "d": {"type": "integer"}, "e": {"const": "x"}, "f": {"maxLength": 3}, "g": {"not": {"type": "string"}},
                  "h": {"items": {"type": "integer"}}, "i": {"format": "ipv4"}, "j": {"format": "hostname"}
                }""");
        String value = "\"" + CANARY + "!\"";
        JsonObject config = JsonReader.config("""
                {"a": %1$s, "b": %1$s, "c": %1$s, "d": %1$s, "e": %1$s, "f": %1$s, "g": %1$s, "h": [%1$s], "i": %1$s, "j": %1$s}""".formatted(value));
        List<Violation> violations = schema.violations(config);
        assertEquals(10, violations.size());
        assertFalse(violations.toString().contains(CANARY));
        ConnectorException refused = assertThrows(ConnectorException.class, () -> schema.complete(config));
        assertFalse(refused.toString().contains(CANARY));
        assertEquals(ErrorCode.INVALID_CONFIGURATION, refused.code());
        assertEquals(Optional.of("/a"), refused.detail(Detail.POINTER));
        assertEquals(Optional.of("pattern"), refused.detail(Detail.KEYWORD));
        assertEquals(Optional.of("test"), refused.detail(Detail.CONNECTOR_ID));
    }

    @Test
    void a_violation_speaks_the_readers_language_and_names_the_field_by_its_title() {
        ConfigurationSchema schema = ConfigurationSchema.of(
                TestDescriptor.withSchema("""
                {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "required": ["id"],
                 "properties": {"id": {"type": "string", "minLength": 3}, "untitled": {"type": "string"}}}""", Map.of("en", "id.title=Client ID\n", "fr", "id.title=Identifiant\n")));
        Violation missing = schema.violations(JsonReader.config("{}")).get(0);
        assertEquals("Client ID: a value is needed.", missing.message(Locale.ENGLISH));
        assertEquals("Identifiant : une valeur est nécessaire.", missing.message(Locale.CANADA_FRENCH));
        assertEquals("Client ID: se necesita un valor.", missing.message(Locale.forLanguageTag("es-MX")));
        assertEquals("Client ID: a value is needed.", missing.message(Locale.JAPANESE));

        List<Violation> wrong = schema.violations(JsonReader.config("{\"id\": \"ab\", \"untitled\": 1}"));
        assertEquals("Client ID: enter at least 3 characters.", wrong.get(0).message(Locale.ENGLISH));
        assertEquals("untitled: this is the wrong kind of value.", wrong.get(1).message(Locale.ENGLISH));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "required",
                "dependencies",
                "additionalProperties",
                "type",
                "enum",
                "const",
                "pattern",
                "format",
                "minLength",
                "maxLength",
                "minimum",
                "maximum",
                "exclusiveMinimum",
                "exclusiveMaximum",
                "multipleOf",
                "minItems",
                "maxItems",
                "uniqueItems",
                "contains"
            })
    void a_keyword_has_a_sentence_in_every_language(String keyword) {
        assertEquals(
                Set.of("en", "es", "fr"),
                ViolationTexts.of(keyword).byLanguage().keySet());
    }

    @Test
    void a_hidden_field_is_neither_required_nor_validated_nor_seen_by_the_connector() {
        String members = """
                "required": ["mode", "key", "keyId"],
                "properties": {
                  "mode": {"enum": ["public", "private"], "default": "public"},
                  "key": {"type": "string", "minLength": 8, "x-form": {"showWhen": {"field": "mode", "equals": ["private"]}}},
                  "keyId": {"type": "string", "x-form": {"showWhen": {"field": "key", "equals": ["long enough"]}}},
                  "extra": {"default": 1, "x-form": {"showWhen": {"field": "mode", "equals": ["private"]}}}
                }""";
        assertEquals(
                Map.of("mode", "public"),
                schema(members)
                        .complete(JsonReader.config("{\"key\": \"bad\"}"))
                        .toMap());
        assertEquals(Set.of("key", "keyId", "extra"), schema(members).hidden(JsonReader.config("{}")));
        assertEquals(
                List.of("/key required"),
                places(members, "{\"mode\": \"private\"}"),
                "keyId hides behind the missing key");
        assertEquals(List.of("/keyId required"), places(members, "{\"mode\": \"private\", \"key\": \"long enough\"}"));
        assertEquals(
                List.of(),
                places(members, "{\"mode\": \"public\", \"key\": \"long enough\"}"),
                "what hides behind a hidden field is hidden");
    }

    @Test
    void numbers_are_compared_by_their_value_to_find_out_whether_a_field_is_shown() {
        String members = """
                "properties": {"mode": {}, "key": {"x-form": {"showWhen": {"field": "mode", "equals": [1, 0.50]}}}}""";
        for (String mode : List.of("1", "1.0", "1e0", "0.5")) {
            assertEquals(Set.of(), schema(members).hidden(JsonReader.config("{\"mode\": %s}".formatted(mode))), mode);
        }
        for (String mode : List.of("2", "1.01", "\"1\"", "true")) {
            assertEquals(
                    Set.of("key"), schema(members).hidden(JsonReader.config("{\"mode\": %s}".formatted(mode))), mode);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"anyOf\": [{\"required\": [\"key\"]}, {\"required\": [\"other\"]}]",
                "\"oneOf\": [{\"required\": [\"key\"]}, {\"required\": [\"other\"]}]",
                "\"not\": {\"required\": [\"key\"]}",
                "\"if\": {\"properties\": {\"key\": {\"const\": 1}}}, \"then\": {\"required\": [\"other\"]}",
                "\"allOf\": [{\"not\": {\"not\": {\"required\": [\"key\"]}}}]",
                "\"then\": {\"anyOf\": [{\"required\": [\"key\"]}]}, \"if\": {}",
                "\"dependencies\": {\"mode\": {\"oneOf\": [{\"required\": [\"key\"]}]}}",
                "\"definitions\": {\"d\": {\"required\": [\"key\"]}}, \"anyOf\": [{\"$ref\": \"#/definitions/d\"}]",
                "\"definitions\": {\"d\": {\"not\": {\"required\": [\"key\"]}}}, \"allOf\": [{\"$ref\": \"#/definitions/d\"}]"
            })
    void a_field_that_may_be_hidden_cannot_be_named_where_being_hidden_could_be_a_violation(String members) {
        assertUnusable(() -> schema(members + """
                , "properties": {"mode": {}, "other": {},
                  "key": {"x-form": {"showWhen": {"field": "mode", "equals": [1]}}}}"""));
    }

    @Test
    void a_hidden_field_is_not_required_by_other_keywords() {
        String members = """
                "properties": {"mode": {"enum": [1, 2]}, "other": {},
                               "key": {"x-form": {"showWhen": {"field": "mode", "equals": [1]}}}},
                "allOf": [{"required": ["key"]}],
                "dependencies": {"other": ["key"]},
                "if": {"required": ["other"]}, "then": {"required": ["key"]}, "else": {"required": ["key"]},
                "anyOf": [{"required": ["mode"]}, {"required": ["other"]}]""";
        assertEquals(List.of(), places(members, "{\"mode\": 2}"));
        assertEquals(List.of(), places(members, "{\"mode\": 2, \"other\": 1}"));
        assertEquals(List.of("/key required"), places(members, "{\"mode\": 1}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"properties\": {\"secret\": {\"$ref\": \"#/definitions/secret\"}}",
                "\"$ref\": \"#/definitions/all\", \"properties\": {}"
            })
    void a_field_that_is_a_reference_is_refused_for_a_form_would_not_see_that_it_is_a_secret(String members) {
        assertUnusable(() -> schema("""
                "definitions": {"secret": {"type": "string", "writeOnly": true}, "all": {}},""" + members));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[]",
                "{\"type\": \"object\"}",
                "{\"$schema\": \"http://json-schema.org/draft-04/schema#\", \"type\": \"object\"}",
                "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"object\"}",
                "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": \"array\"}",
                "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": \"object\", \"type\": \"object\"}"
            })
    void what_is_not_a_draft_07_schema_of_an_object_is_the_connectors_failure(String schema) {
        assertUnusable(() -> ConfigurationSchema.of(TestDescriptor.withSchema(schema)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"properties\": {\"a\": {\"pattern\": \"(\"}}",
                "\"properties\": {\"a\": {\"pattern\": \"(?=look)ahead\"}}",
                "\"properties\": {\"a\": {\"type\": \"strnig\"}}",
                "\"properties\": {\"a\": {\"type\": \"string\", \"minLength\": \"one\"}}",
                "\"required\": \"a\"",
                "\"properties\": {\"a\": {\"allOf\": [{\"$ref\": \"#/definitions/missing\"}]}}",
                "\"allOf\": [{\"$ref\": \"#\"}]",
                "\"properties\": {\"a\": {\"x-form\": {\"showWhen\": {\"field\": \"b\", \"equals\": [1]}}}}",
                "\"properties\": {\"a\": {\"x-form\": {\"showWhen\": {\"field\": \"a\", \"equals\": [1]}}}}",
                "\"properties\": {\"a\": {\"x-form\": {\"showWhen\": {\"field\": \"b\", \"equals\": 1}}}, \"b\": {}}",
                "\"properties\": {\"a\": {\"x-form\": {\"showWhen\": true}}}",
                "\"properties\": {\"a\": {\"x-form\": {\"showWhen\": {\"field\": \"\", \"equals\": [1]}}}, \"\": {}}",
                "\"properties\": {\"a\": {\"multipleOf\": 1e999999999}}",
                """
                "properties": {"a": {"x-form": {"showWhen": {"field": "b", "equals": [1]}}},
                               "b": {"x-form": {"showWhen": {"field": "a", "equals": [1]}}}}"""
            })
    void a_schema_that_cannot_work_is_the_connectors_failure(String members) {
        assertUnusable(() -> schema(members));
    }

    @Test
    void a_schema_too_deep_to_read_is_the_connectors_failure() {
        assertUnusable(() -> schema("\"not\": {\"not\": ".repeat(5000) + "{}" + "}".repeat(5000)));
    }

    @Test
    void a_schema_may_refer_to_itself() {
        String members = """
                "definitions": {"node": {"type": "object", "required": ["name"],
                  "properties": {"child": {"$ref": "#/definitions/node"}}}},
                "properties": {"tree": {"allOf": [{"$ref": "#/definitions/node"}]}}""";
        assertEquals(List.of("/tree/child/name required"), places(members, "{\"tree\": {\"name\": 1, \"child\": {}}}"));
    }

    @Test
    void a_reference_to_another_document_is_refused_without_asking_the_network_or_a_file(@TempDir Path directory)
            throws IOException {
        Path file = Files.writeString(directory.resolve("other.json"), "{\"type\": \"string\"}");
        assertUnusable(
                () -> schema("\"properties\": {\"a\": {\"allOf\": [{\"$ref\": \"%s\"}]}}".formatted(file.toUri())));
        assertUnusable(() ->
                schema("\"properties\": {\"a\": {\"allOf\": [{\"$ref\": \"classpath://META-INF/MANIFEST.MF\"}]}}"));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + server.getLocalPort() + "/other.json";
            assertUnusable(
                    () -> schema("\"properties\": {\"a\": {\"allOf\": [{\"$ref\": \"%s\"}]}}".formatted(address)));
            assertUnusable(
                    () -> schema("\"$id\": \"%s\", \"properties\": {\"a\": {\"allOf\": [{\"$ref\": \"sibling.json\"}]}}"
                            .formatted(address)));
            server.setSoTimeout(1);
            assertThrows(SocketTimeoutException.class, server::accept, "nobody has connected");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "uri; https://example.org/; not a uri",
                "email; a@example.org; a@",
                "hostname; example.org; -",
                "ipv4; 127.0.0.1; 127.0.0.256",
                "date-time; 2026-11-20T00:00:00Z; yesterday",
                "regex; a|b; ("
            })
    void formats_are_checked(String format, String good, String bad) {
        String members = "\"properties\": {\"field\": {\"type\": \"string\", \"format\": \"%s\"}}".formatted(format);
        assertEquals(List.of(), places(schema(members).violations(JsonObject.config(Map.of("field", good)))));
        assertEquals(
                List.of("/field format"), places(schema(members).violations(JsonObject.config(Map.of("field", bad)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"uri-template", "unheard-of"})
    void a_format_that_is_not_checked_accepts_everything(String format) {
        assertEquals(
                List.of(),
                places(
                        "\"properties\": {\"field\": {\"format\": \"%s\"}}".formatted(format),
                        "{\"field\": \"/a/{b\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada@example.org", "a.b+c@intra-net", "!#$%&'*+/=?^_`{|}~-@example.test"})
    void an_address_that_a_browser_accepts_is_an_email_address(String address) {
        assertEquals(List.of(), email(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "a", "@", "a@", "@b", "a@b@c", "a b@c", "a@b ", "a@-b", "a@b-", "a@b..c", "a@b.c\n", "a@b_c",
                "é@b.c"
            })
    void anything_else_is_not(String address) {
        // The empty string would count as absent.
        assertEquals(address.isEmpty() ? List.of() : List.of("/field format"), email(address));
    }

    @Test
    void an_email_address_has_at_most_320_characters() {
        assertEquals(List.of(), email("a".repeat(316) + "@b.c"));
        assertEquals(List.of("/field format"), email("a".repeat(317) + "@b.c"));
    }

    private static List<String> email(String address) {
        return places(schema("\"properties\": {\"field\": {\"format\": \"email\"}}")
                .violations(JsonObject.config(Map.of("field", address))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"email", "hostname", "uri", "uri-template", "regex", "ipv6", "date-time", "json-pointer"})
    void a_format_is_checked_quickly_whatever_the_value(String format) {
        ConfigurationSchema schema =
                schema("\"properties\": {\"field\": {\"type\": \"string\", \"format\": \"%s\"}}".formatted(format));
        for (String unit : List.of("(", "a", "{", "a.", "\\\"", ":", "/", " ", "@")) {
            for (String end : List.of("", "@", "@b.c", "!", " ")) {
                JsonObject config = JsonObject.config(Map.of("field", unit.repeat(60_000 / unit.length()) + end));
                assertTimeoutPreemptively(Duration.ofSeconds(5), () -> schema.violations(config));
            }
        }
    }

    private static ConfigurationSchema schema(String members) {
        return ConfigurationSchema.of(TestDescriptor.of(members));
    }

    private static List<String> places(String members, String config) {
        return places(schema(members).violations(JsonReader.config(config)));
    }

    private static List<String> places(List<Violation> violations) {
        return violations.stream()
                .map(violation -> violation.pointer() + " " + violation.keyword())
                .toList();
    }

    @Test
    void where_a_schema_is_not_json_is_told() {
        ConnectorDescriptor torn = TestDescriptor.withSchema("{\n  \"type\": }");
        ConnectorException failure = assertThrows(ConnectorException.class, () -> ConfigurationSchema.of(torn));
        assertEquals(Optional.of("2"), failure.detail(Detail.LINE));
        assertEquals(Optional.of("11"), failure.detail(Detail.COLUMN));
        assertEquals(Optional.of("test"), failure.detail(Detail.CONNECTOR_ID));
    }

    private static void assertUnusable(Executable compile) {
        ConnectorException failure = assertThrows(ConnectorException.class, compile);
        assertEquals(ErrorCode.CONNECTOR_FAILURE, failure.code());
        assertEquals(Optional.of("test"), failure.detail(Detail.CONNECTOR_ID));
        assertTrue(failure.getMessage().length() < 500);
    }
}
