package org.socialconnectors.core.signin;

import com.fasterxml.jackson.annotation.Nulls;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.IssuerRule;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;

/**
 * A pending sign-in as bytes: one JSON object, every member of which must be there, once, with the right type, and no other. A
 * change of the members is another format; {@link Seal} says which one a value has.
 */
final class PendingSignInFormat {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            // A host's own words may be any string, also one that has no UTF-8.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
            .withCoercionConfigDefaults(coercions -> {
                for (CoercionInputShape shape : CoercionInputShape.values()) {
                    coercions.setCoercion(shape, CoercionAction.Fail);
                }
            })
            .build();

    private PendingSignInFormat() {}

    static byte[] write(PendingSignIn pending) {
        return MAPPER.writeValueAsBytes(Members.of(pending));
    }

    /** The pending sign-in, unless the bytes are not one. */
    static Optional<PendingSignIn> read(byte[] bytes) {
        try {
            @Nullable Members members = MAPPER.readValue(bytes, Members.class);
            return Optional.ofNullable(members).map(Members::pendingSignIn);
        } catch (JacksonException | IllegalArgumentException | ConnectorException malformed) {
            return Optional.empty();
        }
    }

    record Members(
            String connectionId,
            String revision,
            String redirectUri,
            String stateParameter,
            CallbackParameters.Arrival callbackArrival,
            List<String> scopes,
            String state,
            String nonce,
            String codeVerifier,
            Optional<Issuer> issuer,
            List<Carried> carry,
            Optional<String> returnTo,
            Optional<String> hostState) {

        static Members of(PendingSignIn pending) {
            SignInAttempt attempt = pending.attempt();
            return new Members(
                    pending.connectionId(),
                    pending.revision(),
                    attempt.redirectUri().toString(),
                    attempt.stateParameter(),
                    attempt.callbackArrival(),
                    attempt.scopes(),
                    attempt.state().reveal(),
                    attempt.nonce().reveal(),
                    attempt.codeVerifier().reveal(),
                    attempt.issuerRule().map(rule -> new Issuer(rule.issuer(), rule.required())),
                    attempt.carry().entrySet().stream()
                            .map(each ->
                                    new Carried(each.getKey(), each.getValue().reveal()))
                            .toList(),
                    pending.returnTo(),
                    pending.hostState());
        }

        PendingSignIn pendingSignIn() {
            // What a connector asks to remember comes with its redirect, the first time as well.
            Redirect redirect = Redirect.to(URI.create(redirectUri));
            if (issuer.isPresent()) {
                redirect = redirect.expecting(
                        new IssuerRule(issuer.get().name(), issuer.get().required()));
            }
            for (Carried each : carry) {
                if (redirect.carry().containsKey(each.name())) {
                    throw new IllegalArgumentException("a value is carried twice");
                }
                redirect = redirect.remembering(each.name(), Secret.of(each.value()));
            }
            SignInAttempt attempt = SignInAttempt.builder(URI.create(redirectUri))
                    .stateParameter(stateParameter)
                    .callbackArrival(callbackArrival)
                    .scopes(scopes)
                    .restore(Secret.of(state), Secret.of(nonce), Secret.of(codeVerifier))
                    .build()
                    .after(redirect);
            return new PendingSignIn(connectionId, revision, attempt, returnTo.orElse(null), hostState.orElse(null));
        }

        /** Nothing of the members. */
        @Override
        public String toString() {
            return "Members";
        }
    }

    record Issuer(String name, boolean required) {}

    // Not members of an object: Jackson does not read every name that it writes.
    record Carried(String name, String value) {
        /** Nothing of the value. */
        @Override
        public String toString() {
            return "Carried";
        }
    }
}
