package org.socialconnectors.testkit.control;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.simulator.SimulatedProvider;
import org.socialconnectors.testkit.control.ControlConnectorFactory.Making;

/** Mistakes with what a further request answers. */
enum WrongEmails implements Mistake.Made {
    VERIFIED_WHEN_THE_LIST_CANNOT_BE_HAD(
            "S34", "an e-mail address counts as verified", (config, context) -> new AskingForEmails(config, context) {
                @Override
                protected JsonObject listed(Secret accessToken) throws InterruptedException {
                    try {
                        return super.listed(accessToken);
                    } catch (ConnectorException unusable) {
                        return JsonObject.response(Map.of("email", "ada@example.org", "verified", true));
                    }
                }
            }),
    LIST_TAKEN_FOR_GRANTED(
            "S34",
            "the sign-in may end in a ConnectorException only",
            (config, context) -> new AskingForEmails(config, context) {
                @Override
                protected JsonObject listed(Secret accessToken) throws InterruptedException {
                    try {
                        return super.listed(accessToken);
                    } catch (ConnectorException unusable) {
                        throw new IllegalStateException("there is always a list", unusable);
                    }
                }
            }),
    LIST_OF_ANOTHER_HOST(
            "S34",
            "other hosts than the provider's were asked",
            (config, context) -> new AskingForEmails(config, context) {
                @Override
                protected JsonObject listed(Secret accessToken) throws InterruptedException {
                    try {
                        return super.listed(accessToken);
                    } catch (ConnectorException unusable) {
                        send(HttpTransport.Request.get(URI.create("https://elsewhere.example/emails")));
                        throw unusable;
                    }
                }
            }),
    SOMEBODY_ELSE_WITHOUT_A_LIST(
            "S34", "Somebody else signed in", (config, context) -> new AskingForEmails(config, context) {
                private volatile boolean unlisted;

                @Override
                protected JsonObject listed(Secret accessToken) throws InterruptedException {
                    try {
                        return super.listed(accessToken);
                    } catch (ConnectorException unusable) {
                        unlisted = true;
                        return JsonObject.response(Map.of());
                    }
                }

                @Override
                protected Identity identity(SignInAttempt attempt, String subject) {
                    return super.identity(attempt, unlisted ? "somebody" : subject);
                }
            }),
    FLAGS_OF_THE_LIST_NOT_READ("T44", "e-mail address", (config, context) -> new AskingForEmails(config, context) {
        @Override
        protected boolean emailVerified(JsonObject listed) {
            return listed.has("email");
        }
    }),
    VERIFIED_IF_ANY_OF_THE_LIST_IS(
            "T44",
            "An e-mail address that a further answer calls unverified counts as verified",
            (config, context) -> new AskingForEmails(config, context) {
                private boolean any;

                @Override
                protected JsonObject picked(List<JsonObject> addresses) {
                    any = addresses.stream().anyMatch(each -> each.isTrue("verified"));
                    return super.picked(addresses);
                }

                @Override
                protected boolean emailVerified(JsonObject listed) {
                    return any;
                }
            }),
    USERINFO_OF_WHOEVER_CAME_LAST(
            "S11",
            "while the endpoint RESOURCE was asked for the first, one became another",
            (config, context) -> new AskingForEmails(config, context) {
                private volatile JsonObject userinfo = JsonObject.response(Map.of());

                @Override
                protected JsonObject userinfo(Secret accessToken) throws InterruptedException {
                    userinfo = super.userinfo(accessToken);
                    return userinfo;
                }

                @Override
                protected SocialProfile profile(JsonObject own) {
                    return with(userinfo, listedIn(own), emailVerified(listedIn(own)));
                }
            }),
    ADDRESS_OF_USERINFO_VERIFIED_BY_THE_LIST(
            "T44",
            "An e-mail address that userinfo calls unverified counts as verified",
            (config, context) -> new AskingForEmails(config, context) {
                @Override
                protected SocialProfile profile(JsonObject userinfo) {
                    return with(userinfo, userinfo, emailVerified(listedIn(userinfo)));
                }
            }),
    ADDRESS_OF_THE_LIST_VERIFIED_BY_USERINFO(
            "T44",
            "An e-mail address that a further answer calls unverified counts as verified",
            (config, context) -> new AskingForEmails(config, context) {
                @Override
                protected SocialProfile profile(JsonObject userinfo) {
                    return with(userinfo, listedIn(userinfo), userinfo.isTrue("email_verified"));
                }
            }) {
        @Override
        public String emailVerifiedMember() {
            return "email_verified";
        }
    };

    private final Mistake mistake;

    WrongEmails(String rule, String message, Making making) {
        this.mistake = Mistake.of(rule, message, making);
    }

    @Override
    public Mistake mistake() {
        return mistake;
    }

    @Override
    public SimulatedProvider.Builder provider(SimulatedProvider.Builder plain) {
        return AskingForEmails.provider(plain);
    }

    @Override
    public String emailVerifiedMember() {
        return "verified";
    }
}
