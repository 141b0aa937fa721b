package org.socialconnectors.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;
import org.socialconnectors.console.page.Frame;
import org.socialconnectors.console.page.Pages;
import org.socialconnectors.console.page.StartPage;
import org.socialconnectors.console.session.FormTokens;
import org.socialconnectors.console.session.Sessions;
import org.socialconnectors.console.session.SignedIn;
import org.socialconnectors.console.web.Messages.Answer;
import org.socialconnectors.core.connection.Connection;
import org.socialconnectors.core.connection.Connections;
import org.socialconnectors.core.signin.BrowserKey;
import org.socialconnectors.core.signin.CompletedSignIn;
import org.socialconnectors.core.signin.SignInRequest;
import org.socialconnectors.core.signin.SignInStart;
import org.socialconnectors.core.signin.SignIns;

/** What is at which address. No request is ever logged: the callback's address carries the code. Thread-safe. */
public final class Routes {
    private static final String PROFILE = "/profile";
    private static final String SIGNED_OUT = "/signed-out";
    private static final String CALLBACK = "/callback/";

    private final Site site;
    private final Provider provider;
    private final Connections connections;
    private final SignIns signIns;
    private final Sessions sessions;
    private final FormTokens formTokens;
    private final Pages pages;
    private final InstantSource clock;
    private final Cookies cookies;
    private final Headers headers;
    private final RequestGuard guard;

    /**
     * The routes.
     *
     * @param site where people reach the program
     * @param provider with whom they sign in
     * @param connections with what they can sign in
     * @param signIns the flow
     * @param sessions who is signed in
     * @param formTokens which forms are ours
     * @param pages the pages
     * @param clock when somebody signed in
     */
    public Routes(
            Site site,
            Provider provider,
            Connections connections,
            SignIns signIns,
            Sessions sessions,
            FormTokens formTokens,
            Pages pages,
            InstantSource clock) {
        this.site = site;
        this.provider = provider;
        this.connections = connections;
        this.signIns = signIns;
        this.sessions = sessions;
        this.formTokens = formTokens;
        this.pages = pages;
        this.clock = clock;
        this.cookies = new Cookies(site.isSecure());
        this.headers = new Headers(site, provider);
        this.guard = new RequestGuard(site, formTokens);
    }

    /**
     * Sets the routes up.
     *
     * @param routes of the web server
     */
    public void register(RoutesConfig routes) {
        routes.before(this::receive);
        routes.get("/", this::start);
        routes.post("/sign-in/{connection}", this::signIn);
        routes.get(CALLBACK + "{connection}", this::complete);
        // Without this a HEAD request would be answered as if the callback had been fine.
        routes.head(CALLBACK + "{connection}", request -> methodNotAllowed(request, "GET"));
        routes.get(PROFILE, this::profile);
        routes.post("/sign-out", this::signOut);
        routes.get(SIGNED_OUT, request -> show(request, Messages.signedOut(providerName())));
        routes.get("/logo/{connection}/light.svg", request -> logo(request, false));
        routes.get("/logo/{connection}/dark.svg", request -> logo(request, true));
        routes.get("/console.css", request -> resource(request, "console.css", "text/css"));
        routes.get("/mark.svg", request -> resource(request, "mark.svg", "image/svg+xml"));
        routes.exception(HttpResponseException.class, this::refuse);
        routes.exception(Exception.class, (mistake, request) -> show(request, Messages.unexpected(mistake)));
    }

    /**
     * The headers of responses that no route gives, such as to a request that is not HTTP.
     *
     * @return names and values
     */
    public Map<String, String> usualHeaders() {
        return headers.usual();
    }

    /**
     * The page for a request that the web server refused before it came to a route.
     *
     * @param status the status
     * @return HTML
     */
    public String malformedPage(int status) {
        Answer answer = Messages.malformed(status);
        return pages.message(frame(answer.page().title()), answer.page());
    }

    private void receive(Context request) {
        set(request, request.path().startsWith(CALLBACK) ? headers.ofCallback() : headers.usual());
        switch (guard.arrival(request)) {
            case HERE -> {}
            case ELSEWHERE -> guard.sendToProperName(request);
            case FOREIGN -> {
                show(request, Messages.foreignHost(site));
                request.skipRemainingHandlers();
            }
        }
    }

    private void start(Context request) {
        BrowserKey browser = browser(request);
        boolean framed = site.isSecure() && "iframe".equals(request.header("Sec-Fetch-Dest"));
        set(request, headers.ofStart());
        Optional<SignedIn> person = sessions.find(cookies.session(request));
        String formToken = formTokens.of(browser).reveal();
        StartPage page = new StartPage(
                connections.usable().stream().map(Routes::choice).toList(),
                formToken,
                provider.host(),
                provider.simulated(),
                framed ? Optional.of(site.origin() + "/") : Optional.empty(),
                person.map(Routes::name));
        html(request, pages.start(frame("Sign in", person.map(somebody -> formToken)), page));
    }

    private void signIn(Context request) throws InterruptedException {
        BrowserKey browser = cookies.browser(request);
        Optional<Connection> connection = connection(request);
        if (connection.isEmpty()) {
            show(request, Messages.notFound());
        } else if (!guard.isOwnForm(request, browser)) {
            show(request, Messages.formNotOurs());
        } else {
            try {
                SignInStart begun = signIns.begin(
                        connection.get().id(),
                        browser,
                        SignInRequest.builder(site.redirectUri(connection.get().id()))
                                .returnTo(PROFILE)
                                .build());
                // Again, so that it outlives the sign-in that now begins.
                cookies.keep(request, browser);
                request.redirect(begun.location().toString(), HttpStatus.SEE_OTHER);
            } catch (ConnectorException failure) {
                show(request, Messages.failedStart(failure, name(connection.get())));
            }
        }
    }

    private void complete(Context request) throws InterruptedException {
        Optional<Connection> connection = connection(request);
        if (connection.isEmpty()) {
            show(request, Messages.notFound());
            return;
        }
        try {
            CompletedSignIn completed = signIns.complete(
                    connection.get().id(),
                    cookies.browser(request),
                    CallbackParameters.parse(
                            Optional.ofNullable(request.queryString()).orElse(""), Arrival.QUERY));
            sessions.end(cookies.session(request));
            Secret session = sessions.begin(SignedIn.of(completed.result(), clock.instant()));
            cookies.begin(request, session);
            request.redirect(completed.returnTo().orElse(PROFILE), HttpStatus.SEE_OTHER);
        } catch (ConnectorException failure) {
            show(request, Messages.failedCallback(failure, name(connection.get())));
        }
    }

    private void profile(Context request) {
        Optional<SignedIn> person = sessions.find(cookies.session(request));
        if (person.isEmpty()) {
            request.redirect("/", HttpStatus.SEE_OTHER);
            return;
        }
        ProfileView.avatar(person.get().profile())
                .flatMap(Provider::originOf)
                .ifPresent(origin -> set(request, headers.withPicture(origin)));
        Frame frame = frame(
                name(person.get()), Optional.of(formTokens.of(browser(request)).reveal()));
        html(request, pages.profile(frame, ProfileView.of(person.get())));
    }

    private void signOut(Context request) {
        BrowserKey browser = cookies.browser(request);
        if (!guard.isOwnForm(request, browser)) {
            show(request, Messages.formNotOurs());
            return;
        }
        sessions.end(cookies.session(request));
        formTokens.forget(browser);
        cookies.end(request);
        cookies.keep(request, BrowserKey.random());
        request.redirect(SIGNED_OUT, HttpStatus.SEE_OTHER);
    }

    private void logo(Context request, boolean dark) {
        Optional<String> logo = connection(request)
                .map(Connection::descriptor)
                .flatMap(descriptor -> dark ? descriptor.darkLogo() : Optional.of(descriptor.logo()));
        if (logo.isEmpty()) {
            show(request, Messages.notFound());
            return;
        }
        // The connector's author drew it: opened by itself, it may load and run nothing.
        request.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
        request.contentType("image/svg+xml; charset=utf-8").result(logo.get());
    }

    private static void resource(Context request, String name, String contentType) {
        try (InputStream stream = Routes.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("a resource of this program is missing");
            }
            request.contentType(contentType + "; charset=utf-8")
                    .result(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void refuse(HttpResponseException refusal, Context request) {
        switch (refusal.getStatus()) {
            case 404 -> show(request, Messages.notFound());
            case 405 ->
                methodNotAllowed(
                        request,
                        request.path().startsWith("/sign-") && !request.path().equals(SIGNED_OUT)
                                ? "POST"
                                : "GET, HEAD");
            default -> show(request, Messages.malformed(refusal.getStatus()));
        }
    }

    private void methodNotAllowed(Context request, String allowed) {
        request.header("Allow", allowed);
        show(request, Messages.methodNotAllowed());
    }

    private void show(Context request, Answer answer) {
        request.status(answer.status());
        html(request, pages.message(frame(answer.page().title()), answer.page()));
    }

    private static void html(Context response, String text) {
        response.contentType("text/html; charset=utf-8").result(text);
    }

    private Frame frame(String title) {
        return frame(title, Optional.empty());
    }

    private Frame frame(String title, Optional<String> signOutToken) {
        String mark = provider.simulated() ? "Simulated provider" : provider.host();
        return new Frame(title, mark, provider.simulated(), signOutToken);
    }

    private String providerName() {
        return connections.usable().stream().findFirst().map(Routes::name).orElse("the provider");
    }

    private Optional<Connection> connection(Context request) {
        String id = request.pathParam("connection");
        return connections.usable().stream()
                .filter(connection -> connection.id().equals(id))
                .findFirst();
    }

    /** The browser's key, as a cookie that lasts from now on. */
    private BrowserKey browser(Context request) {
        BrowserKey browser = cookies.browser(request);
        cookies.keep(request, browser);
        return browser;
    }

    private static StartPage.Choice choice(Connection connection) {
        return new StartPage.Choice(
                connection.id(),
                name(connection),
                connection.descriptor().darkLogo().isPresent());
    }

    private static String name(Connection connection) {
        return connection.descriptor().name().in(Locale.ENGLISH);
    }

    private static String name(SignedIn person) {
        return person.profile()
                .name()
                .or(person.profile()::username)
                .orElse(person.identity().subject());
    }

    private static void set(Context response, Map<String, String> headers) {
        headers.forEach(response::header);
    }
}
