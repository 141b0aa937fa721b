package org.socialconnectors.testkit.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.simulator.SimulatedProvider;
import org.socialconnectors.testkit.control.ControlConnectorFactory.Making;

/** Each mistake with a newer protocol is told by the rule for it, in words that help. */
class WrongAdvancedConnectorsTest {
    private static volatile WrongAdvancedConnector underTest = WrongAdvancedConnector.ONE_KEY_FOR_ALL;
    private static volatile Making withEmails = AskingForEmails::new;

    static class Conformance extends AdvancedControlConformance {
        @Override
        protected Features features() {
            return underTest.features();
        }

        @Override
        protected SocialConnectorFactory factory() {
            return new ControlConnectorFactory("advanced", underTest::make);
        }

        @Override
        protected SimulatedProvider.Builder provider() {
            return super.provider().signedUserinfo(underTest == WrongAdvancedConnector.SIGNED_USERINFO_NOT_VERIFIED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void is_told_by_the_rule_for_it(WrongAdvancedConnector wrong) {
        underTest = wrong;
        Verdict verdict = Verdict.of(wrong.rule(), Conformance.class);
        assertTrue(verdict.messageOf(wrong.rule()).contains(wrong.message()), verdict::messages);
    }

    @Test
    void every_rule_about_newer_protocols_has_a_connector_that_breaks_it() {
        Set<String> rules = new TreeSet<>(List.of("R05", "R06"));
        IntStream.rangeClosed(20, 33).forEach(number -> rules.add("S" + number));
        rules.removeAll(WrongAdvancedConnector.rules());
        assertEquals(Set.of(), rules);
    }

    @Test
    void addresses_from_a_further_answer_keep_every_rule() {
        withEmails = AskingForEmails::new;
        Verdict verdict = Verdict.on(WithEmails.class);
        assertEquals(Set.of(), verdict.brokenRules(), verdict::messages);
    }

    @Test
    void an_address_that_counts_as_verified_when_the_list_cannot_be_had_is_told_by_S34() {
        withEmails = (config, context) -> new AskingForEmails(config, context) {
            @Override
            protected JsonObject listed(Secret accessToken) throws InterruptedException {
                try {
                    return super.listed(accessToken);
                } catch (ConnectorException unusable) {
                    return JsonObject.response(Map.of("email", "ada@example.org", "verified", true));
                }
            }
        };
        Verdict verdict = Verdict.of("S34", WithEmails.class);
        assertTrue(verdict.messageOf("S34").contains("an e-mail address counts as verified"), verdict::messages);
    }

    @Test
    void a_list_whose_flags_are_not_read_is_told_by_T44() {
        withEmails = (config, context) -> new AskingForEmails(config, context) {
            @Override
            protected boolean emailVerified(JsonObject listed) {
                return listed.has("email");
            }
        };
        Verdict verdict = Verdict.on(WithEmails.class);
        assertEquals(Set.of("T44"), verdict.brokenRules(), verdict::messages);
    }

    /** A provider whose addresses are in a list of their own. */
    static final class WithEmails extends ControlConformance {
        private static final URI ADDRESS = URI.create(ControlConnector.ISSUER + "/emails");

        @Override
        protected SocialConnectorFactory factory() {
            return new ControlConnectorFactory("control", withEmails);
        }

        @Override
        protected SimulatedProvider.Builder provider() {
            return super.provider()
                    .resource(
                            ADDRESS,
                            persona -> List.of(
                                    Map.of("email", "old@example.org", "primary", false, "verified", true),
                                    Map.of("email", "ada@example.org", "primary", true, "verified", true)));
        }

        @Override
        protected String emailVerifiedMember() {
            return "verified";
        }
    }

    /** Takes the address from the list, and what the list says of it. */
    private static class AskingForEmails extends ControlConnector {
        AskingForEmails(JsonObject config, ConnectorContext context) {
            super(config, context);
        }

        @Override
        protected JsonObject about(@Nullable JsonObject claims, TokenSet tokens) throws InterruptedException {
            Map<String, @Nullable Object> members =
                    new LinkedHashMap<>(super.about(claims, tokens).toMap());
            members.put("listed", listed(tokens.accessToken()).toMap());
            return JsonObject.response(members);
        }

        protected JsonObject listed(Secret accessToken) throws InterruptedException {
            HttpTransport.Response response = send(HttpTransport.Request.get(WithEmails.ADDRESS)
                    .header("Authorization", "Bearer " + accessToken.reveal()));
            String body = new String(response.body(), StandardCharsets.UTF_8);
            JsonObject wrapped = json(("{\"list\":" + body + "}").getBytes(StandardCharsets.UTF_8))
                    .filter(unused -> response.status() == 200)
                    .orElseThrow(() -> refusal(ErrorCode.INVALID_RESPONSE, "the answer is not a list"));
            return wrapped.objects("list").stream()
                    .filter(each -> each.isTrue("primary"))
                    .findFirst()
                    .orElseGet(() -> JsonObject.response(Map.of()));
        }

        @Override
        protected SocialProfile profile(JsonObject userinfo) {
            JsonObject listed = userinfo.object("listed").orElseThrow();
            return SocialProfile.builder()
                    .name(userinfo.displayText("name").orElse(null))
                    .username(userinfo.displayText("preferred_username").orElse(null))
                    .email(listed.displayText("email").orElse(null), emailVerified(listed))
                    .raw(raw(userinfo))
                    .build();
        }

        @Override
        protected boolean emailVerified(JsonObject listed) {
            return listed.isTrue("verified");
        }
    }
}
