package org.socialconnectors.testkit.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.simulator.Persona;

/** Whoever signs in at a right connector, it keeps the rules. */
class PeopleTest {
    @Test
    void each_rule_may_have_a_person_of_its_own() {
        Verdict verdict = Verdict.of(SomebodyElseEachTime.class);
        assertEquals(Set.of(), verdict.brokenRules(), verdict::messages);
    }

    /** JUnit makes an instance of it for each rule. */
    static final class SomebodyElseEachTime extends ControlConformance {
        private final Persona person = new Persona(
                UUID.randomUUID().toString(),
                Persona.VERIFIED_EMAIL.username(),
                Persona.VERIFIED_EMAIL.name(),
                Persona.VERIFIED_EMAIL.email(),
                Persona.VERIFIED_EMAIL.website(),
                Persona.VERIFIED_EMAIL.pro(),
                Persona.VERIFIED_EMAIL.canPay(),
                Persona.VERIFIED_EMAIL.organizations(),
                Optional.empty());

        @Override
        protected SocialConnectorFactory factory() {
            return new ControlConnectorFactory();
        }

        @Override
        protected Persona person() {
            return person;
        }
    }
}
