package org.socialconnectors.testkit.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.simulator.Persona;

/** Knows a provider of plain OAuth 2.0 whose userinfo has objects inside, and words for how far an address is verified. */
class NestedUserinfo extends ControlConnector {
    static final String SUBJECT = "/account/id";
    static final String EMAIL_STATE = "/contact/state";
    static final List<String> UNVERIFIED = List.of("pending");
    static final Persona ADA = Persona.of("user-4711", "ada", "Ada Example")
            .withUserinfo(Map.of(
                    "account", Map.of("id", "user-4711", "handle", "ada"),
                    "display", "Ada Example",
                    "contact", Map.of("mail", "ada@example.org", "state", "confirmed")));

    NestedUserinfo(JsonObject config, ConnectorContext context) {
        super(config, context);
    }

    @Override
    public Redirect begin(SignInAttempt attempt) throws InterruptedException {
        if (attempt.scopes().contains("openid")) {
            throw refusal(ErrorCode.INVALID_CONFIGURATION, "there are no ID tokens here");
        }
        return super.begin(attempt);
    }

    @Override
    protected String subject(@Nullable JsonObject claims, JsonObject userinfo) {
        return account(userinfo)
                .flatMap(this::id)
                .orElseThrow(() -> refusal(ErrorCode.IDENTITY_MISMATCH, "nothing says who signed in"));
    }

    protected Optional<String> id(JsonObject account) {
        return account.displayText("id");
    }

    protected Optional<JsonObject> account(JsonObject userinfo) {
        return userinfo.object("account");
    }

    @Override
    protected SocialProfile profile(JsonObject userinfo) {
        JsonObject contact = contact(userinfo);
        return SocialProfile.builder()
                .name(userinfo.displayText("display").orElse(null))
                .username(account(userinfo)
                        .flatMap(account -> account.displayText("handle"))
                        .orElse(null))
                .email(contact.displayText("mail").orElse(null), emailVerified(contact))
                .raw(raw(userinfo))
                .build();
    }

    protected JsonObject contact(JsonObject userinfo) {
        return userinfo.object("contact").orElseGet(() -> JsonObject.response(Map.of()));
    }

    @Override
    protected boolean emailVerified(JsonObject contact) {
        return contact.displayText("state").equals(Optional.of("confirmed"));
    }
}
