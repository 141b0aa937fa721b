package org.socialconnectors.testkit.control;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenSet;

/** Mistakes about what belongs to whom: sign-ins that mix, people who become one, secrets that go elsewhere. */
enum WrongOwnership implements Mistake.Made {
    VERIFIER_OF_WHOEVER_BEGAN_LAST(
            "S11", "one became another, or nobody", (config, context) -> new ControlConnector(config, context) {
                private volatile @Nullable Secret verifier;

                @Override
                public Redirect begin(SignInAttempt attempt) throws InterruptedException {
                    verifier = attempt.codeVerifier();
                    return super.begin(attempt);
                }

                @Override
                protected Map<String, String> exchangeForm(SignInAttempt attempt, Secret code) {
                    Map<String, String> form = super.exchangeForm(attempt, code);
                    Secret last = verifier;
                    form.put("code_verifier", last == null ? "" : last.reveal());
                    return form;
                }
            }),
    TOKEN_OF_WHOEVER_CAME_LAST(
            "S11",
            "the endpoint TOKEN was asked for the first, one became another",
            (config, context) -> new ControlConnector(config, context) {
                private volatile @Nullable SignInAttempt last;

                @Override
                protected JsonObject exchange(SignInAttempt attempt, Secret code) throws InterruptedException {
                    last = attempt;
                    return super.exchange(attempt, code);
                }

                @Override
                protected JsonObject verified(Secret idToken, @Nullable Secret nonce) throws InterruptedException {
                    SignInAttempt attempt = last;
                    return super.verified(idToken, nonce == null || attempt == null ? nonce : attempt.nonce());
                }
            }),
    PROFILE_OF_WHOEVER_CAME_LAST(
            "S11",
            "the endpoint USERINFO was asked for the first, one became another",
            (config, context) -> new ControlConnector(config, context) {
                private volatile @Nullable String subject;

                @Override
                protected JsonObject userinfo(Secret accessToken) throws InterruptedException {
                    subject = null;
                    JsonObject userinfo = super.userinfo(accessToken);
                    String before = subject;
                    if (before == null) {
                        subject = userinfo.displayText("sub").orElse("");
                    }
                    return userinfo;
                }

                @Override
                protected Identity identity(SignInAttempt attempt, String own) {
                    String last = subject;
                    return super.identity(attempt, last == null || last.isEmpty() ? own : last);
                }
            }),
    ADDRESS_OF_WHOEVER_CAME_FIRST(
            "S11",
            "one became another, or nobody",
            (config, context) -> new OfWhoeverCameFirst(config, context, Set.of("email"))),
    NAME_OF_WHOEVER_CAME_FIRST(
            "S11",
            "one became another, or nobody",
            (config, context) -> new OfWhoeverCameFirst(config, context, Set.of("name", "preferred_username"))),
    RAW_DATA_OF_WHOEVER_CAME_FIRST(
            "S11", "one became another, or nobody", (config, context) -> new ControlConnector(config, context) {
                private volatile @Nullable JsonObject first;

                @Override
                protected JsonObject raw(JsonObject userinfo) {
                    JsonObject seen = first;
                    if (seen == null) {
                        first = userinfo;
                    }
                    return seen == null ? userinfo : seen;
                }
            }),
    ADDRESS_OF_THE_FIRST_OF_ALL("S11", "that no answer of their sign-in says", AddressOfTheFirstOfAll::new),
    SETTINGS_OF_THE_CONNECTOR_MADE_LAST("S11", "one became another, or nobody", SettingsOfTheConnectorMadeLast::new),
    SUBJECT_IN_SMALL_LETTERS(
            "S19",
            "Somebody whose subject is in capitals becomes another",
            calling(subject -> subject.toLowerCase(Locale.ROOT))),
    SUBJECT_WITHOUT_MARKS(
            "S19",
            "Somebody whose subject ends in - becomes another",
            calling(subject -> subject.replaceAll("[^0-9A-Za-z]", ""))),
    SUBJECT_AS_A_NUMBER_WITHOUT_ZEROS(
            "S19",
            "Somebody whose subject begins with a zero becomes another",
            calling(subject -> subject.replaceFirst("^0+", ""))),
    SUBJECT_TRIMMED(
            "S19", "Somebody whose subject has spaces around it becomes another", calling(subject -> subject.strip())),
    SUBJECT_NORMALIZED(
            "S19",
            "Somebody whose subject ends in a letter that normalization changes becomes another",
            calling(subject -> Normalizer.normalize(subject, Normalizer.Form.NFC))),
    SUBJECT_WITHOUT_ITS_DOMAIN(
            "S19",
            "Somebody whose subject ends in @example.org becomes another",
            calling(subject -> subject.replaceFirst("@.*$", ""))),
    SUBJECT_WITHOUT_ITS_TAG(
            "S19",
            "Somebody whose subject ends in +1 becomes another",
            calling(subject -> subject.replaceFirst("[+].*$", ""))),
    SUBJECT_DECODED(
            "S19",
            "Somebody whose subject ends in %41 becomes another",
            calling(subject -> subject.replace("%41", "A"))),
    SUBJECT_WITH_SINGLE_SPACES(
            "S19",
            "Somebody whose subject has two spaces within becomes another",
            calling(subject -> subject.replaceAll(" +", " "))),
    SUBJECT_AS_IT_IS_SEEN(
            "S19",
            "Somebody whose subject ends in a space without width becomes another",
            calling(subject -> subject.replaceAll("\\p{Cf}", ""))),
    SUBJECT_CUT_TO_THE_COLUMN(
            "S19",
            "Somebody whose subject has more than 200 characters becomes another",
            calling(subject -> subject.substring(0, Math.min(64, subject.length())))),
    SUBJECTS_COMPARED_WITHOUT_CASE(
            "T42",
            "whose subject differs in the case of a letter",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected String subject(@Nullable JsonObject claims, JsonObject userinfo) {
                    String subject = userinfo.displayText("sub").orElse("");
                    if (claims != null && !claims.text("sub").equalsIgnoreCase(subject)) {
                        throw refusal(ErrorCode.IDENTITY_MISMATCH, "userinfo is about somebody else");
                    }
                    return claims == null ? subject : claims.text("sub");
                }
            }),
    EMPTY_SCOPE("T02", "An empty scope is sent", (config, context) -> new ControlConnector(config, context) {
        @Override
        protected String scope(SignInAttempt attempt) {
            return String.join(" ", attempt.scopes());
        }
    }),
    ANYTHING_BUT_FALSE_MEANS_VERIFIED(
            "T44",
            "Given an answer whose email_verified is ",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean emailVerified(JsonObject userinfo) {
                    Object value = userinfo.toMap().get("email_verified");
                    return value != null && !value.toString().equals("false");
                }
            }),
    ADDRESS_OF_USERINFO_VERIFIED_BY_THE_ID_TOKEN(
            "T44",
            "An e-mail address that userinfo calls unverified counts as verified",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject about(@Nullable JsonObject claims, TokenSet tokens) throws InterruptedException {
                    JsonObject userinfo = super.about(claims, tokens);
                    return claims == null || !claims.has("email_verified")
                            ? userinfo
                            : with(userinfo, "email_verified", claims.isTrue("email_verified"));
                }
            }),
    ADDRESS_OF_THE_ID_TOKEN_VERIFIED_BY_USERINFO(
            "T44",
            "An e-mail address that the ID token calls unverified counts as verified",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject about(@Nullable JsonObject claims, TokenSet tokens) throws InterruptedException {
                    JsonObject userinfo = super.about(claims, tokens);
                    return claims == null
                            ? userinfo
                            : claims.displayText("email")
                                    .map(address -> with(userinfo, "email", address))
                                    .orElse(userinfo);
                }
            }),
    TOKEN_IN_THE_RAW_DATA(
            "T11", "The raw data show tokens", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject about(@Nullable JsonObject claims, TokenSet tokens) throws InterruptedException {
                    return with(
                            super.about(claims, tokens),
                            "access_token",
                            tokens.accessToken().reveal());
                }
            }),
    ACCESS_TOKEN_IN_AN_ADDRESS(
            "T45",
            "The address of GET /userinfo shows: access_token",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
                    Optional<String> token = Optional.ofNullable(
                                    request.headers().get("Authorization"))
                            .filter(header -> header.startsWith("Bearer "))
                            .map(header -> header.substring("Bearer ".length()));
                    return super.send(
                            token.isEmpty()
                                    ? request
                                    : HttpTransport.Request.get(
                                                    URI.create(request.uri() + "?access_token=" + token.get()))
                                            .header("Authorization", "Bearer " + token.get()));
                }
            }),
    ACCESS_TOKEN_IN_A_PATH(
            "T45 S13",
            "The address of GET (a path that shows a secret or who the person is) shows: access_token",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject userinfo(Secret accessToken) throws InterruptedException {
                    send(HttpTransport.Request.get(URI.create(ISSUER + "/seen/" + accessToken.reveal())));
                    return super.userinfo(accessToken);
                }
            }),
    THREAD_CALLED_BY_THE_STATE(
            "T45",
            "secrets or personal data are logged or printed, or in the name of a thread",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject exchange(SignInAttempt attempt, Secret code) throws InterruptedException {
                    Thread thread = Thread.currentThread();
                    String name = thread.getName();
                    thread.setName("sign-in " + attempt.state().reveal());
                    try {
                        return super.exchange(attempt, code);
                    } finally {
                        thread.setName(name);
                    }
                }
            }),
    SECRET_IN_A_HEADER_OF_ITS_OWN(
            "T45",
            "The header X-Api-Key of POST /token shows: client secret",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Request authenticated(Map<String, String> form) {
                    String key = clientSecret.map(Secret::reveal).orElse("none");
                    return super.authenticated(form).header("X-Api-Key", encode(key));
                }
            }),
    SECRET_IN_A_MEMBER_OF_ITS_OWN(
            "T45",
            "The member password of POST /token shows: client secret",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Request authenticated(Map<String, String> form) {
                    clientSecret.ifPresent(secret -> form.put("password", secret.reveal()));
                    return super.authenticated(form);
                }
            }),
    SECRET_WHERE_ANYBODY_MAY_ASK(
            "T45",
            "The header Authorization of GET /keys shows: client secret",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
                    boolean asksKeys = request.uri().getPath().equals("/keys");
                    return super.send(
                            asksKeys && clientSecret.isPresent()
                                    ? request.header("Authorization", "Basic " + credentials(clientSecret.get()))
                                    : request);
                }
            }),
    CLIENT_ID_NOT_ENCODED(
            "T08",
            "Given a client secret with colon, percent, plus and space: this should succeed",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected String credentials(Secret secret) {
                    String joined = clientId + ":" + URLEncoder.encode(secret.reveal(), StandardCharsets.UTF_8);
                    return Base64.getEncoder().encodeToString(joined.getBytes(StandardCharsets.UTF_8));
                }
            }),
    INTERRUPTION_OF_A_REFRESH_SWALLOWED(
            "S12", "Interrupted at a refresh", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected TokenSet refresh(RefreshRequest request) throws InterruptedException {
                    try {
                        return super.refresh(request);
                    } catch (InterruptedException swallowed) {
                        throw refusal(ErrorCode.PROVIDER_UNAVAILABLE, "there was no time");
                    }
                }
            });

    private final Mistake mistake;

    WrongOwnership(String rules, String message, ControlConnectorFactory.Making making) {
        this.mistake = Mistake.of(rules, message, making);
    }

    @Override
    public Mistake mistake() {
        return mistake;
    }

    /** Calls everybody something else than the provider does. */
    private static ControlConnectorFactory.Making calling(UnaryOperator<String> change) {
        return (config, context) -> new ControlConnector(config, context) {
            @Override
            protected Identity identity(SignInAttempt attempt, String subject) {
                return super.identity(attempt, change.apply(subject));
            }
        };
    }

    private static JsonObject with(JsonObject answer, String member, Object value) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(answer.toMap());
        members.put(member, value);
        return JsonObject.response(members);
    }

    /** Takes some members from the first answer that it has seen. */
    private static final class OfWhoeverCameFirst extends ControlConnector {
        private final Set<String> members;
        private volatile @Nullable JsonObject first;

        OfWhoeverCameFirst(JsonObject config, ConnectorContext context, Set<String> members) {
            super(config, context);
            this.members = members;
        }

        @Override
        protected SocialProfile profile(JsonObject userinfo) {
            JsonObject seen = first;
            if (seen == null) {
                first = userinfo;
                return super.profile(userinfo);
            }
            JsonObject mixed = userinfo;
            for (String member : members) {
                mixed = with(mixed, member, seen.text(member));
            }
            return super.profile(mixed);
        }
    }

    private static final class AddressOfTheFirstOfAll extends ControlConnector {
        private static volatile @Nullable String address;

        AddressOfTheFirstOfAll(JsonObject config, ConnectorContext context) {
            super(config, context);
        }

        @Override
        protected SocialProfile profile(JsonObject userinfo) {
            String first = address;
            if (first == null) {
                first = userinfo.text("email");
                address = first;
            }
            return SocialProfile.builder()
                    .name(userinfo.displayText("name").orElse(null))
                    .username(userinfo.displayText("preferred_username").orElse(null))
                    .email(first, emailVerified(userinfo))
                    .raw(userinfo)
                    .build();
        }
    }

    private static final class SettingsOfTheConnectorMadeLast extends ControlConnector {
        private static volatile Optional<Secret> secret = Optional.empty();

        SettingsOfTheConnectorMadeLast(JsonObject config, ConnectorContext context) {
            super(config, context);
            secret = clientSecret;
        }

        @Override
        protected String credentials(Secret own) {
            return super.credentials(secret.orElse(own));
        }
    }
}
