package org.socialconnectors.core.signin;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;
import org.socialconnectors.api.signin.IssuerRule;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;

/** All that a pending sign-in carries, by the names of its fields, so that none can be forgotten. */
final class PendingSignInFields {
    private PendingSignInFields() {}

    static Map<String, String> of(PendingSignIn pending) {
        Map<String, String> values = new TreeMap<>();
        collect(pending, values);
        values.remove("attempt");
        collect(pending.attempt(), values);
        return values;
    }

    /** With a value of its own in every field. */
    static PendingSignIn full() {
        return new PendingSignIn(
                "connection-4711",
                "revision-4711",
                SignInAttempt.builder(URI.create("https://app.example/callback/one?a=b"))
                        .stateParameter("RelayState")
                        .callbackArrival(Arrival.FORM)
                        .scopes(List.of("openid", "profile"))
                        .restore(Secret.of("state-4711"), Secret.of("nonce-4711"), Secret.of("verifier-4711"))
                        .build()
                        .after(Redirect.to(URI.create("https://provider.example/authorize"))
                                .expecting(new IssuerRule("https://provider.example", true))
                                .remembering("dpop", Secret.of("proof-4711"))
                                .remembering("token", Secret.of("token-4711"))),
                "/cart?step=2#total",
                "link to account 4711");
    }

    private static void collect(Object owner, Map<String, String> values) {
        for (Field field : owner.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                try {
                    values.put(field.getName(), revealed(field.get(owner)));
                } catch (IllegalAccessException inaccessible) {
                    throw new AssertionError(inaccessible);
                }
            }
        }
    }

    private static String revealed(Object value) {
        if (value instanceof Secret secret) {
            return secret.reveal();
        }
        if (value instanceof Map<?, ?> members) {
            return members.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + revealed(entry.getValue()))
                    .toList()
                    .toString();
        }
        return String.valueOf(value);
    }
}
