package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.core.configuration.Violation;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.SimulatedClient;

/** The rules for how the client authenticates: alike wherever it has to, whatever its secret is, and not at all if it is public. */
abstract class ClientAuthenticationRules extends AuthorizationRules {
    static final Set<Endpoint> AUTHENTICATED =
            Set.of(Endpoint.TOKEN, Endpoint.PUSHED_AUTHORIZATION, Endpoint.DEVICE_AUTHORIZATION, Endpoint.REVOCATION);

    /**
     * A secret of any characters reaches the provider: identifier and secret are form-encoded, each by itself, before they become
     * Basic credentials (RFC 6749 section 2.3.1), and so is the form; for a signature it is the bytes of its UTF-8 form that count.
     *
     * <p>If this fails, encode both halves with {@code URLEncoder} before joining them with a colon.
     */
    @Test
    public final void T08_a_client_secret_of_any_characters_is_form_encoded() throws InterruptedException {
        if (!hasSecret()) {
            return;
        }
        Secret widest = Secret.of("conformance: % + & = \u00e9, long enough for HMAC");
        Secret ascii = Secret.of("conformance: % + & =, long enough for HMAC");
        // Not every provider has such identifiers, or secrets beyond ASCII (RFC 6749 appendix A), and a schema may say
        // so.
        SimulatedClient client = Stream.of(
                        clientWithSecret("conformance client: % + &", widest),
                        clientWithSecret("conformance client: % + &", ascii),
                        clientWithSecret(CLIENT_ID, widest))
                .filter(each -> schema().violations(JsonObject.config(configurationFor(each)))
                        .isEmpty())
                .findFirst()
                .orElseGet(() -> clientWithSecret(CLIENT_ID, ascii));
        Rehearsal rehearsal = rehearse(client, scopes(), Instant.now());
        succeeds("a client secret with colon, percent, plus and space", rehearsal::signIn);
    }

    /**
     * A public client sends its identifier in the body and nothing secret (RFC 6749 section 3.2.1).
     *
     * <p>If this fails, leave out the Authorization header and {@code client_secret} when no secret is configured; for a provider
     * without public clients make the secret required and deny {@link #supportsPublicClients()}.
     */
    @Test
    public final void T09_a_public_client_sends_its_id_and_nothing_secret() throws InterruptedException {
        SimulatedClient client = publicClient();
        if (!supportsPublicClients()) {
            List<Violation> violations = schema().violations(JsonObject.config(configurationFor(client)));
            assertFalse(
                    violations.isEmpty(),
                    "A configuration without secret is valid although supportsPublicClients() is denied.");
            return;
        }
        Rehearsal rehearsal = rehearse(client, scopes(), Instant.now());
        // The request says more than the provider's refusal of it.
        assertAll(
                () -> succeeds("a public client", rehearsal::signIn),
                () -> assertClientAuthentication(client, onlyTokenRequest(rehearsal)));
    }

    /**
     * Where requests are pushed, devices get their codes and tokens are revoked, the client authenticates as at the token endpoint (RFC
     * 9126 section 2, RFC 8628 section 3.1, RFC 7009 section 2.1).
     *
     * <p>If this fails, use one authentication for all endpoints, and declare it with {@link #clientAuthentication()}.
     */
    @Test
    public final void S20_the_client_authenticates_alike_at_every_other_endpoint() throws InterruptedException {
        Rehearsal rehearsal = allUsed();
        assertAllHold(rehearsal.provider.requests().stream()
                .filter(request -> AUTHENTICATED.contains(request.endpoint()) && request.endpoint() != Endpoint.TOKEN)
                .<Executable>map(request -> () -> assertClientAuthentication(rehearsal.client, request))
                .toList());
    }

    /**
     * An assertion of the client is signed in the declared way, names the client as issuer and subject, this provider and nobody else as
     * audience, has an identifier of its own and a life of at most ten minutes, and carries no credential (RFC 7523 section 3, OpenID
     * Connect Core 1.0 section 9).
     *
     * <p>If this fails, make an assertion for each request, also for one that is made again because a nonce was demanded, and date it
     * by {@code context.clock()}.
     */
    @Test
    public final void S21_a_client_assertion_is_for_this_provider_fresh_and_short() throws InterruptedException {
        if (clientAuthentication() == ClientAuthenticationMethod.CLIENT_SECRET_JWT
                || clientAuthentication() == ClientAuthenticationMethod.PRIVATE_KEY_JWT) {
            Rehearsal rehearsal = rehearse();
            useAll(rehearsal, Outcome.of(rehearsal::signIn).value());
            // The provider itself refuses the second assertion that is not fresh.
            Outcome<SignInResult> another = Outcome.of(rehearsal::signIn);
            AssertionInspection inspection = new AssertionInspection(
                    rehearsal.client.clientId(),
                    clientAuthentication(),
                    audiences(rehearsal),
                    rehearsal.clock.instant(),
                    rehearsal.credentials());
            List<String> findings = rehearsal.provider.requests().stream()
                    .filter(request -> request.form().containsKey(ClientCredentials.ASSERTION))
                    .flatMap(request ->
                            inspection.findings(Rehearsal.first(request.form(), ClientCredentials.ASSERTION)).stream()
                                    .map(finding -> nameOf(request) + ": " + finding))
                    .distinct()
                    .toList();
            assertEquals(List.of(), findings, "The client's assertion is not as it should be.");
            succeeded("a second sign-in", another);
        }
    }

    /** What the provider calls itself: its issuer, and where it can be asked (RFC 7523 section 3, RFC 9126 section 2). */
    private static Set<String> audiences(Rehearsal rehearsal) {
        Set<String> audiences = new LinkedHashSet<>();
        audiences.add(rehearsal.provider.issuer().toString());
        AUTHENTICATED.forEach(endpoint ->
                rehearsal.provider.address(endpoint).ifPresent(address -> audiences.add(address.toString())));
        return audiences;
    }
}
