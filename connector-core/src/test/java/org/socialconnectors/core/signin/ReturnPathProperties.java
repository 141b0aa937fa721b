package org.socialconnectors.core.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;

/** Where an accepted return address leads, by everybody's way of resolving it. */
class ReturnPathProperties {
    private static final URI ORIGIN = URI.create("https://app.example/sign-in/callback");

    @Property(tries = 1000)
    void any_text_is_accepted_or_refused_as_an_invalid_request(@ForAll("paths") String path) {
        try {
            assertEquals(Optional.of(path), request(path).returnTo());
        } catch (ConnectorException refused) {
            assertEquals(ErrorCode.INVALID_REQUEST, refused.code());
        }
    }

    @Property(tries = 2000)
    void an_accepted_path_stays_on_the_origin_for_java(@ForAll("paths") String path) {
        if (isAccepted(path)) {
            URI relative;
            try {
                relative = new URI(path);
            } catch (URISyntaxException notForJava) {
                return;
            }
            assertEquals(null, relative.getRawAuthority(), path);
            assertOwn(ORIGIN.resolve(relative), path);
            assertOwn(ORIGIN.resolve(relative.normalize()), path);
            assertOwn(ORIGIN.resolve(relative).normalize(), path);
        }
    }

    @Property(tries = 2000)
    void an_accepted_path_stays_on_the_origin_for_a_browser(@ForAll("paths") String path) {
        if (isAccepted(path)) {
            assertEquals("https://app.example", browserOrigin(path), path);
        }
    }

    @Property(tries = 2000)
    void an_accepted_path_stays_on_the_origin_when_a_proxy_has_cleaned_it_up(@ForAll("paths") String path) {
        if (isAccepted(path)) {
            String decoded = percentDecoded(path);
            for (String seen : new String[] {path, decoded, withoutDotSegments(path), withoutDotSegments(decoded)}) {
                assertEquals("https://app.example", browserOrigin(seen), path);
            }
        }
    }

    @Property
    void a_plain_path_with_query_and_fragment_is_accepted(@ForAll("plainPaths") String path) {
        assertTrue(isAccepted(path), path);
    }

    private static boolean isAccepted(String path) {
        try {
            return request(path).returnTo().isPresent();
        } catch (ConnectorException refused) {
            return false;
        }
    }

    private static SignInRequest request(String path) {
        return SignInRequest.builder(ORIGIN).returnTo(path).build();
    }

    private static void assertOwn(URI resolved, String path) {
        assertEquals("https", resolved.getScheme(), path);
        assertEquals("app.example", resolved.getRawAuthority(), path);
    }

    /** The origin by the URL Standard's states: trimmed, without tabs and line breaks, a backslash as good as a slash. */
    private static String browserOrigin(String reference) {
        String text = reference.replaceAll("^[\\u0000- ]+|[\\u0000- ]+$", "").replaceAll("[\\t\\n\\r]", "");
        String path = text.replaceFirst("[?#](?s:.*)$", "").replace('\\', '/');
        if (path.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            return path.substring(0, path.indexOf(':') + 1);
        }
        if (path.startsWith("//")) {
            // The special authority slashes: however many.
            return "https://" + path.replaceFirst("^/+", "").replaceFirst("/.*", "");
        }
        return "https://app.example";
    }

    private static String percentDecoded(String path) {
        try {
            return URLDecoder.decode(path.replaceFirst("[?#].*$", "").replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return path;
        }
    }

    /** RFC 3986 section 5.2.4, in which an empty segment counts as a segment. */
    private static String withoutDotSegments(String reference) {
        String path = reference.replaceFirst("[?#](?s:.*)$", "").replace('\\', '/');
        Deque<String> kept = new ArrayDeque<>();
        for (String segment : path.substring(Math.min(1, path.length())).split("/", -1)) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        return "/" + String.join("/", kept);
    }

    @Provide
    Arbitrary<String> paths() {
        Arbitrary<String> pieces = Arbitraries.of(
                "/",
                "//",
                "\\",
                ".",
                "..",
                "/..",
                "/.",
                "%2f",
                "%2F",
                "%5c",
                "%2e",
                "%2E%2e",
                "\t",
                "\n",
                "\r",
                " ",
                "\u0000",
                "%09",
                "%0a",
                "%00",
                "@",
                ":",
                "evil.example",
                "https:",
                "javascript:",
                "a",
                "?",
                "#",
                "%",
                "%252f",
                "\u2044",
                "\uff0f",
                ";",
                ";/..",
                "home",
                "+");
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20),
                Arbitraries.strings().ascii().ofMaxLength(20).map(text -> "/" + text),
                pieces.list().ofMaxSize(8).map(list -> String.join("", list)),
                pieces.list().ofMaxSize(8).map(list -> "/" + String.join("", list)),
                pieces.list().ofMaxSize(8).map(list -> "/a/" + String.join("", list)));
    }

    @Provide
    Arbitrary<String> plainPaths() {
        Arbitrary<String> segments = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("-_~!$&'()*+,;=:@")
                .ofMinLength(1)
                .ofMaxLength(8);
        Arbitrary<String> ends = Arbitraries.of("", "/", "?next=//x", "?a=../b&c=%2F", "#//", "/?q=");
        return Combinators.combine(segments.list().ofMaxSize(5), ends)
                .as((list, end) -> "/" + String.join("/", list) + (list.isEmpty() && end.startsWith("/") ? "" : end));
    }
}
