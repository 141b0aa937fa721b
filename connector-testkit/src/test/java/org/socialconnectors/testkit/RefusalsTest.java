package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.PublishedKeys;
import org.socialconnectors.simulator.SigningAlgorithm;
import org.socialconnectors.simulator.SimulatedProvider;
import org.socialconnectors.testkit.control.ControlConnectorFactory;
import org.socialconnectors.testkit.control.CorrectConnector;
import org.socialconnectors.testkit.control.VariationConformance;

/** Each thing to refuse is there for some mistake: the ledger names one that does not refuse it. */
class RefusalsTest {
    private static final Pattern GIVEN = Pattern.compile("Given (.*?): this");
    private static final Set<String> TO_SUCCEED = Set.of("this should succeed");

    @Test
    void each_is_missed_by_some_mistake_and_each_that_is_missed_is_there() throws IOException {
        Set<String> missed = Ledger.read().words().stream()
                .filter(words -> TO_SUCCEED.stream().noneMatch(words::contains))
                .map(GIVEN::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> refused = new TreeSet<>();
        for (CorrectConnector correct : CorrectConnector.values()) {
            Refusals.of(VariationConformance.of(correct)).stream()
                    .filter(refusal -> !refusal.rule().equals("T45"))
                    .forEach(refusal -> refused.add(refusal.given()));
        }
        Refusals.ofMetadata(0).forEach(refusal -> refused.add(refusal.given()));
        Refusals.ofPublishedAddresses(new Plain().provider().build()).forEach(refusal -> refused.add(refusal.given()));
        assertEquals(missed, refused);
    }

    /** Two of one name would be one trial, and the second would never happen. */
    @Test
    void each_has_a_name_of_its_own() {
        for (CorrectConnector correct : CorrectConnector.values()) {
            List<String> names = Refusals.of(VariationConformance.of(correct)).stream()
                    .map(Refusal::toString)
                    .toList();
            assertEquals(names.stream().distinct().toList(), names);
        }
    }

    @Test
    void one_slash_more_or_less_is_another_issuer() {
        assertEquals("https://id.example/", Refusals.butForASlash("https://id.example"));
        assertEquals("https://id.example", Refusals.butForASlash("https://id.example/"));
    }

    @Test
    void what_a_provider_does_not_have_is_not_refused() {
        assertTrue(Refusals.of(new Kit(false, true)).stream()
                .noneMatch(each -> each.rule().equals("T32")));
        assertTrue(Refusals.of(new Kit(true, true)).stream()
                .noneMatch(each -> each.given().contains("without ID tokens")));
    }

    @Test
    void T41_the_weak_key_signs_as_the_provider_does() {
        PublishedKeys weak = PublishedKeys.of(SigningAlgorithm.PS256).withWeakRsa();
        assertEquals(weak, weakenedFrom(PublishedKeys.of(SigningAlgorithm.PS256)));
        assertEquals(weak, weakenedFrom(PublishedKeys.of(SigningAlgorithm.ES256, SigningAlgorithm.PS256)));
        assertEquals(weak, weakenedFrom(PublishedKeys.of(SigningAlgorithm.PS256, SigningAlgorithm.ES256)));
        PublishedKeys odd =
                PublishedKeys.of(SigningAlgorithm.RS512).withoutKeyIds().withEncryptionKey();
        assertEquals(odd.withWeakRsa(), weakenedFrom(odd));
    }

    @Test
    void T41_where_no_weak_key_can_sign_as_the_provider_does_it_signs_with_RS256() {
        PublishedKeys weak = PublishedKeys.of(SigningAlgorithm.RS256).withWeakRsa();
        assertEquals(weak, weakenedFrom(PublishedKeys.of(SigningAlgorithm.EDDSA)));
        assertEquals(weak, weakenedFrom(PublishedKeys.of(SigningAlgorithm.PS512)));
    }

    private static PublishedKeys weakenedFrom(PublishedKeys keys) {
        OAuthConnectorConformance kit = new Plain() {
            @Override
            protected SimulatedProvider.Builder provider() {
                return super.provider().keys(keys);
            }
        };
        Refusal weak = Refusals.of(kit).stream()
                .filter(refusal -> refusal.given().equals("an RSA key of 1024 bit"))
                .findFirst()
                .orElseThrow();
        Rehearsal rehearsal = kit.rehearse();
        assertInstanceOf(ConnectorException.class, weak.happensIn(rehearsal));
        return rehearsal.provider.publishedKeys();
    }

    @Test
    void a_connector_can_everything_unless_its_author_denies_it() {
        OAuthConnectorConformance kit = new Kit(true, true);
        assertTrue(kit.supportsUserinfo() && kit.supportsPublicClients() && kit.supportsPkce());
        assertTrue(kit.supportsRefresh() && kit.returnsTokens() && kit.pinsIssuer());
        assertTrue(kit.saysWhetherEmailIsVerified() && kit.keepsRawClaims() && kit.beginsWithoutRequest());
        assertEquals(Set.of("clientId", "clientSecret"), kit.configuration().keySet());
    }

    @Test
    void a_connector_is_like_most_unless_its_author_says_otherwise() {
        OAuthConnectorConformance kit = new Plain();
        assertTrue(kit.supportsIdTokens() && kit.signsInWithoutOpenid());
        assertFalse(kit.receivesCallbackByForm() || kit.pushesAuthorizationRequests() || kit.provesPossession());
        assertFalse(kit.supportsDeviceSignIn() || kit.supportsRevocation() || kit.supportsLogoutUrl());
        assertEquals(ClientAuthenticationMethod.CLIENT_SECRET_BASIC, kit.clientAuthentication());
        assertEquals(Persona.VERIFIED_EMAIL, kit.person());
        assertEquals("sub", kit.subjectMember());
        assertEquals("email_verified", kit.emailVerifiedMember());
        assertEquals(List.of(), kit.unverifiedEmailValues());
        assertEquals(List.of("openid", "profile", "email"), kit.scopes());
    }

    private static class Plain extends OAuthConnectorConformance {
        @Override
        protected SocialConnectorFactory factory() {
            return new ControlConnectorFactory();
        }

        @Override
        protected SimulatedProvider.Builder provider() {
            URI issuer = URI.create("https://id.control.example");
            return SimulatedProvider.builder(issuer)
                    .authorizationEndpoint(issuer.resolve("/authorize"))
                    .tokenEndpoint(issuer.resolve("/token"))
                    .userinfoEndpoint(issuer.resolve("/userinfo"))
                    .jwksUri(issuer.resolve("/keys"))
                    .discovery(true);
        }

        @Override
        protected SocialProfile expectedProfile() {
            return SocialProfile.builder().build();
        }
    }

    private static final class Kit extends Plain {
        private final boolean idTokens;
        private final boolean issuer;

        Kit(boolean idTokens, boolean issuer) {
            this.idTokens = idTokens;
            this.issuer = issuer;
        }

        @Override
        protected SimulatedProvider.Builder provider() {
            return super.provider().issuerInCallback(issuer);
        }

        @Override
        protected boolean supportsIdTokens() {
            return idTokens;
        }
    }
}
