package org.socialconnectors.console.web;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import org.socialconnectors.console.session.FormTokens;
import org.socialconnectors.core.signin.BrowserKey;

/** Tells requests that belong here from those that another site, or another name for this address, brought about. */
final class RequestGuard {
    /** What the hidden field of each form is called. */
    static final String FORM_TOKEN = "form";

    private final Site site;
    private final FormTokens formTokens;

    RequestGuard(Site site, FormTokens formTokens) {
        this.site = site;
        this.formTokens = formTokens;
    }

    /** What to do with a request that came under some host name. */
    enum Arrival {
        /** Under our own name. */
        HERE,
        /** Under another name that is ours too: to be sent to the proper one. */
        ELSEWHERE,
        /** Under a name that is not ours: a page of another site may be behind it (DNS rebinding). */
        FOREIGN
    }

    Arrival arrival(Context request) {
        String host = Optional.ofNullable(request.header("Host")).orElse("");
        if (host.equals(site.authority())) {
            return Arrival.HERE;
        }
        // In a Space, probes of the platform come under other names; there is no loopback address to protect.
        boolean ours =
                site.isSecure() || host.equals("localhost:" + site.origin().getPort());
        boolean harmless =
                request.method().equals(HandlerType.GET) || request.method().equals(HandlerType.HEAD);
        return ours && harmless ? Arrival.ELSEWHERE : Arrival.FOREIGN;
    }

    void sendToProperName(Context request) {
        // Without the query: it may carry a code, and nothing is registered under the other name.
        request.redirect(site.origin() + "/", HttpStatus.TEMPORARY_REDIRECT);
        request.skipRemainingHandlers();
    }

    /** Whether a post comes from a form that this program gave to this browser. */
    boolean isOwnForm(Context request, BrowserKey browser) {
        String origin = request.header("Origin");
        String fetchSite = request.header("Sec-Fetch-Site");
        return (origin == null || origin.equals(site.origin().toString()))
                && (fetchSite == null || fetchSite.equals("same-origin"))
                && request.isFormUrlencoded()
                && formTokens.accept(browser, request.formParam(FORM_TOKEN));
    }
}
