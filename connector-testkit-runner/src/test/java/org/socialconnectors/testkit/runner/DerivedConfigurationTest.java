package org.socialconnectors.testkit.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.core.configuration.ConfigurationSchema;

/** What is made up for fields of every type, and that the author's own values come first. */
class DerivedConfigurationTest {
    private static final ConfigurationSchema EVERY_TYPE =
            ConfigurationSchema.of(ConnectorDescriptor.builder("every-type").readFrom(DerivedConfigurationTest.class));

    @TempDir
    private Path directory;

    @Test
    void a_required_field_gets_what_its_schema_gives_or_the_plainest_value_of_its_type() throws Exception {
        assertEquals(
                new TreeMap<>(Map.ofEntries(
                        Map.entry("constant", "this and nothing else"),
                        Map.entry("chosen", "first"),
                        Map.entry("shown", "an example"),
                        Map.entry("address", "https://provider.example"),
                        Map.entry("place", "https://provider.example"),
                        Map.entry("mail", "ada@example.org"),
                        Map.entry("host", "provider.example.org"),
                        Map.entry("switch", false),
                        Map.entry("count", 1L),
                        Map.entry("port", 1024L),
                        Map.entry("ratio", new BigDecimal("0.5")),
                        Map.entry("list", List.of()),
                        Map.entry("members", Map.of()),
                        Map.entry("plain", "plain"),
                        Map.entry("short", "short"),
                        Map.entry("long", "longxx"),
                        Map.entry("untyped", "untyped"),
                        Map.entry("clientId", "conformance-client"),
                        Map.entry("clientSecret", "a-configured-client-secret"))),
                new TreeMap<>(DerivedConfiguration.complete(EVERY_TYPE, RunnerConfig.empty())));
    }

    @Test
    void the_authors_value_comes_first_and_null_leaves_a_field_out() throws Exception {
        Map<String, Object> configuration = complete(
                "{\"configuration\": {\"chosen\": \"second\", \"optional\": \"said\", \"clientSecret\": null}}");
        assertEquals("second", configuration.get("chosen"));
        assertEquals("said", configuration.get("optional"));
        assertFalse(configuration.containsKey("clientSecret"));
    }

    @Test
    void credentials_are_put_only_into_members_that_the_schema_has() throws Exception {
        Map<String, Object> configuration =
                complete("{\"clientIdMember\": \"optional\", \"clientSecretMember\": \"elsewhere\"}");
        assertEquals("conformance-client", configuration.get("optional"));
        assertFalse(configuration.containsKey("elsewhere"));
        assertFalse(configuration.containsKey("clientSecret"));
    }

    @Test
    void what_violates_the_schema_ends_the_run() {
        EndedException ended =
                assertThrows(EndedException.class, () -> complete("{\"configuration\": {\"port\": 80, \"extra\": 1}}"));
        assertEquals(Ending.UNUSABLE_CONFIG, ended.ending());
        assertTrue(String.valueOf(ended.getMessage()).contains("/port [minimum]"), ended::getMessage);
        assertTrue(String.valueOf(ended.getMessage()).contains("/extra [additionalProperties]"), ended::getMessage);
    }

    private Map<String, Object> complete(String file) throws Exception {
        return DerivedConfiguration.complete(EVERY_TYPE, RunnerConfig.read(new Samples(directory).config(file)));
    }
}
