package org.socialconnectors.testkit.control;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.testkit.control.ControlConnectorFactory.Making;

/** A sign-in that is remembered, so that the same connector does afterwards what it would not do without it. */
enum WrongMemory implements Mistake.Made {
    KNOWS_WHOM_IT_REFRESHES(
            "R04", "a new ID token of somebody else", (config, context) -> new Remembering(config, context) {
                @Override
                protected void requireSame(Identity expected, TokenSet tokens) throws InterruptedException {
                    if (!remembersSignIn()) {
                        super.requireSame(expected, tokens);
                    }
                }
            }),
    KNOWS_WHOSE_TOKEN_IT_REFRESHES(
            "R04",
            "a refresh for an identity of another provider",
            (config, context) -> new Remembering(config, context) {
                @Override
                protected TokenSet refresh(RefreshRequest request) throws InterruptedException {
                    return super.refresh(remembersSignIn() ? ofThisProvider(request) : request);
                }
            }),
    TRIES_AGAIN_WHERE_IT_WENT_WELL(
            "R03",
            "HTTP 503 at a refresh: this allows 2 requests to the token endpoint, but it saw 3",
            (config, context) -> new Remembering(config, context) {
                @Override
                protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
                    HttpTransport.Response response = super.send(request);
                    boolean again = remembersSignIn()
                            && response.status() >= 500
                            && request.uri().getPath().equals("/token");
                    return again ? super.send(request) : response;
                }
            }),
    TOKEN_OF_THE_SIGN_IN_PRINTED_AT_A_REFRESH("T45", "printed", (config, context) -> new Remembering(config, context) {
        @Override
        protected TokenSet refresh(RefreshRequest request) throws InterruptedException {
            try {
                return super.refresh(request);
            } catch (ConnectorException failed) {
                System.out.println("signed in with " + accessToken().map(Secret::reveal));
                throw failed;
            }
        }
    }),
    TELLS_A_TRACKER_WHO_IS_STILL_THERE(
            "R03 R04 T46", "it asked [tracker.example]", (config, context) -> new Remembering(config, context) {
                @Override
                protected TokenSet refresh(RefreshRequest request) throws InterruptedException {
                    if (remembersSignIn()) {
                        try {
                            send(HttpTransport.Request.get(URI.create("https://tracker.example/still-there")));
                        } catch (ConnectorException unreachable) {
                            // Nobody has to know.
                        }
                    }
                    return super.refresh(request);
                }
            }),
    INTERRUPTION_OF_A_KNOWN_REFRESH_SWALLOWED(
            "S12", "Interrupted at a refresh", (config, context) -> new Remembering(config, context) {
                @Override
                protected TokenSet refresh(RefreshRequest request) throws InterruptedException {
                    try {
                        return super.refresh(request);
                    } catch (InterruptedException interrupted) {
                        if (!remembersSignIn()) {
                            throw interrupted;
                        }
                        throw refusal(ErrorCode.PROVIDER_UNAVAILABLE, "there was no time");
                    }
                }
            }),
    SECRET_PRINTED_WHEN_ASKED_WHAT_IT_CAN(
            "T45", "What succeeds logs or prints secrets", (config, context) -> new Remembering(config, context) {
                @Override
                public <T> Optional<T> capability(Class<T> type) {
                    if (remembersSignIn() && type != TokenRefresh.class) {
                        System.out.println("no " + type + " for " + clientSecret.map(Secret::reveal));
                    }
                    return super.capability(type);
                }
            });

    private final Mistake mistake;

    WrongMemory(String rules, String message, Making making) {
        this.mistake = Mistake.of(rules, message, making);
    }

    @Override
    public Mistake mistake() {
        return mistake;
    }

    private static class Remembering extends ControlConnector {
        private volatile @Nullable Secret accessToken;

        Remembering(JsonObject config, ConnectorContext context) {
            super(config, context);
        }

        @Override
        protected JsonObject userinfo(Secret accessToken) throws InterruptedException {
            this.accessToken = accessToken;
            return super.userinfo(accessToken);
        }

        boolean remembersSignIn() {
            return accessToken != null;
        }

        Optional<Secret> accessToken() {
            return Optional.ofNullable(accessToken);
        }

        static RefreshRequest ofThisProvider(RefreshRequest request) {
            Identity here = new Identity(ISSUER, request.expectedIdentity().subject());
            return RefreshRequest.of(here, request.refreshToken()).scopes(request.scopes());
        }
    }
}
