package org.socialconnectors.core.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.signin.IssuerRule;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PendingSignInFormatTest {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Set<String> OPTIONAL = Set.of("issuer", "returnTo", "hostState");

    private final PendingSignIn full = PendingSignInFields.full();

    @Test
    void no_field_is_forgotten() {
        PendingSignIn bare = new PendingSignIn(
                "", "", SignInAttempt.builder(URI.create("https://app.example")).build(), null, null);
        Map<String, String> all = PendingSignInFields.of(full);
        Set<String> notVaried = new TreeSet<>(all.keySet());
        notVaried.removeIf(
                name -> !all.get(name).equals(PendingSignInFields.of(bare).get(name)));

        assertEquals(
                Set.of("prompt", "loginHint", "uiLocales", "extraParameters"),
                notVaried,
                "these have done their work when a sign-in has begun; a new field belongs into full()");
        assertEquals(all, PendingSignInFields.of(restored(full)));
        assertEquals(PendingSignInFields.of(bare), PendingSignInFields.of(restored(bare)));
    }

    @Test
    void T45_the_text_of_what_is_written_shows_nothing_of_it() {
        PendingSignInFormat.Members members = PendingSignInFormat.Members.of(full);
        assertEquals("Members", members.toString());
        assertEquals("[Carried, Carried]", members.carry().toString());
    }

    @Test
    void an_issuer_that_need_not_be_named_stays_so() {
        SignInAttempt attempt = full.attempt()
                .after(Redirect.to(URI.create("https://provider.example"))
                        .expecting(new IssuerRule("https://provider.example", false)));

        assertEquals(
                Optional.of(new IssuerRule("https://provider.example", false)),
                restored(new PendingSignIn("one", "r", attempt, null, null))
                        .attempt()
                        .issuerRule());
        assertEquals(Map.of(), attempt.carry());
    }

    @Test
    void every_member_must_be_there_once_and_be_of_its_type() {
        ObjectNode document = document();
        for (String name : List.copyOf(document.propertyNames())) {
            assertRefused(members -> members.remove(name));
            assertRefused(members -> members.put(name, 1));
            assertRefused(members -> members.put(name, 1.5));
            assertRefused(members -> members.put(name, true));
            if (!document.get(name).isObject()) {
                assertRefused(members -> members.putObject(name));
            }
            if (!document.get(name).isArray()) {
                assertRefused(members -> members.putArray(name));
            }
            if (!document.get(name).isString()) {
                assertRefused(members -> members.put(name, ""));
                assertRefused(members -> members.put(name, "text"));
            }
            if (!OPTIONAL.contains(name)) {
                assertRefused(members -> members.putNull(name));
            }
            String text = text(document);
            String again = "\"" + name + "\":" + text(document.get(name)) + ",";
            assertNone(text.replaceFirst("\\{", "{" + Matcher.quoteReplacement(again)));
        }
    }

    @Test
    void what_is_within_a_member_is_as_strict() {
        assertRefused(members -> ((ObjectNode) members.get("issuer")).remove("required"));
        assertRefused(members -> ((ObjectNode) members.get("issuer")).remove("name"));
        assertRefused(members -> ((ObjectNode) members.get("issuer")).putNull("name"));
        assertRefused(members -> ((ObjectNode) members.get("issuer")).putNull("required"));
        assertRefused(members -> ((ObjectNode) members.get("issuer")).put("required", "true"));
        assertRefused(members -> ((ObjectNode) members.get("issuer")).put("required", 1));
        assertRefused(members -> ((ObjectNode) members.get("issuer")).put("another", 1));
        assertRefused(members -> members.putArray("carry").addNull());
        assertRefused(members -> members.putArray("carry").addObject().put("name", "dpop"));
        assertRefused(members -> members.putArray("carry").addObject().put("value", "x"));
        assertRefused(members -> carried(members).putNull("name"));
        assertRefused(members -> carried(members).putNull("value"));
        assertRefused(members -> carried(members).put("value", 1));
        assertRefused(members -> carried(members).put("value", ""));
        assertRefused(members -> carried(members).put("another", "x"));
        assertRefused(members -> carried(members).put("name", "token"));
        assertRefused(members -> members.putArray("scopes").addNull());
        assertRefused(members -> members.putArray("scopes").add(1));
        assertRefused(members -> members.putArray("scopes").add("two scopes"));
        assertRefused(members -> members.put("callbackArrival", "form"));
        assertRefused(members -> members.put("redirectUri", "no address"));
        for (String secret : List.of("state", "nonce", "codeVerifier")) {
            assertRefused(members -> members.put(secret, ""));
        }
    }

    @Test
    void a_member_that_nobody_knows_is_refused() {
        assertRefused(members -> members.put("another", "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "1", "\"\"", "{", "{\"connectionId\""})
    void what_is_no_such_object_is_refused(String text) {
        assertNone(text);
    }

    @Test
    void nothing_comes_after_it() {
        assertNone(text(document()) + "{}");
        assertNone(text(document()) + " x");
        assertTrue(read(text(document()) + " ").isPresent());
    }

    private static ObjectNode carried(ObjectNode members) {
        return (ObjectNode) members.get("carry").get(0);
    }

    private static PendingSignIn restored(PendingSignIn pending) {
        return PendingSignInFormat.read(PendingSignInFormat.write(pending)).orElseThrow();
    }

    private ObjectNode document() {
        return (ObjectNode) MAPPER.readTree(PendingSignInFormat.write(full));
    }

    private void assertRefused(Consumer<ObjectNode> change) {
        ObjectNode document = document();
        change.accept(document);
        assertNone(text(document));
    }

    private static void assertNone(String text) {
        assertTrue(read(text).isEmpty(), text);
    }

    private static Optional<PendingSignIn> read(String text) {
        return PendingSignInFormat.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }
}
