package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.AssertionFailedError;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.device.DeviceProgress;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.IssuerRule;
import org.socialconnectors.api.signin.LogoutRequest;
import org.socialconnectors.api.signin.LogoutUrl;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenExchange;
import org.socialconnectors.api.token.TokenExchangeRequest;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.api.token.TokenRevocation;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.core.configuration.Violation;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.IdTokenForgery;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.RecordedRequest;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;

/**
 * The rules for a connector that speaks OAuth 2.0 or OpenID Connect, on top of those for every connector. The connector is tested
 * against a {@link SimulatedProvider} in memory, first honest, then lying in every way that the framework's cases list; it does
 * not matter whether the connector is built on {@code connector-oauth} or from scratch.
 *
 * <p>An author says which connector it is, what its provider is like, and who is expected to have signed in:
 *
 * <pre>{@code
 * class ExampleConformanceTest extends OAuthConnectorConformance {
 *     protected SocialConnectorFactory factory() {
 *         return new ExampleConnectorFactory();
 *     }
 *
 *     protected SimulatedProvider.Builder provider() {
 *         return SimulatedProvider.builder(URI.create("https://id.example"))
 *                 .authorizationEndpoint(URI.create("https://id.example/authorize"))
 *                 .tokenEndpoint(URI.create("https://id.example/token"))
 *                 .userinfoEndpoint(URI.create("https://id.example/me"))
 *                 .jwksUri(URI.create("https://id.example/keys"))
 *                 .discovery(true);
 *     }
 *
 *     protected SocialProfile expectedProfile() {
 *         return SocialProfile.builder().name("Ada Example").email("ada@example.org", true).build();
 *     }
 * }
 * }</pre>
 *
 * <p>The tests use client ID and client secret of their own; {@link #configurationFor} puts them into the configuration. Logs are
 * looked at as far as they go through {@code java.util.logging}, {@link System.Logger} or to standard output and error; a
 * connector that logs with SLF4J is best tested with {@code slf4j-jdk14} on the class path.
 */
@ExtendWith(Trials.Extension.class)
public abstract class OAuthConnectorConformance extends OAuthDeclarations {
    private static final int STARTS = 50;
    private static final int AT_ONCE = 16;
    private static final int UNKNOWN_KEYS = 30;
    private static final int JWKS_REQUESTS_ALLOWED = 3;
    private static final Pattern CONTROL_CHARACTER = Pattern.compile("\\p{Cc}|\u202e");
    private static final Set<Endpoint> AUTHENTICATED =
            Set.of(Endpoint.TOKEN, Endpoint.PUSHED_AUTHORIZATION, Endpoint.DEVICE_AUTHORIZATION, Endpoint.REVOCATION);

    /** For subclasses. */
    protected OAuthConnectorConformance() {}

    /**
     * State, nonce and code challenge of a start are those of its attempt, fresh every time, and the challenge is the S256 of the
     * verifier (RFC 6749 section 10.12, OpenID Connect Core 1.0 section 3.1.2.1, RFC 7636 section 4.2).
     *
     * <p>If this fails, check that nothing of an attempt is kept in the connector, and that the challenge is
     * BASE64URL(SHA-256(ASCII(verifier))) without padding, with the method {@code S256}.
     */
    @Test
    public final void T01_state_nonce_and_code_challenge_are_fresh_in_every_start() throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        for (int start = 0; start < STARTS; start++) {
            Rehearsal.Begun begun = rehearsal.begin();
            Map<String, List<String>> query = begun.parameters();
            String verifier = begun.attempt().codeVerifier().reveal();
            assertParameter(query, "state", begun.attempt().state().reveal());
            if (supportsIdTokens()) {
                assertParameter(query, "nonce", begun.attempt().nonce().reveal());
            }
            if (supportsPkce()) {
                assertParameter(query, "code_challenge_method", "S256");
                assertParameter(query, "code_challenge", s256(verifier));
            } else {
                assertEquals(
                        null,
                        query.get("code_challenge"),
                        "A code challenge is sent although supportsPkce() is denied. Do not deny it.");
            }
        }
    }

    /**
     * The authorization request goes to the authorization endpoint and has exactly the standard parameters, each once, byte for
     * byte what was asked for (RFC 6749 section 4.1.1, RFC 7636 section 4.3), and the host's extra ones.
     *
     * <p>If this fails, check the encoding of the parameter that the message names; declare what your provider needs besides in
     * {@link #furtherAuthorizationParameters()}.
     */
    @Test
    public final void T02_the_authorization_request_has_exactly_the_standard_parameters() throws InterruptedException {
        assertRequestFor(scopes());
        if (signsInWithoutOpenid()) {
            assertRequestFor(scopesWithoutIdToken());
        }
    }

    /**
     * An extra parameter of the host never takes the place of one of the connector's own, nor is one sent twice.
     *
     * <p>If this fails, refuse such names in {@code begin} with {@code INVALID_REQUEST} before anything is put together.
     */
    @Test
    public final void T03_an_extra_parameter_never_replaces_the_connectors_own() {
        assertRefused("T03", "Refuse an extra parameter whose name the connector sets itself.");
    }

    /**
     * The code is exchanged by one request, a form with the code, the same redirect URI and the code verifier, by a client that
     * authenticates as declared and puts no secret anywhere else (RFC 6749 sections 2.3 and 4.1.3, RFC 7636 section 4.5).
     *
     * <p>If this fails, check the token request member by member against the message.
     */
    @Test
    public final void T07_the_code_is_exchanged_once_by_an_authenticated_client_with_the_same_redirect_uri()
            throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        Rehearsal.Begun begun = succeeds("an honest provider", rehearsal::begin);
        Rehearsal.Callback callback = rehearsal.approved(begun);
        // The request says more than the provider's refusal of it.
        assertAll(
                () -> assertIdentity(
                        succeeds("an honest provider", () -> rehearsal.complete(begun, callback))
                                .identity(),
                        "Somebody else signed in."),
                () -> assertCodeExchange(rehearsal, begun, Rehearsal.first(callback.parameters(), "code")));
    }

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
        // Not every provider has secrets beyond ASCII (RFC 6749 appendix A.2), and a schema may say so.
        SimulatedClient widest = client().withSecret(Secret.of("conformance: % + & = \u00e9, long enough for HMAC"));
        SimulatedClient ascii = client().withSecret(Secret.of("conformance: % + & =, long enough for HMAC"));
        boolean accepted =
                schema().violations(JsonObject.config(configurationFor(widest))).isEmpty();
        Rehearsal rehearsal = rehearse(accepted ? widest : ascii, scopes(), Instant.now());
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
     * Without {@code openid} userinfo alone says who signed in, and the assurance does not claim an ID token.
     *
     * <p>If this fails, let the scopes of the sign-in decide whether an ID token is expected.
     */
    @Test
    public final void T10_without_openid_userinfo_alone_says_who_signed_in() throws InterruptedException {
        if (!signsInWithoutOpenid()) {
            assertRefused("T10", "Refuse scopes without openid in begin, or do not deny signsInWithoutOpenid().");
            return;
        }
        Rehearsal rehearsal = rehearse(client(), scopesWithoutIdToken(), Instant.now());
        if (!supportsUserinfo()) {
            Throwable refusal = new Refusal("T10", "no ID token and no userinfo", Set.of(), 1, Rehearsal::signIn)
                    .happensIn(rehearsal);
            assertTrue(
                    refusal instanceof ConnectorException,
                    "Somebody signed in although neither an ID token nor userinfo says who.");
            return;
        }
        SignInResult result = succeeds("a sign-in without openid", rehearsal::signIn);
        assertIdentity(result.identity(), "Somebody else signed in.");
        assertFalse(result.assurance().idTokenVerified(), "The assurance claims an ID token that nobody asked for.");
        assertTrue(
                rehearsal.count(Endpoint.JWKS) == 0 || rehearsal.hasSignedUserinfo(),
                "Keys were fetched although there was no ID token to verify.");
    }

    /**
     * The profile says what the provider said, and the raw data are the provider's answer, unchanged, unknown members included.
     *
     * <p>If this fails, compare the mapping of the member that the message names with {@link #expectedProfile()}.
     */
    @Test
    public final void T11_the_profile_is_mapped_and_unknown_claims_are_kept() throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        if (supportsUserinfo()) {
            rehearsal.changeUserinfo(
                    members -> members.put("conformance_unknown", Map.of("kept", List.of(1, true, "x"))));
        }
        SocialProfile profile = succeeds("userinfo with a member that nobody knows", rehearsal::signIn)
                .profile();
        SocialProfile expected = expectedProfile();
        assertAll(
                () -> assertEquals(expected.name(), profile.name(), "The name differs."),
                () -> assertEquals(expected.username(), profile.username(), "The username differs."),
                () -> assertEquals(
                        expected.email().map(EmailAddress::address),
                        profile.email().map(EmailAddress::address),
                        "The e-mail address differs."),
                () -> assertEquals(expected.givenName(), profile.givenName(), "The given name differs."),
                () -> assertEquals(expected.familyName(), profile.familyName(), "The family name differs."),
                () -> assertEquals(expected.phone(), profile.phone(), "The phone number differs."),
                () -> assertEquals(expected.address(), profile.address(), "The postal address differs."),
                () -> assertEquals(expected.locale(), profile.locale(), "The locale differs."),
                () -> assertEquals(expected.avatar(), profile.avatar(), "The picture differs."),
                () -> assertEquals(expected.page(), profile.page(), "The page differs."),
                () -> assertRaw(rehearsal, profile));
    }

    /**
     * A person who declines is {@code ACCESS_DENIED}, and the token endpoint is not asked (RFC 6749 section 4.1.2.1).
     *
     * <p>If this fails, begin {@code complete} with {@code callback.code()}, which throws for you.
     */
    @Test
    public final void T17_a_person_who_declines_is_access_denied() {
        assertRefused("T17", "Begin complete with callback.code().");
    }

    /**
     * A callback with an error counts as one even if it has a code; without both, or with an empty code, it is malformed.
     *
     * <p>If this fails, begin {@code complete} with {@code callback.code()}, which throws for you.
     */
    @Test
    public final void T18_a_callback_without_a_usable_code_is_refused() {
        assertRefused("T18", "Begin complete with callback.code(), and do not read the parameter yourself.");
    }

    /**
     * A callback with two codes is malformed, whichever would have worked (RFC 6749 section 3.1).
     *
     * <p>If this fails, read callback parameters with {@code single}.
     */
    @Test
    public final void T19_a_repeated_parameter_is_refused() {
        assertRefused("T19", "Read callback parameters with single(name), not with all(name).");
    }

    /**
     * The redirect pins the issuer, so that a callback of another is refused before the code is sent anywhere (RFC 9207 section
     * 2.4, RFC 9700 section 4.4).
     *
     * <p>If this fails, answer {@code Redirect.to(uri).expecting(new IssuerRule(issuer, promised))}; the rule is required if the
     * provider's metadata has {@code authorization_response_iss_parameter_supported}.
     */
    @Test
    public final void T20_a_callback_of_another_issuer_is_refused() throws InterruptedException {
        Optional<IssuerRule> rule = rehearse().begin().attempt().issuerRule();
        assertEquals(
                pinsIssuer(),
                rule.isPresent(),
                pinsIssuer()
                        ? "The redirect pins no issuer. If the provider has none, deny pinsIssuer()."
                        : "The redirect pins an issuer although pinsIssuer() is denied. Do not deny it.");
        if (pinsIssuer()) {
            assertRefused("T20", "Pin the issuer with Redirect.expecting.");
        }
    }

    /**
     * An {@code invalid_grant} of the token endpoint is {@code PROVIDER_ERROR}, names the provider's code, and the code is not sent
     * again (RFC 6749 section 5.2).
     *
     * <p>If this fails, make the exception with {@code ConnectorException.ofOAuthError}.
     */
    @Test
    public final void T21_an_invalid_grant_is_a_provider_error() {
        for (ConnectorException refusal : assertRefused("T21", "Use ConnectorException.ofOAuthError.")) {
            assertEquals(
                    Optional.of("invalid_grant"),
                    refusal.detail(Detail.OAUTH_ERROR),
                    "The exception does not carry the provider's error code. Use ConnectorException.ofOAuthError.");
        }
    }

    /**
     * A wrong client secret is the administrator's mistake, {@code INVALID_CONFIGURATION}.
     *
     * <p>If this fails, make the exception with {@code ConnectorException.ofOAuthError}, which knows {@code invalid_client}.
     */
    @Test
    public final void T22_a_wrong_client_secret_is_a_configuration_error() {
        assertRefused("T22", "Use ConnectorException.ofOAuthError, which knows invalid_client.");
    }

    /**
     * A provider that cannot answer now is {@code PROVIDER_UNAVAILABLE}, and the code is not sent again: it may have been used.
     *
     * <p>If this fails, map HTTP 5xx and 429 so, and never repeat a token request.
     */
    @Test
    public final void T23_a_busy_provider_is_unavailable_and_the_code_is_not_sent_again() {
        assertRefused("T23", "Map HTTP 5xx and 429 to PROVIDER_UNAVAILABLE, and never repeat a token request.");
    }

    /**
     * A token answer that got lost is not asked for again.
     *
     * <p>If this fails, let the exception of {@code context.http()} pass; the transport decides about repetition.
     */
    @Test
    public final void T24_a_lost_token_answer_is_not_asked_for_again() {
        assertRefused("T24", "Let the exception of context.http() pass.");
    }

    /**
     * A provider that cannot be reached is {@code PROVIDER_UNAVAILABLE}.
     *
     * <p>If this fails, let the exception of {@code context.http()} pass; the transport decides about repetition.
     */
    @Test
    public final void T25_a_provider_that_cannot_be_reached_is_unavailable() {
        assertRefused("T25", "Let the exception of context.http() pass.");
    }

    /**
     * A redirect is not followed: it could carry code, verifier and credentials to another host.
     *
     * <p>If this fails, treat every status from 300 to 399 as {@code INVALID_RESPONSE}.
     */
    @Test
    public final void T29_a_redirect_is_not_followed() {
        assertRefused("T29", "Treat HTTP 3xx as INVALID_RESPONSE; never send a request to its Location.");
    }

    /**
     * An answer that is not what RFC 6749 section 5.1 describes is {@code INVALID_RESPONSE}; an error object is an error even with
     * HTTP 200.
     *
     * <p>If this fails, read required members with {@code JsonObject.response(...).text(name)}, and look for {@code error} first.
     */
    @Test
    public final void T30_an_unusable_answer_is_refused() {
        assertRefused(
                "T30", "Read required members with JsonObject.response(...).text(name), and look for error first.");
    }

    /**
     * JSON that harms parsers is refused: nesting without end, a member twice, bytes that are not UTF-8 (RFC 8259 sections 4, 8.1
     * and 9).
     *
     * <p>If this fails, set your parser's limit of depth and its refusal of duplicates, and decode strictly.
     */
    @Test
    public final void T31_json_that_harms_parsers_is_refused() {
        assertRefused("T31", "Limit the parser's depth, refuse duplicate members, and decode UTF-8 strictly.");
    }

    /**
     * An ID token whose signature does not verify with a key of the provider is refused (OpenID Connect Core 1.0 section 3.1.3.7,
     * rule 6).
     *
     * <p>If this fails, verify with a library, allow only the algorithms that the provider uses, and never {@code none}.
     */
    @Test
    public final void T32_an_id_token_not_signed_by_the_provider_is_refused() {
        assertIdTokensRefused("T32", "Verify the signature with a key of the provider; never accept alg none.");
    }

    /**
     * A signature made with what is public, or with the client's secret, is refused (RFC 8725 section 2.1).
     *
     * <p>If this fails, fix the algorithms beforehand; the token's header must not choose between RSA and HMAC.
     */
    @Test
    public final void T33_an_hmac_is_not_taken_for_a_signature() {
        assertIdTokensRefused("T33", "Fix the accepted algorithms beforehand instead of trusting the token's header.");
    }

    /**
     * An ID token is there if {@code openid} was asked for, and is by this issuer for this client (OpenID Connect Core 1.0 section
     * 3.1.3.7, rules 2 to 5).
     *
     * <p>If this fails, compare {@code iss} exactly, look for the client ID in {@code aud}, and demand {@code azp} if there are
     * several audiences.
     */
    @Test
    public final void T34_an_id_token_of_another_issuer_or_for_another_client_is_refused() {
        assertRefused("T34", "Compare iss exactly, look for the client ID in aud, and check azp.");
    }

    /**
     * An audience that is a list of this one client is as good as the client alone (RFC 7519 section 4.1.3).
     *
     * <p>If this fails, read {@code aud} both as a string and as a list.
     */
    @Test
    public final void T34_an_audience_that_is_a_list_of_one_is_accepted() throws InterruptedException {
        assertIdTokenAccepted(
                "an aud that is a list of this client",
                draft -> draft.claim("aud", List.of(CLIENT_ID)).sign());
    }

    /**
     * An ID token out of its time is refused, beyond a minute for clocks that differ; so is one whose times or subject are missing
     * or of another JSON type (OpenID Connect Core 1.0 section 3.1.3.7, rules 9 and 10).
     *
     * <p>If this fails, demand {@code exp}, {@code iat} and {@code sub}, and check {@code nbf} if it is there.
     */
    @Test
    public final void T35_an_id_token_out_of_its_time_is_refused() {
        assertIdTokensRefused("T35", "Demand exp, iat and sub in their JSON types; check nbf; allow 60 seconds.");
    }

    /**
     * Clocks may differ by just under a minute.
     *
     * <p>If this fails, allow 60 seconds on {@code exp}, {@code iat} and {@code nbf}.
     */
    @Test
    public final void T35_clocks_may_differ_by_59_seconds() throws InterruptedException {
        for (String claim : List.of("exp", "iat", "nbf")) {
            long difference = claim.equals("exp") ? -59 : 59;
            assertIdTokenAccepted(
                    claim + " that is " + difference + " seconds from now",
                    draft -> draft.claim(claim, draft.now().getEpochSecond() + difference)
                            .sign());
        }
    }

    /**
     * Times are compared with the clock of the context, not with the system's.
     *
     * <p>If this fails, use {@code context.clock()} wherever you ask for the time, also within a library that verifies tokens.
     */
    @Test
    public final void T35_the_clock_is_the_contexts() throws InterruptedException {
        Rehearsal rehearsal = rehearse(client(), scopes(), Instant.now().minus(Duration.ofDays(2)));
        succeeds("a context whose clock is two days behind, as is the provider's", rehearsal::signIn);
    }

    /**
     * The ID token carries the nonce of this very sign-in (OpenID Connect Core 1.0 section 3.1.3.7, rule 11).
     *
     * <p>If this fails, compare the claim with {@code callback.attempt().nonce()}, and refuse a token without it.
     */
    @Test
    public final void T36_an_id_token_of_another_sign_in_is_refused() {
        assertIdTokensRefused("T36", "Compare nonce with callback.attempt().nonce(), and refuse a token without it.");
    }

    /**
     * What a token's header says about keys is not believed, and a critical extension that is not known is refused (RFC 8725 section
     * 3.10, RFC 7515 section 4.1.11).
     *
     * <p>If this fails, look keys up by {@code kid} among the provider's only.
     */
    @Test
    public final void T37_a_token_cannot_bring_its_own_key() {
        assertIdTokensRefused("T37", "Ignore jku, x5u and jwk; look keys up among the provider's only; refuse crit.");
    }

    /**
     * A provider that changes its key is understood, after one look at the new keys (OpenID Connect Core 1.0 section 10.1.1).
     *
     * <p>If this fails, fetch the keys once more when a token names a {@code kid} that is not among them.
     */
    @Test
    public final void T38_a_new_key_is_found_by_one_more_request() throws InterruptedException {
        if (supportsIdTokens()) {
            Rehearsal rehearsal = rehearse();
            succeeds("an honest provider", rehearsal::signIn);
            int before = rehearsal.count(Endpoint.JWKS);
            rehearsal.clock.move(Duration.ofSeconds(61));
            rehearsal.provider.rotateKey();
            succeeds("a provider that has a new key since a minute", rehearsal::signIn);
            assertEquals(
                    before + 1, rehearsal.count(Endpoint.JWKS), "The keys should be fetched once more, no oftener.");
        }
    }

    /**
     * Tokens with invented key IDs do not make the connector fetch the keys again and again.
     *
     * <p>If this fails, limit how often keys are fetched.
     */
    @Test
    public final void T39_invented_key_ids_do_not_flood_the_provider() throws InterruptedException {
        if (supportsIdTokens()) {
            Rehearsal rehearsal = rehearse();
            rehearsal.provider.always(
                    draft -> draft.header("kid", Secret.random().reveal()).signWithForeignKey());
            Refusal refusal = new Refusal("T39", "an invented key ID", Set.of(), 0, Rehearsal::signIn);
            for (int token = 0; token < UNKNOWN_KEYS; token++) {
                assertTrue(
                        refusal.happensIn(rehearsal) instanceof ConnectorException,
                        "A token with an invented key ID is accepted.");
            }
            int requests = rehearsal.count(Endpoint.JWKS);
            assertTrue(
                    requests <= JWKS_REQUESTS_ALLOWED,
                    () -> UNKNOWN_KEYS + " tokens with invented key IDs made the connector fetch the keys " + requests
                            + " times; at most " + JWKS_REQUESTS_ALLOWED + " a minute are allowed.");
        }
    }

    /**
     * A token that names no key is verified with whichever of the provider's keys fits (RFC 7515 section 4.1.4).
     *
     * <p>If this fails, treat a missing {@code kid} as "any key of the right type".
     */
    @Test
    public final void T40_a_token_that_names_no_key_is_verified_with_those_that_fit() throws InterruptedException {
        IdTokenForgery withoutKeyId = draft -> {
            draft.header().remove("kid");
            return draft.sign();
        };
        assertIdTokenAccepted("a token without kid, and one key", withoutKeyId);
        if (supportsIdTokens()) {
            Rehearsal rehearsal = rehearse();
            rehearsal.provider.rotateKey();
            rehearsal.provider.always(withoutKeyId);
            succeeds("a token without kid, and two keys", rehearsal::signIn);
        }
    }

    /**
     * Without usable keys nobody signs in.
     *
     * <p>If this fails, refuse when the keys cannot be had; never skip the signature.
     */
    @Test
    public final void T41_without_usable_keys_nobody_signs_in() {
        assertIdTokensRefused("T41", "Refuse when the provider's keys cannot be had or used.");
    }

    /**
     * Userinfo is believed only if it is about the subject of the ID token (OpenID Connect Core 1.0 section 5.3.2), and an account
     * needs a subject.
     *
     * <p>If this fails, compare the two subjects exactly, and refuse an empty or missing one with {@code IDENTITY_MISMATCH}.
     */
    @Test
    public final void T42_userinfo_of_another_subject_is_refused() {
        assertUserinfoRefused(
                "T42",
                (supportsIdTokens() ? "Compare userinfo's subject with the ID token's; refuse" : "Refuse")
                        + " an empty or missing one. subjectMember() says where it is.");
    }

    /**
     * A refusal of userinfo is {@code PROVIDER_ERROR}, an outage {@code PROVIDER_UNAVAILABLE}; the connector does not ask again,
     * because the transport already has.
     *
     * <p>If this fails, map HTTP 401 and 403, and 5xx, so.
     */
    @Test
    public final void T43_a_refusal_of_userinfo_is_a_provider_error() {
        assertUserinfoRefused("T43", "Map HTTP 401 and 403 to PROVIDER_ERROR, 5xx to PROVIDER_UNAVAILABLE.");
    }

    /**
     * An e-mail address counts as verified only if the provider says so in so many words; what it leaves out does not count (OpenID
     * Connect Core 1.0 section 5.1).
     *
     * <p>If this fails, compare the member with the one value that means verified: {@code claims.isTrue(name)} where that is true, {@code
     * claims.displayText(name).filter("confirmed"::equals).isPresent()} where it is a text. Other values that your provider uses are told
     * with {@link #unverifiedEmailValues()}.
     */
    @Test
    public final void T44_an_email_address_is_verified_only_if_the_provider_says_so() throws InterruptedException {
        Optional<EmailAddress> expected = expectedProfile().email();
        Rehearsal honest = rehearse();
        assertEquals(
                expected.map(email -> email.verified() && saysWhetherEmailIsVerified()),
                succeeds("an honest provider", honest::signIn).profile().email().map(EmailAddress::verified),
                saysWhetherEmailIsVerified()
                        ? "An honest answer says whether the e-mail address is verified; expectedProfile() says otherwise."
                                + " Check the mapping, and emailVerifiedMember()."
                        : "An e-mail address counts as verified although saysWhetherEmailIsVerified() is denied. Do not"
                                + " deny it.");
        if (saysWhetherEmailIsVerified()) {
            MemberPath member = MemberPath.of(emailVerifiedMember());
            if (expected.filter(EmailAddress::verified).isPresent()) {
                assertAnswered(member);
            }
            assertEmailUnverified("false", members -> member.put(members, false));
            assertEmailUnverified("null", members -> member.put(members, null));
            assertEmailUnverified("absent", member::remove);
            assertEmailUnverified("the text false", members -> member.put(members, "false"));
            for (Object value : unverifiedEmailValues()) {
                assertEmailUnverified("the value " + value, members -> member.put(members, value));
            }
            for (MemberPath parent : member.parents()) {
                assertVerifiesNothing(
                        "an answer without " + parent, rehearsal -> changeEveryAnswer(rehearsal, parent::remove));
                assertVerifiesNothing(
                        "an answer whose " + parent + " is a text",
                        rehearsal -> changeEveryAnswer(rehearsal, members -> parent.put(members, "text")));
            }
        }
    }

    /**
     * Whatever is refused, no secret shows, nor who the person is: not client secret, code, verifier, state, nonce or any token, nor the
     * person's subject, names, e-mail address or phone number, plain, form- or percent-encoded or in base64, neither in an exception with
     * its causes and suppressed ones, nor in what is logged or printed.
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
     * A sign-in that succeeds logs no secret either, nor who the person is, and the text of nothing that it answers shows that.
     *
     * <p>If this fails, log no payload, and hold secrets as {@code Secret}.
     */
    @Test
    public final void T45_no_text_of_a_result_shows_a_secret() throws InterruptedException {
        try (CapturedOutput output = CapturedOutput.open()) {
            Rehearsal rehearsal = rehearse();
            SignInResult result = succeeds("an honest provider", rehearsal::signIn);
            List<Object> values = new ArrayList<>(
                    List.of(rehearsal.connector, result, result.identity(), result.profile(), result.assurance()));
            result.tokens().ifPresent(values::add);
            rehearsal.offered(TokenRefresh.class).ifPresent(values::add);
            if (supportsRefresh()) {
                values.add(succeeds("a refresh", () -> rehearsal.refresh(rehearsal.refreshOf(result))));
            }
            Canaries canaries = rehearsal.canaries();
            for (Object value : values) {
                assertEquals(
                        Set.of(),
                        canaries.in(value.toString()),
                        "The text of " + value.getClass().getName() + " shows secrets or personal data.");
            }
            assertEquals(
                    Set.of(),
                    canaries.in(output.text()),
                    "A sign-in that succeeds logs or prints secrets or personal data.");
        }
    }

    /**
     * The provider's words cannot harm whoever reads a message: they are not in it. What of them the administrator gets {@link
     * ConnectorException#providerDescription} has made harmless.
     *
     * <p>If this fails, hand them to {@code ConnectorException.ofOAuthError} or {@code providerDescription}, and to nothing else.
     */
    @Test
    public final void T46_a_providers_words_are_kept_apart_and_made_harmless() {
        for (ConnectorException refusal : assertRefused("T46", "Use ConnectorException.ofOAuthError.")) {
            String message = String.valueOf(refusal.getMessage());
            assertFalse(
                    message.contains("script")
                            || CONTROL_CHARACTER.matcher(message).find(),
                    "The message of an exception carries the provider's words.");
        }
    }

    /**
     * The identity does not depend on what was asked for, or one person would have several accounts.
     *
     * <p>If this fails, take the namespace from the configuration, and the same subject from ID token and userinfo.
     */
    @Test
    public final void S10_the_identity_does_not_depend_on_the_scopes() throws InterruptedException {
        Set<List<String>> asked = new LinkedHashSet<>(List.of(scopes()));
        if (supportsUserinfo() && signsInWithoutOpenid()) {
            asked.add(scopesWithoutIdToken());
        }
        asked.add(scopes().subList(0, 1));
        for (List<String> scopes : asked) {
            Rehearsal rehearsal = rehearse(client(), scopes, Instant.now());
            assertIdentity(
                    succeeds("the scopes " + scopes, rehearsal::signIn).identity(),
                    "The identity is another one with the scopes " + scopes + ".");
        }
    }

    /**
     * Sign-ins that run at the same time do not mix: everybody becomes who they are.
     *
     * <p>If this fails, look for fields of the connector that change; it has to be immutable.
     */
    @Test
    public final void S11_sign_ins_at_once_do_not_mix() throws Exception {
        Rehearsal rehearsal = rehearse();
        List<Persona> people = new ArrayList<>();
        for (int number = 0; number < AT_ONCE; number++) {
            people.add(somebody(number));
        }
        List<Supplier<String>> signIns = people.stream()
                .<Supplier<String>>map(persona -> () -> subjectOf(rehearsal, persona))
                .toList();
        assertEquals(
                people.stream().map(Persona::subject).toList(),
                AtOnce.run(signIns),
                "Of people who signed in at the same time, some became others, or nobody. The connector must not keep"
                        + " anything, and subjectMember() must name what it reads.");
    }

    /**
     * An interruption ends a sign-in at once, as an {@link InterruptedException}: the host has run out of time.
     *
     * <p>If this fails, let the exception pass, also through libraries that wrap it.
     */
    @Test
    public final void S12_an_interruption_is_passed_on() throws InterruptedException {
        Rehearsal honest = rehearse();
        succeeds("an honest provider", honest::signIn);
        Map<String, Endpoint> asked = new LinkedHashMap<>();
        honest.provider.requests().stream()
                .filter(request ->
                        !Set.of(Endpoint.AUTHORIZATION, Endpoint.UNKNOWN_PATH).contains(request.endpoint()))
                .forEach(request -> asked.put(request.uri().getRawPath(), request.endpoint()));
        for (Map.Entry<String, Endpoint> address : asked.entrySet()) {
            Rehearsal rehearsal = rehearse();
            rehearsal.network.interruptAt(
                    request -> address.getKey().equals(request.uri().getRawPath()));
            Throwable end = new Refusal("S12", "an interruption", Set.of(), 1, Rehearsal::signIn).happensIn(rehearsal);
            // A library in between may have set the flag again; the next test must not see it.
            boolean interrupted = Thread.interrupted();
            assertTrue(
                    end instanceof InterruptedException,
                    () -> "Interrupted at the endpoint " + address.getValue()
                            + ", the connector should pass the InterruptedException"
                            + " on, but it ends in "
                            + (end == null ? "a success" : end.getClass().getName())
                            + (interrupted ? " with the thread's flag set." : "."));
        }
    }

    /**
     * Only the provider's own endpoints are asked; S08 sees who goes round {@code context.http()}.
     *
     * <p>If this fails, check the addresses that the message names.
     */
    @Test
    public final void S13_only_the_providers_endpoints_are_asked() throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        succeeds("an honest provider", rehearsal::signIn);
        assertEquals(Set.of(), rehearsal.provider.foreignHosts(), "Other hosts than the provider's were asked.");
        assertEquals(
                List.of(),
                rehearsal.provider.requests(Endpoint.UNKNOWN_PATH).stream()
                        .map(request -> request.method() + " " + request.uri().getRawPath())
                        .toList(),
                "Addresses were asked that provider() does not mention.");
        assertEquals(
                supportsUserinfo() ? 1 : 0,
                rehearsal.count(Endpoint.USERINFO),
                "Userinfo was not asked as often as it should.");
    }

    /**
     * Tokens, their type, their end and the granted scope are handed on exactly as the provider stated them (RFC 6749 section 5.1).
     *
     * <p>If this fails, change nothing: do not split the scope, do not fill it in when the provider is silent, and count the life
     * from {@code context.clock()}.
     */
    @Test
    public final void S15_tokens_are_handed_on_as_stated() throws InterruptedException {
        if (!returnsTokens()) {
            assertEquals(
                    Optional.empty(),
                    succeeds("an honest provider", rehearse()::signIn).tokens(),
                    "The result carries tokens although returnsTokens() is denied. Do not deny it.");
            return;
        }
        String tokenType = provesPossession() ? "dpop" : "BEARER";
        assertTokensAsStated(Map.of("scope", "email  profile unasked", "expires_in", 120, "token_type", tokenType));
        assertTokensAsStated(Map.of());
        Rehearsal silent = rehearse();
        silent.provider.always(Endpoint.TOKEN, ProviderFault.changing(members -> {
            members.remove("scope");
            members.remove("expires_in");
            members.remove("refresh_token");
            return members;
        }));
        TokenSet tokens = tokens(succeeds("a provider that states no scope and no life", silent::signIn));
        assertEquals(
                Optional.empty(), tokens.grantedScope(), "A granted scope was invented; the provider stated none.");
        assertEquals(
                Optional.empty(),
                tokens.expiresAt(),
                "An end of the access token was invented; the provider stated none.");
        assertEquals(
                Optional.empty(), tokens.refreshToken(), "A refresh token was invented; the provider issued none.");
    }

    /**
     * The assurance claims the checks that were made, and no others.
     *
     * <p>If this fails, add a check to the assurance where it is made.
     */
    @Test
    public final void S16_the_assurance_claims_what_was_checked() throws InterruptedException {
        Set<Check> checks =
                succeeds("an honest provider", rehearse()::signIn).assurance().checks();
        Set<Check> expected = expectedChecks();
        if (pinsIssuer() && providerSendsIssuer()) {
            expected.add(Check.CALLBACK_ISSUER);
        }
        assertEquals(expected, new TreeSet<>(checks), "The assurance does not claim what was checked.");
    }

    /**
     * Where requests are pushed, devices get their codes and tokens are revoked, the client authenticates as at the token endpoint (RFC
     * 9126 section 2, RFC 8628 section 3.1, RFC 7009 section 2.1).
     *
     * <p>If this fails, use one authentication for all endpoints, and declare it with {@link #clientAuthentication()}.
     */
    @Test
    public final void S20_the_client_authenticates_alike_at_every_other_endpoint() throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        everyRequestOfAClient(rehearsal);
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
            everyRequestOfAClient(rehearsal);
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
                    .toList();
            assertEquals(List.of(), findings, "The client's assertion is not as it should be.");
            succeeded("a second sign-in", another);
        }
    }

    /**
     * The authorization request asks for the callback in the way in which the connector says that it arrives: by form (OAuth 2.0 Form
     * Post Response Mode section 2), or by query.
     *
     * <p>If this fails, let {@code callbackArrival} and {@code response_mode} follow from one setting.
     */
    @Test
    public final void S22_the_callback_is_asked_for_as_it_should_arrive() throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        boolean byForm = receivesCallbackByForm();
        assertEquals(
                byForm ? CallbackParameters.Arrival.FORM : CallbackParameters.Arrival.QUERY,
                rehearsal.connector.callbackArrival(),
                "callbackArrival() is not what receivesCallbackByForm() says.");
        List<String> responseMode = rehearsal.begin().parameters().getOrDefault("response_mode", List.of("query"));
        assertEquals(
                List.of(byForm ? "form_post" : "query"),
                responseMode,
                "The response_mode is not what receivesCallbackByForm() says.");
    }

    /**
     * A callback that arrives by another way than was asked for is refused: what was asked for by form must not be in an address.
     *
     * <p>If this fails, check that {@code callbackArrival} says how the callback arrives.
     */
    @Test
    public final void S23_a_callback_that_arrives_by_another_way_is_refused() {
        assertRefused("S23", "Let callbackArrival say how the callback arrives.");
    }

    /**
     * A request that was pushed leaves the client ID and the reference in the redirect, each once, and nothing else (RFC 9126 section
     * 4); that the request itself is complete is rule T02.
     *
     * <p>If this fails, build the redirect from {@code client_id} and {@code request_uri} only.
     */
    @Test
    public final void S24_a_pushed_request_leaves_only_its_reference_in_the_redirect() throws InterruptedException {
        if (pushesAuthorizationRequests()) {
            Rehearsal rehearsal = rehearse();
            Map<String, List<String>> query = rehearsal.begin().query();
            assertEquals(
                    new TreeSet<>(Set.of("client_id", "request_uri")),
                    new TreeSet<>(query.keySet()),
                    "The redirect of a pushed request does not have exactly these parameters.");
            assertParameter(query, "client_id", rehearsal.client.clientId());
            String reference =
                    rehearsal.firstAnswer(Endpoint.PUSHED_AUTHORIZATION).text("request_uri");
            assertParameter(query, "request_uri", reference);
        }
    }

    /**
     * {@code begin} asks for nothing but the provider's metadata and, if that is declared, to have its request kept: once.
     *
     * <p>If this fails, put everything else off until the browser is back; declare {@link #pushesAuthorizationRequests()} if
     * requests are pushed.
     */
    @Test
    public final void S25_begin_asks_for_nothing_else_than_declared() throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        rehearsal.begin();
        List<Endpoint> asked = rehearsal.provider.requests().stream()
                .map(RecordedRequest::endpoint)
                .filter(endpoint -> endpoint != Endpoint.DISCOVERY)
                .toList();
        assertEquals(
                pushesAuthorizationRequests() ? List.of(Endpoint.PUSHED_AUTHORIZATION) : List.of(),
                asked,
                "begin does not ask what pushesAuthorizationRequests() says.");
    }

    /**
     * When the provider does not keep a request, the sign-in ends there: no redirect, and no second try (RFC 9126 section 2.3).
     *
     * <p>If this fails, read the answer as you read the token endpoint's, and demand {@code request_uri} of it.
     */
    @Test
    public final void S26_a_request_that_is_not_kept_ends_the_sign_in() {
        if (pushesAuthorizationRequests()) {
            assertRefused("S26", "Read the answer as the token endpoint's; never fall back to the whole request.");
        }
    }

    /**
     * Each request at the token endpoint and with an access token carries a proof made for it: signed by the key in its header, for
     * this method and address, now, under an identifier of its own, and with the hash of the access token where that is sent (RFC 9449
     * sections 4.2 and 7.1).
     *
     * <p>If this fails, make a proof for each request, also for one that is made again.
     */
    @Test
    public final void S27_every_proof_is_of_its_request() throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        Outcome<SignInResult> outcome = Outcome.of(rehearsal::signIn);
        if (!provesPossession()) {
            assertTrue(
                    rehearsal.provider.requests().stream()
                            .allMatch(request ->
                                    request.header(ProofInspection.HEADER).isEmpty()),
                    "A proof is sent although provesPossession() is not declared.");
            return;
        }
        assertProofs(rehearsal);
        SignInResult result = succeeded("an honest provider", outcome);
        if (supportsRefresh()) {
            Outcome<TokenSet> refresh = Outcome.of(() -> rehearsal.refresh(rehearsal.refreshOf(result)));
            assertProofs(rehearsal);
            succeeded("a refresh", refresh);
        }
    }

    /**
     * A sign-in has a key of its own, which all its proofs are made with, which the authorization request names if it names one, and
     * which goes with the tokens: whoever holds the tokens of one person must not hold the key of all (RFC 9449 sections 5 and 10).
     *
     * <p>If this fails, make the key in {@code begin}, remember it with {@code Redirect.remembering}, and hand it on with {@code
     * TokenSet.Builder.proofKey}.
     */
    @Test
    public final void S28_the_key_of_the_proofs_is_the_sign_ins_own() throws InterruptedException {
        if (provesPossession()) {
            Rehearsal rehearsal = rehearse();
            Set<String> one = keyOfASignIn(rehearsal);
            Set<String> other = keyOfASignIn(rehearsal);
            assertNotEquals(one, other, "Two sign-ins have the same key.");
        }
    }

    /**
     * A proof that is refused for want of a nonce is made again with the nonce, once; a request that is refused for another reason is
     * not made again, whatever nonce comes with the answer (RFC 9449 sections 8 and 9).
     *
     * <p>If this fails, repeat a request only after the error {@code use_dpop_nonce}, only once, and with a new proof.
     */
    @Test
    public final void S29_a_nonce_that_is_demanded_is_sent_once() throws InterruptedException {
        if (provesPossession()) {
            Rehearsal rehearsal = demandingNonces();
            Outcome<SignInResult> outcome = Outcome.of(rehearsal::signIn);
            assertProofs(rehearsal);
            SignInResult result = succeeded("a provider that demands a nonce", outcome);
            assertAskedAtMostTwice(rehearsal, Endpoint.TOKEN);
            assertAskedAtMostTwice(rehearsal, Endpoint.USERINFO);
            if (supportsRefresh()) {
                rehearsal.provider.rotateDpopNonce();
                succeeds(
                        "a provider that demands another nonce at a refresh",
                        () -> rehearsal.refresh(rehearsal.refreshOf(result)));
                assertProofs(rehearsal);
            }
            assertAllHold(Refusals.of(this).stream()
                    .filter(refusal -> refusal.rule().equals("S29"))
                    .<Executable>map(refusal -> () -> {
                        Rehearsal refused = demandingNonces();
                        refusal.triedIn(refused).assertRefused("Repeat a request once, after use_dpop_nonce only.");
                        assertAskedAtMostTwice(refused, Endpoint.TOKEN);
                    })
                    .toList());
        }
    }

    /**
     * Who sent a proof wants tokens that are bound to its key: others are refused (RFC 9449 section 5).
     *
     * <p>If this fails, compare {@code token_type} with {@code DPoP}, in any case of letters.
     */
    @Test
    public final void S30_tokens_that_are_not_bound_to_the_key_are_refused() {
        if (provesPossession()) {
            assertRefused("S30", "Demand the token_type DPoP if a proof was sent.");
        }
    }

    /**
     * A device shows the code that the provider gave, asks as often as it may, and signs in whoever approved: by the same checks as a
     * browser's sign-in, but for those that need a browser (RFC 8628 sections 3.1 to 3.5).
     *
     * <p>If this fails, check the two requests member by member against the message; for a provider without device sign-in deny
     * {@link #supportsDeviceSignIn()}.
     */
    @Test
    public final void S31_a_device_signs_in_who_approved_it() throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        if (!supportsDeviceSignIn()) {
            assertNotOffered(
                    rehearsal.offered(DeviceSignIn.class),
                    offered -> offered.start(scopes()),
                    "DeviceSignIn although supportsDeviceSignIn() is denied. Do not deny it");
            return;
        }
        Outcome<DeviceAuthorization> start = Outcome.of(rehearsal::startDevice);
        // The request says more than the provider's refusal of it.
        assertAll(() -> succeeded("an honest provider", start), () -> assertDeviceRequest(rehearsal));
        DeviceAuthorization device = succeeded("an honest provider", start);
        assertDevice(rehearsal, device);
        DeviceAuthorization waiting = pending(rehearsal, device, "a person who has not decided");
        RecordedRequest poll = onlyTokenRequest(rehearsal);
        assertParameter(poll.form(), "grant_type", "urn:ietf:params:oauth:grant-type:device_code");
        assertParameter(poll.form(), "device_code", device.deviceCode().reveal());
        assertClientAuthentication(rehearsal.client, poll);
        DeviceProgress soon = succeeds("a poll that is too soon", () -> rehearsal.poll(waiting));
        DeviceAuthorization slower =
                soon.next().orElseThrow(() -> new AssertionFailedError("A poll that is too soon ends the sign-in."));
        assertTrue(
                slower.interval().compareTo(waiting.interval().plusSeconds(5)) >= 0,
                "After slow_down the interval has to grow by five seconds.");
        rehearsal.approveDevice(slower);
        SignInResult result = succeeds("a person who approved", () -> rehearsal.pollInTime(slower))
                .result()
                .orElseThrow(() -> new AssertionFailedError("The person approved, but nobody is signed in."));
        assertIdentity(result.identity(), "Somebody else signed in.");
        Set<Check> checks = new TreeSet<>(expectedChecks());
        checks.removeAll(Set.of(Check.PKCE, Check.NONCE));
        assertEquals(
                checks,
                new TreeSet<>(result.assurance().checks()),
                "The assurance does not claim what was checked, or claims what no device can check.");
    }

    /**
     * What a browser's sign-in would refuse a device's refuses too; a person who declines is {@code ACCESS_DENIED}, a code whose time
     * is over {@code SIGN_IN_NOT_PENDING} (RFC 8628 section 3.5).
     *
     * <p>If this fails, use one way from the token answer to the person for both.
     */
    @Test
    public final void S32_a_device_that_is_not_approved_signs_nobody_in() {
        if (supportsDeviceSignIn()) {
            assertRefused("S32", "Use one way from the token answer to the person for browsers and devices.");
        }
    }

    /**
     * Userinfo that comes as a JWT is believed only if the provider signed it for this client about this person (OpenID Connect Core
     * 1.0 section 5.3.2).
     *
     * <p>If this fails, verify it with the keys and algorithms of ID tokens, and look at {@code iss} and {@code aud} if they are there.
     */
    @Test
    public final void S33_signed_userinfo_is_verified() {
        assertUserinfoRefused("S33", "Verify the JWT as an ID token's signature, and compare iss, aud and sub.");
    }

    /**
     * Whatever a further request is answered, such as one for a list of e-mail addresses, nothing becomes verified by it, and nobody
     * else signs in: the sign-in ends in a {@code ConnectorException}, or goes on without what it asked for.
     *
     * <p>If this fails, read that answer as strictly as the others.
     */
    @Test
    public final void S34_an_unusable_further_answer_verifies_nothing() throws InterruptedException {
        Rehearsal honest = rehearse();
        Outcome<SignInResult> outcome = Outcome.of(honest::signIn);
        if (outcome.value() != null && honest.count(Endpoint.RESOURCE) > 0) {
            for (Map.Entry<String, ProviderFault> fault : Refusals.unusable().entrySet()) {
                assertVerifiesNothing(
                        fault.getKey() + " from a further request",
                        rehearsal -> rehearsal.provider.always(Endpoint.RESOURCE, fault.getValue()));
            }
        }
    }

    /**
     * A refresh is one request with the refresh token, authenticated as the code exchange was, and asks for a scope only if it
     * should be narrower (RFC 6749 section 6).
     *
     * <p>If this fails, check the request member by member; for a provider without refresh tokens deny {@link #supportsRefresh()}.
     */
    @Test
    public final void R01_a_refresh_is_one_authenticated_request() throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        if (!supportsRefresh()) {
            assertEquals(
                    Optional.empty(),
                    rehearsal.offered(TokenRefresh.class),
                    "The connector offers TokenRefresh although supportsRefresh() is denied. Do not deny it.");
            return;
        }
        SignInResult result = succeeds("an honest provider", rehearsal::signIn);
        RefreshRequest request = rehearsal.refreshOf(result);
        List<TokenSet> first = new ArrayList<>();
        // The request says more than the provider's refusal of it.
        assertAll(() -> first.add(succeeds("a refresh", () -> rehearsal.refresh(request))), () -> {
            RecordedRequest sent = lastTokenRequest(rehearsal, 2);
            assertAll(
                    () -> assertParameter(sent.form(), "grant_type", "refresh_token"),
                    () -> assertParameter(
                            sent.form(), "refresh_token", request.refreshToken().reveal()),
                    () -> assertFalse(sent.form().containsKey("scope"), "A scope is sent though none was asked for."),
                    () -> assertClientAuthentication(rehearsal.client, sent));
        });
        List<String> narrower = scopes().subList(0, 1);
        RefreshRequest narrow = Rehearsal.with(
                request.proofKey(),
                RefreshRequest.of(result.identity(), first.get(0).refreshToken().orElse(request.refreshToken()))
                        .scopes(narrower));
        succeeds("a refresh for fewer scopes", () -> rehearsal.refresh(narrow));
        assertParameter(lastTokenRequest(rehearsal, 3).form(), "scope", String.join(" ", narrower));
    }

    /**
     * A refresh answers the new tokens; a new refresh token is handed on so that the host can replace the old one (RFC 9700 section
     * 4.14.2).
     *
     * <p>If this fails, read the answer of a refresh as that of the code exchange; do not put the old refresh token into it.
     */
    @Test
    public final void R02_a_refresh_answers_the_new_tokens() throws InterruptedException {
        if (supportsRefresh()) {
            Rehearsal rehearsal = rehearse();
            RefreshRequest request = rehearsal.refreshOf(succeeds("an honest provider", rehearsal::signIn));
            TokenSet tokens = succeeds("a refresh", () -> rehearsal.refresh(request));
            List<JsonObject> answers = rehearsal.answers(Endpoint.TOKEN);
            assertTokens(answers.get(answers.size() - 1), rehearsal, tokens);
            Rehearsal steady = rehearse();
            RefreshRequest once = steady.refreshOf(succeeds("an honest provider", steady::signIn));
            steady.provider.always(Endpoint.TOKEN, ProviderFault.without("refresh_token"));
            assertEquals(
                    Optional.empty(),
                    succeeds("a refresh without a new refresh token", () -> steady.refresh(once))
                            .refreshToken(),
                    "A refresh token is handed on though the provider sent none.");
        }
    }

    /**
     * A refresh that fails is not repeated, and ends in the same codes as a code exchange.
     *
     * <p>If this fails, use the same reading for both, and never repeat the request: the token may be used up.
     */
    @Test
    public final void R03_a_refresh_that_fails_is_not_repeated() {
        if (supportsRefresh()) {
            assertRefused("R03", "Read its answer as that of a code exchange, and never repeat a token request.");
        }
    }

    /**
     * A refresh is for the person who signed in: a new ID token of somebody else is refused, and a token of another provider is not
     * sent (OpenID Connect Core 1.0 section 12.2).
     *
     * <p>If this fails, verify a new ID token, compare its subject, and compare the namespace before anything is sent.
     */
    @Test
    public final void R04_a_refresh_is_for_the_expected_identity() {
        if (supportsRefresh()) {
            assertRefused("R04", "Verify a new ID token against the expected identity; check the namespace first.");
        }
    }

    /**
     * A token is revoked by one authenticated request; one that the provider does not know is no error, and one that it refuses is (RFC
     * 7009 sections 2.1 and 2.2).
     *
     * <p>If this fails, send the token as {@code token} in a form; for a provider without revocation deny {@link
     * #supportsRevocation()}.
     */
    @Test
    public final void R05_a_token_is_revoked_by_one_authenticated_request() throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        if (!supportsRevocation()) {
            assertNotOffered(
                    rehearsal.offered(TokenRevocation.class),
                    offered -> offered.revoke(Secret.random()),
                    "TokenRevocation although supportsRevocation() is denied. Do not deny it");
            return;
        }
        Secret token = Secret.random();
        succeeds("a token that the provider does not know", () -> rehearsal.revoke(token));
        List<RecordedRequest> requests = rehearsal.provider.requests(Endpoint.REVOCATION);
        assertEquals(1, requests.size(), "The revocation endpoint was not asked once.");
        RecordedRequest request = requests.get(0);
        assertEquals("POST", request.method(), "The revocation request is not a POST.");
        assertParameter(request.form(), "token", token.reveal());
        assertClientAuthentication(rehearsal.client, request);
        assertRefused("R05", "Read an error as that of the token endpoint.");
    }

    /**
     * The address for signing out is the provider's, and carries what the host gave and the client's ID at most (OpenID Connect
     * RP-Initiated Logout 1.0 section 2).
     *
     * <p>If this fails, send {@code id_token_hint}, {@code post_logout_redirect_uri} and {@code state} if the host gave them; for a
     * provider without such an address deny {@link #supportsLogoutUrl()}.
     */
    @Test
    public final void R06_the_logout_address_carries_what_the_host_gave() throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        if (!supportsLogoutUrl()) {
            assertNotOffered(
                    rehearsal.offered(LogoutUrl.class),
                    offered -> offered.logoutUrl(LogoutRequest.create()),
                    "LogoutUrl although supportsLogoutUrl() is denied. Do not deny it");
            return;
        }
        LogoutUrl logout = rehearsal.capability(LogoutUrl.class, "deny supportsLogoutUrl()");
        Secret idToken = Secret.random();
        Secret state = Secret.random();
        LogoutRequest request = LogoutRequest.create().idToken(idToken).returnTo(REDIRECT_URI, state);
        assertLogout(
                rehearsal,
                succeeds("an honest provider", () -> logout.logoutUrl(request)),
                Map.of(
                        "id_token_hint", idToken.reveal(),
                        "post_logout_redirect_uri", REDIRECT_URI.toString(),
                        "state", state.reveal()));
        assertLogout(
                rehearsal,
                succeeds("a request that says nothing", () -> logout.logoutUrl(LogoutRequest.create())),
                Map.of());
        assertEquals(
                0, rehearsal.count(Endpoint.END_SESSION), "The connector went there itself; that is the browser's.");
    }

    /**
     * A token of another kind is exchanged by one authenticated request, which asks for a scope only if the host does. The tokens are
     * handed on as stated, but for an ID token, which nobody verified; where possession is proven they come with the key they are bound
     * to. An exchange that fails is not repeated (RFC 8693 sections 2.1 and 2.2, RFC 9449 section 5).
     *
     * <p>If this fails, check the request member by member, and read its answer as that of the code exchange; for a connector that offers
     * {@link TokenExchange} override {@link #tokenExchange()}.
     */
    @Test
    public final void R07_a_token_is_exchanged_by_one_authenticated_request() throws InterruptedException {
        Optional<TokenExchangeRequest> granted = tokenExchange();
        if (granted.isEmpty()) {
            assertNotOffered(
                    rehearse().offered(TokenExchange.class),
                    offered -> offered.exchange(
                            TokenExchangeRequest.of(Secret.random(), "urn:ietf:params:oauth:token-type:access_token")),
                    "TokenExchange although tokenExchange() is empty. Let it say what is exchanged");
            return;
        }
        TokenExchangeRequest request = granted.get();
        assertExchange("an exchange for all that the provider grants", request.scopes(List.of()));
        assertExchange(
                "an exchange for certain scopes",
                request.scopes().isEmpty() ? request.scopes(scopes().subList(0, 1)) : request);
        assertRefused("R07", "Read its answer as that of a code exchange, and never repeat a token request.");
    }

    @Override
    final void tryOut() throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        SignInResult result = succeeds("an honest provider", rehearsal::signIn);
        if (supportsRefresh()) {
            succeeds("a refresh", () -> rehearsal.refresh(rehearsal.refreshOf(result)));
        }
        // Whoever reports failures somewhere does it now.
        for (Refusal refusal : Refusals.of(this)) {
            if (Set.of("T17", "T21").contains(refusal.rule())) {
                refusal.happensIn(rehearse());
            }
        }
    }

    private Set<Check> expectedChecks() {
        Set<Check> expected = new TreeSet<>();
        if (supportsPkce()) {
            expected.add(Check.PKCE);
        }
        if (supportsIdTokens()) {
            expected.addAll(List.of(Check.ID_TOKEN_SIGNATURE, Check.ID_TOKEN_CLAIMS, Check.NONCE));
        }
        if (supportsIdTokens() && supportsUserinfo()) {
            expected.add(Check.USERINFO_SUBJECT);
        }
        return expected;
    }

    private Rehearsal demandingNonces() {
        return rehearse(client(), scopes(), Instant.now(), builder -> builder.dpopNonceRequired(true));
    }

    /** Has every endpoint asked at which the client authenticates, as far as there is one; what comes of it is other rules' concern. */
    private void everyRequestOfAClient(Rehearsal rehearsal) throws InterruptedException {
        SignInResult result = Outcome.of(rehearsal::signIn).value();
        if (result != null && supportsRefresh()) {
            Outcome.of(() -> rehearsal.refresh(rehearsal.refreshOf(result)));
        }
        if (supportsRevocation()) {
            Outcome.of(() -> rehearsal.revoke(Secret.random()));
        }
        Optional<TokenExchangeRequest> exchange = tokenExchange();
        if (exchange.isPresent()) {
            Outcome.of(() -> rehearsal.exchange(exchange.get()));
        }
        if (supportsDeviceSignIn()) {
            DeviceAuthorization device = Outcome.of(rehearsal::startDevice).value();
            if (device != null) {
                Outcome.of(() -> rehearsal.poll(device));
            }
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

    private void assertProofs(Rehearsal rehearsal) {
        ProofInspection inspection = new ProofInspection(rehearsal.clock.instant(), rehearsal.nonces());
        List<String> findings = rehearsal.provider.requests().stream()
                .flatMap(request ->
                        inspection.findings(request).stream().map(finding -> nameOf(request) + ": " + finding))
                .toList();
        assertEquals(List.of(), findings, "A request's proof is not as it should be.");
    }

    /** The key of the next sign-in, with its refresh. */
    private Set<String> keyOfASignIn(Rehearsal rehearsal) throws InterruptedException {
        int before = rehearsal.provider.requests().size();
        Rehearsal.Begun begun = succeeds("an honest provider", rehearsal::begin);
        Rehearsal.Callback callback = rehearsal.approved(begun);
        Outcome<SignInResult> outcome = Outcome.of(() -> rehearsal.complete(begun, callback));
        // The key says more than the provider's refusal of it.
        List<String> announced = begun.parameters().getOrDefault("dpop_jkt", List.of());
        assertTrue(
                announced.size() <= 1 && keysOfProofs(rehearsal, before).containsAll(announced),
                "The dpop_jkt of the authorization request is not the key's.");
        SignInResult result = succeeded("an honest provider", outcome);
        if (supportsRefresh()) {
            // Whether it succeeds is another rule's concern.
            Outcome.of(() -> rehearsal.refresh(rehearsal.refreshOf(result)));
        }
        Set<String> keys = keysOfProofs(rehearsal, before);
        assertEquals(1, keys.size(), "The proofs of one sign-in are not made with one key.");
        if (returnsTokens()) {
            assertEquals(
                    Optional.of(keys.iterator().next()),
                    result.tokens().flatMap(TokenSet::proofKey).flatMap(OAuthConnectorConformance::thumbprint),
                    "The key of the proofs, with its private part, does not come with the tokens.");
        }
        return keys;
    }

    /** The keys of all proofs but those of the first so many requests. */
    private static Set<String> keysOfProofs(Rehearsal rehearsal, int before) {
        ProofInspection inspection = new ProofInspection(rehearsal.clock.instant(), rehearsal.nonces());
        List<RecordedRequest> requests = rehearsal.provider.requests();
        requests.subList(before, requests.size()).forEach(inspection::findings);
        return inspection.thumbprints();
    }

    /** What is bound to a key is of no use without it. */
    private void assertKeyOfProofs(Rehearsal rehearsal, TokenSet tokens) {
        assertEquals(
                keysOfProofs(rehearsal, 0),
                tokens.proofKey().flatMap(OAuthConnectorConformance::thumbprint).stream()
                        .collect(Collectors.toSet()),
                "The key of the proofs, with its private part, does not come with the tokens.");
    }

    /** Of a private key only. */
    private static Optional<String> thumbprint(Secret key) {
        try {
            JWK parsed = JWK.parse(key.reveal());
            return parsed.isPrivate() ? Optional.of(parsed.computeThumbprint().toString()) : Optional.empty();
        } catch (ParseException | JOSEException notAKey) {
            return Optional.empty();
        }
    }

    private static void assertAskedAtMostTwice(Rehearsal rehearsal, Endpoint endpoint) {
        int requests = rehearsal.provider.count(endpoint);
        assertTrue(
                requests <= 2,
                () -> "Given a provider that demands a nonce: the endpoint " + endpoint + " was asked " + requests
                        + " times; once more with the nonce is all that is allowed.");
    }

    private static void assertDeviceRequest(Rehearsal rehearsal) {
        List<RecordedRequest> requests = rehearsal.provider.requests(Endpoint.DEVICE_AUTHORIZATION);
        assertEquals(1, requests.size(), "The device authorization endpoint was not asked once.");
        RecordedRequest request = requests.get(0);
        assertEquals("POST", request.method(), "The device authorization request is not a POST.");
        assertAll(
                () -> assertParameter(request.form(), "scope", String.join(" ", rehearsal.scopes)),
                () -> assertClientId(request, rehearsal.client));
    }

    private static void assertDevice(Rehearsal rehearsal, DeviceAuthorization device) {
        JsonObject answer = rehearsal.answers(Endpoint.DEVICE_AUTHORIZATION).get(0);
        assertAll(
                () -> assertEquals(answer.text("user_code"), device.userCode(), "Another code would be shown."),
                () -> assertEquals(
                        answer.text("verification_uri"),
                        device.verificationUri().toString(),
                        "Another address would be shown."),
                () -> assertEquals(
                        rehearsal
                                .clock
                                .instant()
                                .plusSeconds(answer.integer("expires_in").orElseThrow()),
                        device.expiresAt(),
                        "The code's end is not the clock's time plus expires_in."),
                () -> assertEquals(
                        Duration.ofSeconds(answer.integer("interval").orElse(5)),
                        device.interval(),
                        "The interval is not what the provider says, or five seconds if it says nothing."));
    }

    /** The client names itself if it does not authenticate otherwise (RFC 8628 section 3.1). */
    private static void assertClientId(RecordedRequest request, SimulatedClient client) {
        if (request.header("Authorization").isEmpty()) {
            assertParameter(request.form(), "client_id", client.clientId());
        }
    }

    private DeviceAuthorization pending(Rehearsal rehearsal, DeviceAuthorization device, String given)
            throws InterruptedException {
        DeviceProgress progress = succeeds(given, () -> rehearsal.pollInTime(device));
        assertEquals(Optional.empty(), progress.result(), "Somebody signed in before the person decided.");
        return progress.next()
                .orElseThrow(
                        () -> new AssertionFailedError("There is nothing to poll with, though nobody has decided."));
    }

    private void assertVerifiesNothing(String given, Consumer<Rehearsal> change) throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        change.accept(rehearsal);
        Outcome<SignInResult> outcome = Outcome.of(rehearsal::signIn);
        SignInResult result = outcome.value();
        Throwable thrown = outcome.thrown();
        assertTrue(
                thrown == null || thrown instanceof ConnectorException,
                () -> "Given " + given
                        + ": the sign-in may end in a ConnectorException only, but it"
                        + " ends in "
                        + (thrown == null ? "null" : thrown.getClass().getName()) + ".");
        assertEquals(
                Set.of(),
                rehearsal.provider.foreignHosts(),
                () -> "Given " + given + ": other hosts than the provider's were asked.");
        if (result != null) {
            assertIdentity(result.identity(), "Somebody else signed in.");
            assertFalse(
                    result.profile().email().map(EmailAddress::verified).orElse(false),
                    () -> "Given " + given + ": an e-mail address counts as verified.");
        }
    }

    private static void assertLogout(Rehearsal rehearsal, URI address, Map<String, String> expected) {
        assertTrue(
                rehearsal.isAt(Endpoint.END_SESSION, address) && "https".equalsIgnoreCase(address.getScheme()),
                "The browser is not sent to the end session endpoint that provider() names.");
        Map<String, List<String>> query = Rehearsal.parametersOf(address);
        Set<String> names = new TreeSet<>(query.keySet());
        if (names.remove("client_id")) {
            assertParameter(query, "client_id", rehearsal.client.clientId());
        }
        assertEquals(new TreeSet<>(expected.keySet()), names, "The address has other parameters than it should.");
        expected.forEach((name, value) -> assertParameter(query, name, value));
    }

    private void assertExchange(String given, TokenExchangeRequest exchange) throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        rehearsal.provider.always(Endpoint.TOKEN, ProviderFault.with("id_token", "of.nobody.verified"));
        Outcome<TokenSet> outcome = Outcome.of(() -> rehearsal.exchange(exchange));
        // The request says more than the provider's refusal of it.
        assertAll(
                () -> {
                    TokenSet tokens = succeeded(given, outcome);
                    assertTrue(tokens.idToken().isEmpty(), "An ID token is handed on that nobody has verified.");
                    Map<String, @Nullable Object> answer = new LinkedHashMap<>(
                            rehearsal.answers(Endpoint.TOKEN).get(0).toMap());
                    answer.remove("id_token");
                    assertTokens(JsonObject.response(answer), rehearsal, tokens);
                    assertKeyOfProofs(rehearsal, tokens);
                },
                () -> assertExchangeRequest(onlyTokenRequest(rehearsal), rehearsal, exchange));
    }

    private void assertExchangeRequest(RecordedRequest sent, Rehearsal rehearsal, TokenExchangeRequest exchange) {
        Map<String, List<String>> form = sent.form();
        assertAll(
                () -> assertParameter(form, "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
                () -> assertParameter(
                        form, "subject_token", exchange.subjectToken().reveal()),
                () -> assertParameter(form, "subject_token_type", exchange.subjectTokenType()),
                () -> {
                    if (exchange.scopes().isEmpty()) {
                        assertFalse(form.containsKey("scope"), "A scope is sent though none was asked for.");
                    } else {
                        assertParameter(form, "scope", String.join(" ", exchange.scopes()));
                    }
                },
                () -> assertClientAuthentication(rehearsal.client, sent),
                () -> {
                    if (provesPossession()) {
                        assertProofs(rehearsal);
                    }
                });
    }

    /** Something that a capability can do. */
    @FunctionalInterface
    private interface Use<T> {
        void of(T capability) throws InterruptedException;
    }

    /** A connector that learns from the provider what there is may offer it before it knows, and say then that there is none. */
    private static <T> void assertNotOffered(Optional<T> capability, Use<T> use, String what)
            throws InterruptedException {
        if (capability.isPresent()) {
            ErrorCode end = null;
            try {
                use.of(capability.get());
            } catch (ConnectorException refusal) {
                end = refusal.code();
            }
            assertEquals(ErrorCode.UNSUPPORTED, end, "The connector offers " + what + ", or answer UNSUPPORTED.");
        }
    }

    private <T> T succeeds(String given, Outcome.Action<T> action) throws InterruptedException {
        return succeeded(given, Outcome.of(action));
    }

    private <T> T succeeded(String given, Outcome<T> outcome) {
        if (outcome.value() != null) {
            return outcome.value();
        }
        String what = "Given " + given + ": this should succeed, but it ends in ";
        Throwable thrown = outcome.thrown();
        if (thrown instanceof ConnectorException refusal) {
            throw new AssertionFailedError(what + said(refusal));
        }
        throw thrown == null
                ? new AssertionFailedError(what + "null.")
                : new AssertionFailedError(
                        what + thrown.getClass().getName() + ". Throw nothing but ConnectorException.", thrown);
    }

    private void assertIdentity(Identity actual, String otherwise) {
        Identity expected = expectedIdentity();
        // The text of an identity leaves out the subject; these people are invented.
        assertEquals(
                expected.subject() + " of " + expected.namespace(),
                actual.subject() + " of " + actual.namespace(),
                otherwise);
    }

    private Trial tried(Refusal refusal) {
        return trials.of(refusal, this::rehearse);
    }

    private List<ConnectorException> assertRefused(String rule, String advice) {
        List<ConnectorException> refusals = new ArrayList<>();
        assertAllHold(Refusals.of(this).stream()
                .filter(refusal -> refusal.rule().equals(rule))
                .<Executable>map(refusal -> () -> refusals.add(tried(refusal).assertRefused(advice)))
                .toList());
        return refusals;
    }

    private void assertIdTokensRefused(String rule, String advice) {
        if (supportsIdTokens()) {
            assertRefused(rule, advice);
        }
    }

    private void assertUserinfoRefused(String rule, String advice) {
        if (supportsUserinfo()) {
            assertRefused(rule, advice);
        }
    }

    private void assertIdTokenAccepted(String given, IdTokenForgery forgery) throws InterruptedException {
        if (supportsIdTokens()) {
            Rehearsal rehearsal = rehearse();
            rehearsal.provider.always(forgery);
            succeeds(given, rehearsal::signIn);
        }
    }

    private void assertRequestFor(List<String> scopes) throws InterruptedException {
        Rehearsal rehearsal = rehearse(client(), scopes, Instant.now());
        Map<String, String> extra = Map.of("conformance_extra", "a b&c=d+e%20\u00e9");
        Rehearsal.Begun begun = rehearsal.begin(builder -> builder.extraParameters(extra)
                .prompt("consent")
                .loginHint("ada+1@example.org")
                .uiLocales("fr en"));
        Map<String, List<String>> expected = new LinkedHashMap<>();
        Consumer<Map<String, String>> add =
                parameters -> parameters.forEach((name, value) -> expected.put(name, List.of(value)));
        add.accept(Map.of("response_type", "code", "client_id", CLIENT_ID, "redirect_uri", REDIRECT_URI.toString()));
        add.accept(Map.of("state", begun.attempt().state().reveal(), "scope", String.join(" ", scopes)));
        add.accept(Map.of("prompt", "consent", "login_hint", "ada+1@example.org", "ui_locales", "fr en"));
        add.accept(extra);
        add.accept(furtherAuthorizationParameters());
        if (scopes.contains(OPENID)) {
            add.accept(Map.of("nonce", begun.attempt().nonce().reveal()));
        }
        if (supportsPkce()) {
            String challenge = s256(begun.attempt().codeVerifier().reveal());
            add.accept(Map.of("code_challenge", challenge, "code_challenge_method", "S256"));
        }
        if (receivesCallbackByForm()) {
            add.accept(Map.of("response_mode", "form_post"));
        }
        Map<String, List<String>> query = new LinkedHashMap<>(begun.parameters());
        if (provesPossession()) {
            // Optional; that it names the right key is a rule of its own.
            query.remove("dpop_jkt");
        }
        assertTrue(
                rehearsal.isAt(Endpoint.AUTHORIZATION, begun.redirect().uri()),
                "The browser is not sent to the authorization endpoint that provider() names.");
        assertEquals(
                new TreeSet<>(expected.keySet()),
                new TreeSet<>(query.keySet()),
                "The authorization request does not have exactly the parameters that it should (with the scopes "
                        + scopes + "). Declare what your provider needs besides in furtherAuthorizationParameters().");
        expected.keySet().forEach(name -> assertParameter(query, name, Rehearsal.first(expected, name)));
    }

    private void assertCodeExchange(Rehearsal rehearsal, Rehearsal.Begun begun, String code) {
        RecordedRequest request = onlyTokenRequest(rehearsal);
        Map<String, List<String>> form = request.form();
        assertAll(
                () -> assertParameter(form, "grant_type", "authorization_code"),
                () -> assertParameter(form, "code", code),
                () -> assertParameter(form, "redirect_uri", REDIRECT_URI.toString()),
                () -> {
                    if (supportsPkce()) {
                        assertParameter(
                                form,
                                "code_verifier",
                                begun.attempt().codeVerifier().reveal());
                    } else {
                        assertFalse(
                                form.containsKey("code_verifier"),
                                "A code verifier is sent although supportsPkce() is denied. Do not deny it.");
                    }
                },
                () -> assertClientAuthentication(rehearsal.client, request));
    }

    private void assertClientAuthentication(SimulatedClient client, RecordedRequest request) {
        boolean proves = client.secret().isPresent() || client.publicKey().isPresent();
        ClientAuthenticationMethod expected = proves ? clientAuthentication() : ClientAuthenticationMethod.NONE;
        assertEquals(
                List.of(),
                ClientCredentials.findings(request, client, expected).stream()
                        .map(finding -> "The " + nameOf(request) + " " + finding + ".")
                        .toList(),
                "The client does not authenticate as it should, " + expected.identifier() + ".");
    }

    private static String nameOf(RecordedRequest request) {
        return request.endpoint().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " request";
    }

    private void assertRaw(Rehearsal rehearsal, SocialProfile profile) {
        if (!keepsRawClaims()) {
            assertEquals(Set.of(), profile.raw().names(), "There are raw data although keepsRawClaims() is denied.");
            return;
        }
        Map<String, @Nullable Object> raw = profile.raw().toMap();
        Set<String> altered = new TreeSet<>();
        said(rehearsal).toMap().forEach((name, value) -> {
            if (value != null && !value.equals(raw.get(name))) {
                altered.add(name);
            }
        });
        assertEquals(Set.of(), altered, "The raw data lack members of the provider's answer, or have changed them.");
    }

    /** What the provider said about the person. */
    private JsonObject said(Rehearsal rehearsal) {
        return supportsUserinfo()
                ? rehearsal.firstAnswer(Endpoint.USERINFO)
                : Rehearsal.claims(rehearsal.answers(Endpoint.TOKEN).get(0).text("id_token"));
    }

    private void assertAnswered(MemberPath emailVerified) throws InterruptedException {
        AtomicBoolean answered = new AtomicBoolean();
        Rehearsal rehearsal = rehearse();
        changeEveryAnswer(rehearsal, members -> answered.compareAndSet(false, emailVerified.isIn(members)));
        succeeds("an honest provider", rehearsal::signIn);
        assertTrue(
                answered.get(),
                () -> "No answer of the provider has the member " + emailVerifiedMember()
                        + ". Override emailVerifiedMember(): with its name, or with a JSON Pointer such as /email/confirmed.");
    }

    private static void changeEveryAnswer(Rehearsal rehearsal, Consumer<Map<String, @Nullable Object>> change) {
        rehearsal.changeUserinfo(change);
        rehearsal.changeResources(change);
        rehearsal.provider.always(Rehearsal.forgery(change));
    }

    private void assertEmailUnverified(String how, Consumer<Map<String, @Nullable Object>> change)
            throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        changeEveryAnswer(rehearsal, change);
        Optional<EmailAddress> email = succeeds("an e-mail address whose verification is " + how, rehearsal::signIn)
                .profile()
                .email();
        assertEquals(
                expectedProfile().email().map(EmailAddress::address),
                email.map(EmailAddress::address),
                "An address that is not verified should be handed on all the same.");
        assertFalse(
                email.map(EmailAddress::verified).orElse(false),
                () -> "The e-mail address counts as verified although " + emailVerifiedMember() + " is " + how
                        + ". Compare it with the one value that means verified.");
    }

    private void assertTokensAsStated(Map<String, ?> stated) throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        rehearsal.provider.always(Endpoint.TOKEN, ProviderFault.changing(members -> {
            members.putAll(stated);
            return members;
        }));
        TokenSet tokens = tokens(succeeds("a token answer with " + stated, rehearsal::signIn));
        assertTokens(rehearsal.answers(Endpoint.TOKEN).get(0), rehearsal, tokens);
    }

    private static void assertTokens(JsonObject answer, Rehearsal rehearsal, TokenSet tokens) {
        assertAll(
                // Not assertEquals: what it would print of secrets says nothing.
                () -> assertTrue(
                        answer.secret("access_token").equals(Optional.of(tokens.accessToken())),
                        "The result carries another access token than the provider issued."),
                () -> assertTrue(
                        answer.secret("refresh_token").equals(tokens.refreshToken()),
                        "The result carries another refresh token than the provider issued, or none."),
                () -> assertTrue(
                        answer.secret("id_token").equals(tokens.idToken()),
                        "The result carries another ID token than the provider issued, or none."),
                () -> assertEquals(answer.text("token_type"), tokens.tokenType(), "The token type was changed."),
                () -> assertEquals(
                        answer.optionalText("scope"), tokens.grantedScope(), "The granted scope was changed."),
                () -> assertEquals(
                        Optional.of(rehearsal
                                .clock
                                .instant()
                                .plusSeconds(answer.integer("expires_in").orElseThrow())),
                        tokens.expiresAt(),
                        "The access token's end is not the clock's time plus expires_in."));
    }

    private static TokenSet tokens(SignInResult result) {
        return result.tokens()
                .orElseThrow(() -> new AssertionFailedError(
                        "The result carries no tokens. Add them with withTokens, or deny returnsTokens()."));
    }

    private Persona somebody(int number) {
        Persona one = person();
        String subject = one.subject() + number;
        Persona other = new Persona(
                subject,
                one.username(),
                one.name(),
                one.email(),
                one.website(),
                one.pro(),
                one.canPay(),
                one.organizations(),
                Optional.empty());
        if (one.userinfo().isEmpty()) {
            return other;
        }
        Map<String, @Nullable Object> userinfo =
                new LinkedHashMap<>(one.userinfo().get());
        MemberPath member = MemberPath.of(subjectMember());
        member.put(userinfo, member.in(userinfo) instanceof Number ? Long.valueOf(subject) : subject);
        return other.withUserinfo(userinfo);
    }

    private static String subjectOf(Rehearsal rehearsal, Persona persona) {
        try {
            return rehearsal.signIn(persona).identity().subject();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return fail("A sign-in was interrupted by itself.");
        } catch (RuntimeException refused) {
            return "nobody, for " + (refused instanceof ConnectorException known ? known.code() : refused.getClass());
        }
    }

    private static RecordedRequest onlyTokenRequest(Rehearsal rehearsal) {
        return lastTokenRequest(rehearsal, 1);
    }

    private static RecordedRequest lastTokenRequest(Rehearsal rehearsal, int expected) {
        assertEquals(
                expected, rehearsal.count(Endpoint.TOKEN), "The token endpoint was not asked as often as it should.");
        List<RecordedRequest> requests = rehearsal.provider.requests(Endpoint.TOKEN);
        RecordedRequest last = requests.get(requests.size() - 1);
        assertEquals("POST", last.method(), "The token request is not a POST.");
        return last;
    }

    private static void assertParameter(Map<String, List<String>> parameters, String name, String expected) {
        List<String> values = parameters.getOrDefault(name, List.of());
        assertFalse(values.isEmpty(), () -> "The parameter " + name + " is missing.");
        assertEquals(1, values.size(), () -> "The parameter " + name + " is there more than once.");
        // Not assertEquals: some of the values are secret.
        assertTrue(
                expected.equals(values.get(0)),
                () -> "The parameter " + name + " does not have the value that it should"
                        + (name.equals("scope") || name.equals("redirect_uri") || name.endsWith("_method")
                                ? ", " + expected + ", but " + values.get(0) + "."
                                : "."));
    }

    private static String s256(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
