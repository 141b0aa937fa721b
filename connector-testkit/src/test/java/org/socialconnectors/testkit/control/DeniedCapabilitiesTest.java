package org.socialconnectors.testkit.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.socialconnectors.testkit.OAuthConnectorConformance;

/** A capability that is denied is tested to be absent: a connector that really lacks it passes, one that has it is told. */
class DeniedCapabilitiesTest {
    @ParameterizedTest
    @EnumSource
    void who_lacks_what_is_denied_keeps_every_rule(CorrectConnector correct) {
        Verdict verdict = Verdict.on(correct);
        assertEquals(Set.of(), verdict.brokenRules(), verdict::messages);
    }

    @ParameterizedTest
    @EnumSource
    void who_has_what_is_denied_is_told_so(WrongDenial wrong) {
        Verdict verdict = Verdict.on(wrong);
        if (wrong.letsNobodySignIn()) {
            assertTrue(verdict.brokenRules().containsAll(wrong.rules()), verdict::messages);
        } else {
            assertEquals(new TreeSet<>(wrong.rules()), verdict.brokenRules(), verdict::messages);
        }
        verdict.assertTells(wrong);
    }

    @Test
    void every_capability_is_denied_rightly_and_wrongly() {
        assertEquals(capabilities(), denied(CorrectConnector.values()));
        assertEquals(capabilities(), denied(WrongDenial.values()));
    }

    /** What an author can answer false or nothing to. */
    private static Set<String> capabilities() {
        return Stream.<Class<?>>iterate(
                        OAuthConnectorConformance.class, type -> type != Object.class, Class::getSuperclass)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Set.of(boolean.class, Optional.class).contains(method.getReturnType())
                        && Modifier.isProtected(method.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> denied(Variation... variations) {
        return Stream.of(variations)
                .flatMap(each -> each.denied().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
