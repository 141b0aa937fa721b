package org.socialconnectors.console.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The headers of every response. There is no script anywhere, so the policy names none. */
final class Headers {
    private static final String HUGGING_FACE = "https://huggingface.co";

    private final String formAction;
    private final String framedBy;
    private final boolean secure;

    /** Chromium applies form-action to the redirect after the post too, so the provider has to be in it. */
    Headers(Site site, Provider provider) {
        this.formAction = "'self' " + provider.origin();
        this.secure = site.isSecure();
        this.framedBy = site.isSecure() ? HUGGING_FACE : "'none'";
    }

    /** For any response that is not more particular. */
    Map<String, String> usual() {
        return headers("'none'", Optional.empty(), "same-origin");
    }

    /** For the start page, which a Space's page on huggingface.co frames. */
    Map<String, String> ofStart() {
        return headers(framedBy, Optional.empty(), "same-origin");
    }

    /** For a page with a picture from elsewhere. */
    Map<String, String> withPicture(String origin) {
        return headers("'none'", Optional.of(origin), "same-origin");
    }

    /** For the callback, whose address carries the code. Browsers then send no usable Origin with a post: have no form there. */
    Map<String, String> ofCallback() {
        return headers("'none'", Optional.empty(), "no-referrer");
    }

    private Map<String, String> headers(String ancestors, Optional<String> pictures, String referrer) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; img-src 'self'"
                        + pictures.map(origin -> " " + origin).orElse("")
                        + "; form-action " + formAction + "; base-uri 'none'; frame-ancestors " + ancestors);
        headers.put("Cache-Control", "no-store");
        headers.put("Referrer-Policy", referrer);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        if (secure) {
            headers.put("Strict-Transport-Security", "max-age=31536000");
        }
        return headers;
    }
}
