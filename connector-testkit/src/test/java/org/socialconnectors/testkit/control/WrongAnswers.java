package org.socialconnectors.testkit.control;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTParser;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.testkit.control.ControlConnectorFactory.Making;

/** Answers that are believed although they must not be: metadata, redirects, keys, and those of a refresh and of userinfo. */
enum WrongAnswers implements Mistake.Made {
    METADATA_OF_ANYBODY(
            "S35",
            "Given metadata of another issuer: this should end in",
            (config, context) -> new AskingForMetadata(config, context) {
                @Override
                protected JsonObject metadata(HttpTransport.Response response) {
                    return read(response, List.of());
                }
            }),
    METADATA_ISSUER_COMPARED_WITHOUT_CASE(
            "S35",
            "Given metadata whose issuer is the right one in capitals: this should end in",
            (config, context) -> new AskingForMetadata(config, context) {
                @Override
                protected boolean isOwn(String issuer) {
                    return ISSUER.equalsIgnoreCase(issuer);
                }
            }),
    METADATA_ISSUER_COMPARED_BUT_FOR_A_SLASH(
            "S35",
            "Given metadata whose issuer is the right one but for a slash: this should end in",
            (config, context) -> new AskingForMetadata(config, context) {
                @Override
                protected boolean isOwn(String issuer) {
                    return ISSUER.equals(issuer.replaceFirst("/$", ""));
                }
            }),
    METADATA_TAKEN_FOR_GRANTED(
            "S35",
            "Given HTML instead of metadata: this should end in a ConnectorException",
            (config, context) -> new AskingForMetadata(config, context) {
                @Override
                protected JsonObject metadata(HttpTransport.Response response) {
                    return own(
                            json(response.body()).orElseThrow(() -> new IllegalStateException("there are metadata")));
                }
            }),
    METADATA_OF_ANOTHER_HOST(
            "S35",
            "Given a redirect (308) instead of metadata: this must not lead the connector to other hosts",
            (config, context) -> new AskingForMetadata(config, context) {
                @Override
                protected JsonObject metadata(HttpTransport.Response response) throws InterruptedException {
                    Optional<String> elsewhere = response.header("Location");
                    return super.metadata(
                            elsewhere.isPresent()
                                    ? send(HttpTransport.Request.get(URI.create(elsewhere.get())))
                                    : response);
                }
            }),
    ANY_PUBLISHED_ADDRESS(
            "S35",
            "Given an authorization endpoint that is a script: this should end in",
            (config, context) -> new AskingForMetadata(config, context) {
                @Override
                protected URI endpoint(JsonObject metadata, String member) {
                    return URI.create(metadata.text(member));
                }
            }),
    KEYS_WITHOUT_TLS(
            "S35",
            "Given keys without TLS: this must not",
            (config, context) -> new AskingForMetadata(config, context) {
                @Override
                protected URI endpoint(JsonObject metadata, String member) {
                    return member.equals("jwks_uri") ? metadata.uri(member) : super.endpoint(metadata, member);
                }
            }),
    USERINFO_WITHOUT_TLS(
            "S35",
            "Given a userinfo endpoint without TLS: this must not",
            (config, context) -> new AskingForMetadata(config, context) {
                @Override
                protected URI endpoint(JsonObject metadata, String member) {
                    return member.equals("userinfo_endpoint") ? metadata.uri(member) : super.endpoint(metadata, member);
                }
            }),
    USERINFO_TRIED_WITHOUT_TLS_FIRST(
            "S35",
            "Given a userinfo endpoint without TLS: this should end in",
            (config, context) -> new AskingForMetadata(config, context) {
                @Override
                protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
                    if (!request.uri().getPath().equals("/userinfo")) {
                        return super.send(request);
                    }
                    URI address = published("userinfo_endpoint");
                    try {
                        return context.http().send(sentTo(address, request));
                    } catch (ConnectorException unsent) {
                        if (address.equals(request.uri())) {
                            throw unsent;
                        }
                        return context.http().send(request);
                    }
                }

                @Override
                protected URI endpoint(JsonObject metadata, String member) {
                    return member.equals("userinfo_endpoint") ? metadata.uri(member) : super.endpoint(metadata, member);
                }
            }),
    FURTHER_PARAMETER_REPLACED(
            "T03",
            "Given a host's extra parameter access_type",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected void addExtra(Map<String, String> parameters, Map<String, String> extra) {
                    super.addExtra(parameters, extra);
                    parameters.putIfAbsent("access_type", "offline");
                }
            }) {
        @Override
        public Map<String, String> furtherAuthorizationParameters() {
            return Map.of("access_type", "offline");
        }
    },
    INTERRUPTION_TOLD_WITH_WHAT_WAS_SENT(
            "S12",
            "Interrupted at the endpoint TOKEN, the connector should pass the InterruptedException on, but it ends in"
                    + " java.lang.IllegalStateException.",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
                    try {
                        return super.send(request);
                    } catch (InterruptedException interrupted) {
                        throw new IllegalStateException(
                                "not sent: " + new String(request.body(), StandardCharsets.UTF_8));
                    }
                }
            }),
    DECLARED_PARAMETER_NOT_SENT(
            "T02 T03",
            "Send, or do not declare in furtherAuthorizationParameters(): [access_type].",
            ControlConnector::new) {
        @Override
        public Map<String, String> furtherAuthorizationParameters() {
            return Map.of("access_type", "offline");
        }
    },
    REDIRECT_ON_ITS_OWN_HOST_FOLLOWED(
            "T29",
            "Given a redirect (307) of the token endpoint to its own host: this should end in",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
                    HttpTransport.Response response = super.send(request);
                    Optional<URI> there = response.header("Location")
                            .map(URI::create)
                            .filter(uri -> request.uri().getHost().equals(uri.getHost()));
                    return there.isPresent() ? super.send(AskingForMetadata.sentTo(there.get(), request)) : response;
                }
            }),
    KEYS_OF_ANOTHER_HOST(
            "T41",
            "Given a redirect (307) of the keys: this must not lead the connector to other hosts",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
                    HttpTransport.Response response = super.send(request);
                    return request.uri().getPath().equals("/keys")
                                    && response.header("Location").isPresent()
                            ? super.send(HttpTransport.Request.get(
                                    URI.create(response.header("Location").get())))
                            : response;
                }
            }),
    KEYS_OF_ANY_LENGTH(
            "T41", "Given an RSA key of 1024 bit", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean isLongEnough(JWK key) {
                    return true;
                }
            }),
    ENDLESS_LIFE(
            "T31",
            "Given a token answer with expires_in 9223372036854775807: this should succeed",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Instant end(long life) {
                    return now().plusSeconds(life);
                }
            }),
    DEEP_USERINFO_OVERFLOWS(
            "T30",
            "Given JSON nested very deep from userinfo: this should end in a ConnectorException",
            (config, context) -> new ControlConnector(config, context) {
                private volatile boolean userinfo;

                @Override
                protected JsonObject userinfo(Secret accessToken) throws InterruptedException {
                    userinfo = true;
                    return super.userinfo(accessToken);
                }

                @Override
                protected Optional<JsonObject> json(byte[] body) {
                    if (userinfo && new String(body, StandardCharsets.UTF_8).startsWith("[[[[")) {
                        throw new StackOverflowError();
                    }
                    return super.json(body);
                }
            }),
    REFRESHED_WITHOUT_SIGNATURE_OR_END(
            "R04",
            "Given a new ID token with the fault ALG_NONE",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected void requireSame(Identity expected, TokenSet tokens) throws InterruptedException {
                    Optional<Secret> idToken = tokens.idToken();
                    if (idToken.isPresent()) {
                        JsonObject claims =
                                isSigned(idToken.get()) ? signed(idToken.get()) : WrongConnector.payload(idToken.get());
                        if (!issuerFits(claims) || !audienceFits(claims)) {
                            throw refusal(ErrorCode.INVALID_ID_TOKEN, "the ID token does not fit");
                        }
                        if (!claims.text("sub").equals(expected.subject())) {
                            throw refusal(ErrorCode.IDENTITY_MISMATCH, "the new ID token is somebody else's");
                        }
                    }
                }
            }),
    WORDS_OF_USERINFO_IN_THE_MESSAGE(
            "T46",
            "The message of an exception carries the provider's words",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
                    HttpTransport.Response response = super.send(request);
                    if (request.uri().getPath().equals("/userinfo") && response.status() == 401) {
                        throw refusal(ErrorCode.PROVIDER_ERROR, words(response));
                    }
                    return response;
                }
            }),
    WORDS_AT_A_REFRESH_IN_THE_MESSAGE(
            "T46",
            "The message of an exception carries the provider's words",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject tokenAnswer(Map<String, String> form, List<Secret> inFlight)
                        throws InterruptedException {
                    HttpTransport.Response response = send(authenticated(form));
                    if (form.containsKey("refresh_token") && response.status() == 400) {
                        throw refusal(ErrorCode.PROVIDER_ERROR, words(response));
                    }
                    clientSecret.ifPresent(inFlight::add);
                    return read(response, inFlight);
                }
            });

    private final Mistake mistake;

    WrongAnswers(String rules, String message, Making making) {
        this.mistake = Mistake.of(rules, message, making);
    }

    @Override
    public Mistake mistake() {
        return mistake;
    }

    @Override
    public Set<String> denied() {
        return rules().contains("S35") ? Set.of("beginsWithoutRequest") : Set.of();
    }

    private static String words(HttpTransport.Response response) {
        return JsonObject.response(org.socialconnectors.core.json.JsonReader.config(
                                new String(response.body(), StandardCharsets.UTF_8))
                        .toMap())
                .displayText("error_description")
                .orElse("");
    }

    private static boolean isSigned(Secret idToken) {
        try {
            return !JWTParser.parse(idToken.reveal()).getHeader().getAlgorithm().equals(Algorithm.NONE);
        } catch (ParseException malformed) {
            return true;
        }
    }
}
