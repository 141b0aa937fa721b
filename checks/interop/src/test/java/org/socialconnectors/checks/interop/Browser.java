package org.socialconnectors.checks.interop;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;
import org.socialconnectors.core.signin.BrowserKey;

/**
 * What a person's browser does at a provider: follows redirects, keeps cookies, fills in forms. It stops where the provider sends it
 * back to the application, for the tests are the application.
 */
final class Browser {
    private static final int MOST_REDIRECTS = 10;

    private final BrowserKey key = BrowserKey.random();
    private final URI application;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .cookieHandler(new Cookies())
            .build();

    /** A browser without any cookie but the application's own, which is at this host and port. */
    Browser(URI application) {
        this.application = application;
    }

    /** What the application's cookie holds. */
    BrowserKey key() {
        return key;
    }

    /** Opens an address. */
    Page open(URI address) throws IOException, InterruptedException {
        return follow(request(address).GET().build());
    }

    /** Posts the page's form with its hidden fields, and these. */
    Page submit(Page page, Map<String, List<String>> entered) throws IOException, InterruptedException {
        Map<String, List<String>> fields = new LinkedHashMap<>(page.hiddenFields());
        fields.putAll(entered);
        List<String> pairs = new ArrayList<>();
        fields.forEach((name, values) -> values.forEach(value -> pairs.add(encode(name) + "=" + encode(value))));
        return follow(request(page.formAction())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs)))
                .build());
    }

    private Page follow(HttpRequest first) throws IOException, InterruptedException {
        HttpRequest request = first;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            Optional<String> location = response.headers().firstValue("Location");
            if (location.isEmpty()) {
                return new Page(request.uri(), response.statusCode(), response.body());
            }
            URI next = request.uri().resolve(location.get());
            if (application.getRawAuthority().equals(next.getRawAuthority())) {
                return new Page(next, 0, "");
            }
            request = request(next).GET().build();
        }
        throw new IOException("redirected in a circle");
    }

    private static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20)).header("Accept", "text/html");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What the browser shows; or, without content, the callback that it would open. */
    record Page(URI address, int status, String html) {
        private static final Pattern FORM = Pattern.compile("<form\\b[^>]*>", Pattern.CASE_INSENSITIVE);
        private static final Pattern INPUT = Pattern.compile("<input\\b[^>]*>", Pattern.CASE_INSENSITIVE);

        /** What the provider sent the browser back to the application with. */
        CallbackParameters callback() {
            if (status != 0) {
                throw new IllegalStateException("still at the provider, which answered " + status + ":\n" + html);
            }
            return CallbackParameters.parse(address.getRawQuery(), Arrival.QUERY);
        }

        private URI formAction() {
            Matcher form = FORM.matcher(html);
            if (!form.find()) {
                throw new IllegalStateException("no form, but " + status + ":\n" + html);
            }
            return attribute(form.group(), "action").map(address::resolve).orElse(address);
        }

        private Map<String, List<String>> hiddenFields() {
            Map<String, List<String>> fields = new LinkedHashMap<>();
            INPUT.matcher(html)
                    .results()
                    .map(input -> input.group())
                    .filter(input -> attribute(input, "type").orElse("").equalsIgnoreCase("hidden"))
                    .forEach(input -> attribute(input, "name")
                            .ifPresent(name -> fields.put(
                                    name, List.of(attribute(input, "value").orElse("")))));
            return fields;
        }

        private static Optional<String> attribute(String tag, String name) {
            Matcher attribute = Pattern.compile("\\s" + name + "=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE)
                    .matcher(tag);
            return attribute.find() ? Optional.of(attribute.group(1).replace("&amp;", "&")) : Optional.empty();
        }
    }

    /** Cookies as browsers of today keep them: loopback is a secure place, and attributes of RFC 2965 say nothing. */
    private static final class Cookies extends CookieManager {
        private static final Pattern IGNORED =
                Pattern.compile(";\\s*(?:Secure|Version=\\d+)(?=;|$)", Pattern.CASE_INSENSITIVE);

        Cookies() {
            super(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER);
        }

        @Override
        public void put(URI uri, Map<String, List<String>> headers) throws IOException {
            Map<String, List<String>> kept = new LinkedHashMap<>();
            headers.forEach((name, values) -> kept.put(
                    name,
                    values.stream()
                            .map(value -> IGNORED.matcher(value).replaceAll(""))
                            .toList()));
            super.put(uri, kept);
        }
    }
}
