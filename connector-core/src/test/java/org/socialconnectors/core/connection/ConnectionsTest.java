package org.socialconnectors.core.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.core.registry.ConnectorRegistry;
import org.socialconnectors.core.signin.FakeFactory;

class ConnectionsTest {
    private final Connections connections =
            new Connections(ConnectorRegistry.of(List.of(new FakeFactory())), request -> {
                throw new AssertionError("settings need no network");
            });

    @Test
    void several_connections_use_one_connector_each_with_a_configuration_of_its_own() {
        connections.replaceAll(List.of(valid("one"), valid("two").config(Map.of("clientId", "other"))));

        assertEquals(
                List.of("one", "two"),
                connections.usable().stream().map(Connection::id).toList());
        assertNotSame(connections.get("one").connector(), connections.get("two").connector());
        assertNotEquals(
                connections.get("one").revision(), connections.get("two").revision());
    }

    @Test
    void T06_nobody_is_offered_a_connection_that_is_disabled() {
        connections.replaceAll(List.of(valid("one").enabled(false), valid("two")));

        assertEquals(
                List.of("two"),
                connections.usable().stream().map(Connection::id).toList());
        assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> connections.get("one"));
    }

    @Test
    void a_connection_says_what_was_entered() {
        ConnectionSettings settings = valid("one").redirectUris("https://app.example/a", "http://127.0.0.1/b");
        connections.put(settings);

        assertSame(settings, connections.get("one").settings());
        assertEquals(
                List.of(URI.create("https://app.example/a"), URI.create("http://127.0.0.1/b")),
                connections.get("one").redirectUris());
        assertEquals("Connection(one, test)", connections.get("one").toString());
        assertEquals("ConnectionSettings(one, test)", settings.toString());
    }

    @Test
    void what_cannot_be_used_is_reported_and_takes_nothing_else_down() {
        List<ConnectionProblem> problems = connections.replaceAll(List.of(
                valid("good"),
                ConnectionSettings.of("unknown-connector", "nothing").redirectUris("https://app.example/"),
                valid("missing-member").config(Map.of()),
                valid("mistyped-member").config(Map.of("clientId", 7)),
                valid("unknown-member").config(Map.of("clientId", "x", "clientSecret", "canary-4711")),
                ConnectionSettings.of("no-redirect-uri", "test").config(Map.of("clientId", "client"))));

        assertEquals("good", connections.get("good").id());
        assertEquals(1, connections.usable().size());
        assertEquals(
                List.of("unknown-connector", "missing-member", "mistyped-member", "unknown-member", "no-redirect-uri"),
                problems.stream().map(ConnectionProblem::connectionId).toList());
        assertEquals(problems, connections.problems());
        for (ConnectionProblem problem : problems) {
            assertSame(
                    problem.reason(),
                    assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> connections.get(problem.connectionId())));
            assertFalse(problem.toString().contains("canary-4711"));
        }
        assertEquals(Optional.of("/clientId"), problems.get(1).reason().detail(Detail.POINTER));
        assertEquals(Optional.of("required"), problems.get(1).reason().detail(Detail.KEYWORD));
    }

    @Test
    void two_connections_with_one_ID_are_refused_together_and_nothing_changes() {
        connections.put(valid("before"));

        assertRefused(
                ErrorCode.INVALID_CONFIGURATION, () -> connections.replaceAll(List.of(valid("one"), valid("one"))));
        assertEquals("before", connections.get("before").id());
    }

    @Test
    void an_edit_takes_effect_at_once_and_only_where_it_was_made() {
        connections.replaceAll(List.of(valid("one"), valid("two")));
        Connection one = connections.get("one");
        Connection two = connections.get("two");

        connections.replaceAll(List.of(valid("one").config(Map.of("clientId", "edited")), valid("two")));

        assertNotSame(one, connections.get("one"));
        assertNotEquals(one.revision(), connections.get("one").revision());
        assertSame(two, connections.get("two"));
    }

    @Test
    void an_edit_that_is_wrong_changes_nothing() {
        connections.put(valid("one"));
        Connection before = connections.get("one");

        assertRefused(
                ErrorCode.INVALID_CONFIGURATION,
                () -> connections.put(valid("one").config(Map.of())));
        assertSame(before, connections.get("one"));
    }

    @Test
    void a_revision_depends_on_the_configuration_alone_with_its_defaults() {
        connections.replaceAll(List.of(
                valid("one"),
                valid("two").config(Map.of("scope", "profile", "clientId", "client")),
                valid("three").config(Map.of("scope", "email", "clientId", "client"))));

        assertEquals(connections.get("one").revision(), connections.get("two").revision());
        assertNotEquals(
                connections.get("one").revision(), connections.get("three").revision());
    }

    @Test
    void T48_a_revision_is_the_same_on_every_node_in_whatever_order_a_configuration_is_read() {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("clientId", "client");
        one.put("scope", "email");
        Map<String, Object> other = new LinkedHashMap<>();
        other.put("scope", "email");
        other.put("clientId", "client");
        connections.replaceAll(List.of(valid("one").config(one), valid("two").config(other)));

        assertEquals(
                // Also calculated by sha256sum.
                "554ff4c428a89a8e760f8fa47a9bd45f786d9352dcbfaaad58b06528b4a16490",
                connections.get("one").revision());
        assertEquals(connections.get("one").revision(), connections.get("two").revision());
    }

    @Test
    void two_connections_cannot_share_a_redirect_URI() {
        String loopback = "http://127.0.0.1:8080/callback";
        List<ConnectionProblem> problems = connections.replaceAll(List.of(
                valid("one").redirectUris("https://app.example/one", loopback),
                valid("two").redirectUris("https://app.example/one"),
                valid("three").redirectUris("http://127.0.0.1:9090/callback"),
                valid("four")));

        assertEquals(
                List.of("two", "three"),
                problems.stream().map(ConnectionProblem::connectionId).toList());
        assertRefused(
                ErrorCode.INVALID_CONFIGURATION,
                () -> connections.put(valid("five").redirectUris(loopback)));
        connections.put(valid("one").redirectUris(loopback));
        connections.put(valid("five").redirectUris("https://app.example/one"));
    }

    @Test
    void a_removed_connection_is_gone() {
        connections.put(valid("one"));
        connections.remove("one");
        connections.remove("one");

        assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> connections.get("one"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example/callback#fragment",
                "https://app.example/callback#",
                "http://app.example/callback",
                "http://127.0.0.1.evil.example/",
                "javascript:alert(1)",
                "https://user@app.example/",
                "https:/callback",
                "/callback",
                "",
                "ht tp://"
            })
    void T04_a_redirect_URI_that_no_provider_should_accept_is_the_administrator_s_matter(String uri) {
        assertRefused(
                ErrorCode.INVALID_CONFIGURATION,
                () -> connections.put(valid("one").redirectUris(uri)));
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1/callback, http://127.0.0.1:51234/callback, true",
        "http://127.0.0.1:8080/callback, http://127.0.0.1:9/callback, true",
        "http://127.0.0.1:8080/callback, http://127.0.0.1/callback, true",
        "http://localhost:8080/callback, http://localhost:1/callback, true",
        "http://[::1]:8080/callback, http://[::1]:1/callback, true",
        "http://127.0.0.1:8080/callback, http://localhost:8080/callback, false",
        "http://127.0.0.1:8080/callback, http://127.0.0.1:8080/other, false",
        "http://127.0.0.1:8080/callback, https://127.0.0.1:8080/callback, false",
        "http://127.0.0.1:8080/callback, http://127.0.0.1:8080/callback?x=1, false",
        "http://127.0.0.1:8080/callback, http://user@127.0.0.1:8080/callback, false",
        "https://app.example/callback, https://app.example:444/callback, false",
        "https://app.example/callback, https://app.example/callback, true"
    })
    void a_redirect_URI_fits_byte_for_byte_but_for_the_port_of_http_on_a_loopback_address(
            String entry, String requested, boolean fits) {
        connections.put(valid("one").redirectUris(entry));

        assertEquals(fits, connections.get("one").allowsRedirectTo(URI.create(requested)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "../x", "-a", "a/", "é"})
    void a_connection_ID_is_fit_for_an_address(String id) {
        assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> ConnectionSettings.of(id, "test"));
    }

    @Test
    void no_text_shows_the_configuration() {
        ConnectionSettings settings = valid("one").config(Map.of("clientId", "canary-4711"));
        connections.put(settings);

        assertFalse(settings.toString().contains("canary"));
        assertFalse(connections.get("one").toString().contains("canary"));
        assertTrue(settings.equals(valid("one").config(Map.of("clientId", "canary-4711"))));
    }

    private static ConnectionSettings valid(String connectionId) {
        return ConnectionSettings.of(connectionId, "test")
                .redirectUris("https://app.example/callback/" + connectionId)
                .config(Map.of("clientId", "client"));
    }

    private static ConnectorException assertRefused(ErrorCode code, Executable call) {
        ConnectorException refusal = assertThrows(ConnectorException.class, call);
        assertEquals(code, refusal.code(), refusal.getMessage());
        return refusal;
    }
}
