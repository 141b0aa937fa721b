package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.signin.LogoutUrl;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.TokenExchange;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.api.token.TokenRevocation;

/** The rules for what must not be seen, whatever happens: secrets, who the person is, and the provider's own words. */
abstract class SecrecyRules extends CapabilityRules {
    private static final List<Class<?>> CAPABILITIES = List.of(
            TokenRefresh.class, TokenRevocation.class, TokenExchange.class, DeviceSignIn.class, LogoutUrl.class);
    private static final Pattern CONTROL_CHARACTER = Pattern.compile("\\p{Cc}|\u202e");

    /**
     * Whatever is refused, no secret shows, nor who the person is: not client secret, code, verifier, state, nonce or any token, nor the
     * person's subject, names, e-mail address or phone number, plain, form- or percent-encoded or in base64, neither in an exception with
     * its causes and suppressed ones, nor in what is logged or printed, nor in the name of a thread.
     *
     * <p>If this fails, throw {@code ConnectorException} with constant reasons and without cause, and log no payload.
     */
    @Test
    public final void T45_no_refusal_shows_a_secret() {
        assertAllHold(Refusals.of(this).stream()
                .<Executable>map(refusal -> () -> tried(refusal).assertShowsNothing())
                .toList());
    }

    /**
     * What the client authenticates with goes to the provider as that alone: no other header and no other member of a form carries it,
     * and neither it nor a token, code or verifier is part of an address, which servers log.
     *
     * <p>If this fails, send the secret as {@link #clientAuthentication()} says and an access token in the header {@code
     * Authorization}, and nothing of both elsewhere.
     */
    @Test
    public final void T45_no_request_carries_a_secret_where_it_does_not_belong() throws InterruptedException {
        Rehearsal rehearsal = allUsed();
        Canaries secrets = rehearsal.secrets();
        Canaries credentials = rehearsal.credentials();
        Set<String> findings = new TreeSet<>();
        for (HttpTransport.Request request : rehearsal.network.requests()) {
            String where = request.method() + " " + rehearsal.path(request.uri());
            boolean authenticates =
                    AUTHENTICATED.stream().anyMatch(endpoint -> rehearsal.isAt(endpoint, request.uri()));
            secrets.in(request.uri().toString())
                    .forEach(name -> findings.add("The address of " + where + " shows: " + name));
            request.headers().forEach((header, value) -> {
                if (!authenticates || !header.equalsIgnoreCase("Authorization")) {
                    credentials
                            .in(value)
                            .forEach(name -> findings.add("The header " + header + " of " + where + " shows: " + name));
                }
            });
            Rehearsal.form(request).forEach((member, values) -> {
                if (!authenticates || !member.equals(ClientCredentials.SECRET)) {
                    credentials
                            .in(values.toString())
                            .forEach(name -> findings.add("The member " + member + " of " + where + " shows: " + name));
                }
            });
        }
        assertEquals(Set.of(), findings, "Secrets are sent where they do not belong.");
    }

    /**
     * What succeeds logs no secret either, nor who the person is, be it a sign-in or anything else that the connector offers, and the
     * text of nothing that it answers shows that.
     *
     * <p>If this fails, log no payload, and hold secrets as {@code Secret}.
     */
    @Test
    public final void T45_no_text_of_a_result_shows_a_secret() throws InterruptedException {
        try (CapturedOutput output = CapturedOutput.open()) {
            Rehearsal rehearsal = rehearse();
            SignInResult result = signsIn(rehearsal);
            List<Object> values = new ArrayList<>(
                    List.of(rehearsal.connector, result, result.identity(), result.profile(), result.assurance()));
            CAPABILITIES.forEach(type -> rehearsal.offered(type).ifPresent(values::add));
            useAll(rehearsal, result);
            Canaries canaries = rehearsal.canaries();
            for (Object value : values) {
                assertEquals(
                        Set.of(),
                        canaries.in(value.toString()),
                        "The text of " + value.getClass().getName() + " shows secrets or personal data.");
            }
            assertEquals(
                    Set.of(),
                    canaries.in(output.text() + rehearsal.network.threadNames()),
                    "What succeeds logs or prints secrets or personal data, or calls a thread by them.");
        }
    }

    /**
     * The provider's words cannot harm whoever reads a message: they are not in it. What of them the administrator gets {@link
     * ConnectorException#providerDescription} has made harmless.
     *
     * <p>If this fails, hand the words of the provider to {@code ConnectorException.ofOAuthError} or {@code providerDescription}, and to
     * nothing else.
     */
    @Test
    public final void T46_a_providers_words_are_kept_apart_and_made_harmless() {
        for (ConnectorException refusal : assertRefused("T46", "Use ConnectorException.ofOAuthError.")) {
            String message = String.valueOf(refusal.getMessage());
            assertFalse(
                    message.contains("<script")
                            || CONTROL_CHARACTER.matcher(message).find(),
                    "The message of an exception carries the provider's words.");
        }
    }
}
