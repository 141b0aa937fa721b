package org.socialconnectors.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.socialconnectors.api.http.HttpTransport.Response;

/** The pages that people see. Every text from outside goes through {@link Html#escape}. */
final class Pages {
    static final String ICON_PATH = "/simulated-provider.svg";
    static final String STYLE_PATH = "/simulated-provider.css";

    /**
     * Without form-action: Chromium applies it to every redirect that follows the post, and only the application knows how far
     * those go.
     */
    private static final Map<String, List<String>> HEADERS = Map.of(
            "Content-Type",
            List.of("text/html; charset=utf-8"),
            "Content-Security-Policy",
            List.of("default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"),
            "Referrer-Policy",
            List.of("no-referrer"),
            "X-Content-Type-Options",
            List.of("nosniff"),
            "Cache-Control",
            List.of("no-store"));

    private static final Map<String, String> SCOPES = Map.ofEntries(
            Map.entry("openid", "Sign you in, and know that it is you next time"),
            Map.entry("profile", "See your name, username, picture and organizations"),
            Map.entry("email", "See your e-mail address"),
            Map.entry("read-billing", "See whether you have a means of payment"),
            Map.entry("read-memberships", "See the members of your organizations"),
            Map.entry("read-repos", "Read your repositories"),
            Map.entry("gated-repos", "Read the gated repositories that you have access to"),
            Map.entry("contribute-repos", "Create repositories, and change those it created"),
            Map.entry("write-repos", "Change your repositories"),
            Map.entry("manage-repos", "Create, change, move and delete your repositories"),
            Map.entry("read-collections", "Read your collections"),
            Map.entry("write-collections", "Change your collections"),
            Map.entry("inference-api", "Run models in your name"),
            Map.entry("read-endpoints", "See your inference endpoints"),
            Map.entry("write-endpoints", "Change your inference endpoints"),
            Map.entry("jobs", "Run jobs in your name"),
            Map.entry("webhooks", "Manage your webhooks"),
            Map.entry("write-discussions", "Open and answer discussions in your name"));

    private Pages() {}

    static Response consent(SimulatedProvider provider, AuthorizationRequest request, String ticket, URI action) {
        String scopes = request.scopes().stream()
                .map(scope -> "<li>%s<code>%s</code></li>"
                        .formatted(
                                Html.escape(SCOPES.getOrDefault(scope, "Use its permission of this name")),
                                Html.escape(scope)))
                .collect(Collectors.joining("\n"));
        String body = """
                <h1>Sign in to %s</h1>
                <p class="soft">You will be sent back to <strong>%s</strong>.</p>
                <form class="columns" method="post" action="%s">
                <input type="hidden" name="ticket" value="%s">
                <section aria-labelledby="asks">
                <h2 id="asks">The application asks to</h2>
                <ul class="scopes">
                %s
                </ul>
                </section>
                <div>
                %s</div>
                </form>
                """.formatted(
                        Html.escape(request.client().name()),
                        Html.escape(destination(request.redirectUri())),
                        Html.escape(action.getRawPath()),
                        Html.escape(ticket),
                        scopes.isEmpty() ? "<li>Nothing beyond your account’s ID</li>" : scopes,
                        choice(provider));
        return page(200, "Sign in to " + request.client().name(), "sheet", body);
    }

    static Response device(SimulatedProvider provider) {
        String path = provider.devices().verificationUri().getRawPath();
        return page(200, "Connect a device", "sheet", """
                <h1>Connect a device</h1>
                <form method="post" action="%s">
                <p><label>The code that your device shows
                <input class="code" name="user_code" required autocomplete="off" autocapitalize="characters" spellcheck="false"></label></p>
                %s</form>
                """.formatted(Html.escape(path), choice(provider)));
    }

    /** Without a script the form cannot send itself. The browser sends {@code Origin: null}, as no referrer may be given away. */
    static Response formPost(AuthorizationResponse response) {
        String fields = response.parameters().entrySet().stream()
                .map(field -> "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n"
                        .formatted(Html.escape(field.getKey()), Html.escape(field.getValue())))
                .collect(Collectors.joining());
        return page(200, "Back to the application", "sheet narrow", """
                <h1>Back to the application</h1>
                <p>Continue to <strong>%s</strong>.</p>
                <form method="post" action="%s">
                %s<div class="buttons">
                <button class="primary">Continue</button>
                </div>
                </form>
                """.formatted(
                        Html.escape(destination(response.redirectUri())),
                        Html.escape(response.redirectUri().toString()),
                        fields));
    }

    static Response refusal(AuthorizationRefusedException refused) {
        String advice = switch (refused.reason()) {
            case MALFORMED_REQUEST -> "Correct how the application builds the authorization request.";
            case UNKNOWN_CLIENT -> "Check the client ID in the application’s settings, or register the application.";
            case REDIRECT_URI_NOT_REGISTERED ->
                "Register the application’s redirect URI with the provider, or"
                        + " correct it in the application’s settings. The two have to be equal, character for character;"
                        + " only the port of http on localhost, 127.0.0.1 and [::1] may differ.";
            case RESPONSE_TYPE_NOT_SUPPORTED -> "Let the application ask for a code: response_type=code.";
            case RESPONSE_MODE_NOT_SUPPORTED -> "Let the application leave out response_mode.";
            case PUSHED_REQUEST_REQUIRED ->
                "Let the application send its request to the endpoint for pushed authorization requests first.";
            case REQUEST_URI_INVALID ->
                "Start again from the application: a pushed request serves once, for 60 seconds.";
            case SCOPE_NOT_ENABLED -> "Enable the scope for the application with the provider, or do not ask for it.";
            case CODE_CHALLENGE_REQUIRED ->
                "Let the application send code_challenge, and" + " code_challenge_method=S256 (PKCE).";
        };
        String value = refused.value()
                .map(text -> "<p><code class=\"value\">" + Html.escape(text) + "</code></p>\n")
                .orElse("");
        return page(400, "The application’s request is refused", "sheet narrow", """
                <h1>The application’s request is refused</h1>
                <p>%s</p>
                %s<h2>What to do</h2>
                <p>%s</p>
                <p class="soft">Nobody was signed in. Go back to the application to try again.</p>
                """.formatted(
                        Html.escape(refused.reason().sentence()), value, Html.escape(advice)));
    }

    static Response message(int status, String title, String text) {
        return page(
                status,
                title,
                "sheet narrow",
                "<h1>%s</h1>\n<p>%s</p>\n".formatted(Html.escape(title), Html.escape(text)));
    }

    static Response style() {
        try (InputStream css = Pages.class.getResourceAsStream("simulated-provider.css")) {
            if (css == null) {
                throw new IllegalStateException("the style sheet is not where this class is");
            }
            return Answers.text(200, "text/css; charset=utf-8", new String(css.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Response icon() {
        return Answers.text(200, "image/svg+xml", Avatar.svg("Simulated"));
    }

    /** Who the user can be, and what they can say. */
    private static String choice(SimulatedProvider provider) {
        StringBuilder personas = new StringBuilder();
        for (Persona persona : provider.personas()) {
            personas.append(card(provider, persona, personas.isEmpty()));
        }
        return """
                <fieldset>
                <legend>Choose who you are</legend>
                <div class="personas">
                %s
                </div>
                </fieldset>
                <div class="buttons">
                <button class="primary" name="decision" value="authorize">Authorize</button>
                <button name="decision" value="deny">Deny</button>
                </div>
                """.formatted(personas);
    }

    private static String card(SimulatedProvider provider, Persona persona, boolean first) {
        StringBuilder marks = new StringBuilder();
        persona.email()
                .ifPresent(address -> marks.append(
                        address.verified()
                                ? mark("verified", "✓ E-mail verified")
                                : mark("unverified", "E-mail not verified")));
        if (persona.pro()) {
            marks.append(mark("pro", "Pro"));
        }
        persona.organizations()
                .forEach(organization -> marks.append(mark("", organization.name() + " · " + organization.role())));
        provider.personas().stream()
                .takeWhile(other -> !other.equals(persona))
                .filter(other -> other.subject().equals(persona.subject()))
                .findFirst()
                .ifPresent(other -> marks.append(mark("", "Formerly @" + other.username())));
        String email = persona.email().map(Persona.Email::address).orElse("No e-mail address");
        return """
                <label class="persona">
                <input type="radio" name="persona" value="%s"%s>
                <img src="%s" alt="" width="48" height="48">
                <span>
                <span class="name">%s</span>
                <span class="facts">@%s</span>
                <span class="facts">%s</span>
                <span class="marks">%s</span>
                </span>
                </label>
                """.formatted(
                        Html.escape(persona.username()),
                        first ? " checked" : "",
                        Html.escape(Userinfo.avatar(provider.issuer(), persona.username())
                                .getRawPath()),
                        Html.escape(persona.name()),
                        Html.escape(persona.username()),
                        Html.escape(email),
                        marks);
    }

    private static String mark(String kind, String text) {
        return " <span class=\"mark %s\">%s</span>".formatted(kind, Html.escape(text));
    }

    private static String destination(URI redirectUri) {
        return redirectUri.getRawAuthority() == null ? redirectUri.getScheme() + ":" : redirectUri.getRawAuthority();
    }

    private static Response page(int status, String title, String sheet, String body) {
        String html = """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s – simulated provider</title>
                <link rel="stylesheet" href="%s">
                <link rel="icon" href="%s" type="image/svg+xml">
                </head>
                <body>
                <header class="banner"><p>Simulated provider – this is not huggingface.co</p></header>
                <main>
                <div class="%s">
                %s</div>
                </main>
                <footer><p class="soft">It runs on this computer, for tests and demonstrations. Nobody here is real.</p></footer>
                </body>
                </html>
                """.formatted(Html.escape(title), STYLE_PATH, ICON_PATH, sheet, body);
        return new Response(status, HEADERS, Json.bytes(html));
    }
}
