package org.socialconnectors.core.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;

class RedirectUrisProperties {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    @Property
    void any_text_is_an_entry_or_refused_as_configuration(@ForAll("texts") String text) {
        try {
            URI entry = RedirectUris.of(List.of(text)).entries().get(0);
            assertTrue(entry.getScheme().equals("https") || isHttpLoopback(entry), text);
            assertEquals(text, entry.toString());
        } catch (ConnectorException refused) {
            assertEquals(ErrorCode.INVALID_CONFIGURATION, refused.code());
        }
    }

    @Property
    void an_entry_allows_itself(@ForAll("entries") String entry) {
        RedirectUris uris = RedirectUris.of(List.of(entry));
        assertTrue(uris.allow(URI.create(entry)));
        assertTrue(uris.overlap(uris));
    }

    @Property
    void whatever_is_allowed_has_the_entrys_scheme_host_path_and_query(
            @ForAll("entries") String entry, @ForAll("addresses") String requested) {
        assertOnlyThePortDiffers(entry, requested);
    }

    @Property
    void nothing_added_to_an_entry_is_allowed(
            @ForAll("entries") String entry, @ForAll("pieces") String piece, @ForAll @IntRange(max = 60) int position) {
        int at = Math.min(position, entry.length());
        assertOnlyThePortDiffers(entry, entry.substring(0, at) + piece + entry.substring(at));
    }

    @Property
    void a_host_that_is_not_loopback_has_its_port_only(
            @ForAll("entries") String entry, @ForAll @IntRange(min = 1, max = 65_535) int port) {
        URI registered = URI.create(entry);
        Assume.that(!isHttpLoopback(registered) && registered.getPort() != port);
        assertFalse(RedirectUris.of(List.of(entry)).allow(withPort(registered, port)));
    }

    @Property
    void a_loopback_host_has_every_port(
            @ForAll("entries") String entry, @ForAll @IntRange(min = 1, max = 65_535) int port) {
        URI registered = URI.create(entry);
        Assume.that(isHttpLoopback(registered));
        assertTrue(RedirectUris.of(List.of(entry)).allow(withPort(registered, port)));
    }

    @Property
    void two_lists_overlap_if_and_only_if_one_address_fits_both(
            @ForAll("entries") String one, @ForAll("entries") String other) {
        RedirectUris first = RedirectUris.of(List.of(one));
        RedirectUris second = RedirectUris.of(List.of(other));
        assertEquals(first.overlap(second), second.overlap(first));
        assertEquals(first.allow(URI.create(other)) || second.allow(URI.create(one)), first.overlap(second));
    }

    private static void assertOnlyThePortDiffers(String entry, String requested) {
        URI request;
        try {
            request = new URI(requested);
        } catch (URISyntaxException notAnAddress) {
            return;
        }
        URI registered = URI.create(entry);
        if (RedirectUris.of(List.of(entry)).allow(request)) {
            assertEquals(registered.getScheme(), request.getScheme());
            assertEquals(registered.getHost(), request.getHost(), requested);
            assertEquals(registered.getRawUserInfo(), request.getRawUserInfo(), requested);
            assertEquals(registered.getRawPath(), request.getRawPath(), requested);
            assertEquals(registered.getRawQuery(), request.getRawQuery(), requested);
            assertEquals(registered.getRawFragment(), request.getRawFragment(), requested);
            assertTrue(
                    registered.getPort() == request.getPort() || isHttpLoopback(registered),
                    () -> requested + " for " + entry);
        }
    }

    private static boolean isHttpLoopback(URI uri) {
        return "http".equals(uri.getScheme())
                && LOOPBACK.contains(String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT));
    }

    private static URI withPort(URI uri, int port) {
        return URI.create(uri.getScheme() + "://" + uri.getHost() + ":" + port + uri.getRawPath()
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
    }

    @Provide
    Arbitrary<String> entries() {
        Arbitrary<String> origins = Arbitraries.of(
                "https://app.example",
                "https://app.example:8443",
                "https://localhost",
                "https://127.0.0.1:8443",
                "http://localhost",
                "http://localhost:8080",
                "http://127.0.0.1",
                "http://127.0.0.1:80",
                "http://[::1]",
                "http://[::1]:8080");
        return Combinators.combine(origins, paths()).as(String::concat);
    }

    /** Near misses of the entries. */
    @Provide
    Arbitrary<String> addresses() {
        Arbitrary<String> origins = Arbitraries.of(
                "https://app.example",
                "https://APP.example",
                "https://app.example:443",
                "https://app.example.evil.example",
                "https://app.example@evil.example",
                "http://app.example",
                "http://localhost:1",
                "http://LOCALHOST",
                "http://localhost.evil.example",
                "http://localhost@evil.example",
                "http://localhost:8080@evil.example",
                "http://evil.example:8080",
                "http://localhost:",
                "http://127.0.0.1:8081",
                "http://127.0.0.11",
                "http://127.0.0.1:80:80",
                "http://[::1]:1",
                "http://[::ffff:127.0.0.1]",
                "javascript:alert(1)//");
        return Combinators.combine(origins, paths()).as(String::concat);
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                "/",
                "//",
                ".",
                "..",
                ":",
                ":80",
                ":8080",
                "@",
                "@evil.example",
                "#",
                "?",
                "%2f",
                "\\",
                "x",
                "1",
                " ",
                "evil.example/");
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(40),
                entries(),
                addresses(),
                Arbitraries.of("", "https:", "https://"));
    }

    private static Arbitrary<String> paths() {
        return Arbitraries.of(
                "", "/", "/callback", "/callback/", "/CALLBACK", "/a:8080/b", "/c?x=:8080", "/c?x=1", "/%63");
    }
}
