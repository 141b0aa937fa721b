package org.socialconnectors.documentation;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.core.connection.Connections;
import org.socialconnectors.oauth.OAuthClient;
import org.socialconnectors.oauth.OAuthConnector;
import org.socialconnectors.oauth.OAuthProvider;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;

/** Holds the tables of the pages against the code that they describe. */
class TablesTest {
    private static final Path ROOT = DocumentationTest.root(Path.of("").toAbsolutePath());
    private static final String HUB = "https://huggingface.co";
    private static final URI RESOURCE = URI.create(HUB + "/api/more");
    private static final URI REDIRECT_URI = URI.create("https://app.example.org/callback");

    @Test
    void the_errors_page_says_of_every_code_what_the_code_says() throws IOException {
        List<List<String>> codes = Arrays.stream(ErrorCode.values())
                .map(code -> List.of(
                        "`" + code + "`",
                        code.fault().name().toLowerCase(Locale.ROOT),
                        code.retryable() ? "yes" : "no",
                        code.restart() ? "yes" : "no"))
                .toList();

        assertEquals(
                codes,
                rows("docs/errors.md").stream()
                        .map(cells -> cells.subList(0, 4))
                        .toList());
    }

    @Test
    void the_errors_page_names_every_detail() throws IOException {
        String labels = Arrays.stream(Detail.values())
                .map(detail -> "`" + detail.label() + "`")
                .collect(joining(", "));

        assertEquals(
                labels,
                Pattern.compile("each at most 200 characters: ([^.]*)\\.")
                        .matcher(page("docs/errors.md"))
                        .results()
                        .map(found -> found.group(1).replaceAll("\\s+", " "))
                        .collect(joining()));
    }

    @Test
    void every_case_that_the_security_model_names_is_a_test() throws IOException {
        Set<String> named = numbers(page("docs/security-model.md"), "\\bT\\d\\d\\b");
        assertFalse(named.isEmpty());
        Set<String> tested = new TreeSet<>();
        for (Path source : testSources()) {
            tested.addAll(numbers(Files.readString(source), "\\bT\\d\\d(?=_[a-z])"));
        }

        named.removeAll(tested);

        assertEquals(Set.of(), named);
    }

    @Test
    void the_transport_page_has_the_limits_of_the_requests() throws Exception {
        Map<Endpoint, Request> sent = requestsOfASignIn();
        Map<String, String> limits = Map.of(
                "`begin` or `complete`, all requests together", time(Connections.DEFAULT_DEADLINE),
                "token request", limits(sent.get(Endpoint.TOKEN)),
                "userinfo request", limits(sent.get(Endpoint.USERINFO)),
                "any further request of a profile mapping", limits(sent.get(Endpoint.RESOURCE)),
                "discovery request", limits(sent.get(Endpoint.DISCOVERY)),
                "keys (JWKS) request", limits(sent.get(Endpoint.JWKS)),
                "a request that says nothing else", limits(Request.get(RESOURCE)));
        List<List<String>> rows = rows("docs/http-transport.md");

        limits.forEach((what, limit) -> assertEquals(
                List.of(limit),
                rows.stream()
                        .filter(cells -> cells.get(0).equals(what))
                        .map(cells -> cells.get(1))
                        .toList(),
                what));
    }

    private static Map<Endpoint, Request> requestsOfASignIn() throws InterruptedException {
        SimulatedProvider simulated = SimulatedProvider.huggingFace()
                .resource(RESOURCE, persona -> Map.of())
                .client(SimulatedClient.withoutSecret("client", List.of(REDIRECT_URI), List.of("openid")))
                .build();
        Map<Endpoint, Request> sent = new EnumMap<>(Endpoint.class);
        HttpTransport recording = request -> {
            HttpTransport.Response response = simulated.send(request);
            int last = simulated.requests().size() - 1;
            sent.put(simulated.requests().get(last).endpoint(), request);
            return response;
        };
        OAuthProvider provider = OAuthProvider.builder()
                .issuer(HUB)
                .authorizationEndpoint(HUB + "/oauth/authorize")
                .tokenEndpoint(HUB + "/oauth/token")
                .userinfoEndpoint(HUB + "/oauth/userinfo")
                .defaultScopes("openid")
                .profile(answers ->
                        SocialProfile.builder().raw(answers.get(RESOURCE)).build())
                .build();
        OAuthConnector connector = new OAuthConnector(
                provider,
                OAuthClient.of(JsonObject.config(Map.of("clientId", "client"))),
                ConnectorContext.of(recording, InstantSource.system()));
        SignInAttempt attempt = SignInAttempt.builder(REDIRECT_URI).build();
        SignInAttempt begun = attempt.after(connector.begin(attempt));
        URI callback = simulated.authorize(connector.begin(attempt).uri(), Persona.NO_EMAIL);
        connector.complete(begun.verify(CallbackParameters.parse(callback.getRawQuery(), Arrival.QUERY)));
        return sent;
    }

    private static String limits(Request request) {
        int kibibytes = request.maxBodyBytes() / 1024;
        return time(request.timeout()) + ", " + (kibibytes < 1024 ? kibibytes + " KiB" : kibibytes / 1024 + " MiB");
    }

    private static String time(Duration duration) {
        return duration.toSeconds() + " s";
    }

    /** The rows of the page's tables, without heads. */
    private static List<List<String>> rows(String page) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String line : page(page).lines().toList()) {
            if (line.startsWith("| --- ")) {
                rows.remove(rows.size() - 1);
            } else if (line.startsWith("| ")) {
                rows.add(Stream.of(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList());
            }
        }
        return rows;
    }

    private static String page(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }

    private static Set<String> numbers(String text, String pattern) {
        return new TreeSet<>(Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList());
    }

    private static List<Path> testSources() throws IOException {
        try (Stream<Path> modules = Stream.concat(Files.list(ROOT), Files.list(ROOT.resolve("checks")))) {
            return modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(TablesTest::javaFiles)
                    .toList();
        }
    }

    private static Stream<Path> javaFiles(Path directory) {
        try {
            return Files.walk(directory).filter(file -> file.toString().endsWith(".java"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
