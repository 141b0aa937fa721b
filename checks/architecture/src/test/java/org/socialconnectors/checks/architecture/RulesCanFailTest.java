package org.socialconnectors.checks.architecture;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Shows over classes that break them that the rules can fail. */
class RulesCanFailTest {

    private static final String ROOT = "org.socialconnectors.checks.architecture.broken";
    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(ROOT);
    private static final Rules RULES = new Rules(ROOT);

    @Test
    void the_api_needs_the_jdk_alone() {
        assertViolated(RULES.the_api_needs_the_jdk_alone(), "broken.api.NeedsALibrary");
    }

    @Test
    void authors_inherit_nothing_of_core() {
        assertViolated(RULES.authors_inherit_nothing_of_core(), "broken.oauth.SeesCore");
    }

    @Test
    void core_treats_every_connector_alike() {
        assertViolated(RULES.core_treats_every_connector_alike(), "broken.core.SeesOAuth");
    }

    @Test
    void a_connector_sees_the_api_and_oauth_alone() {
        assertViolated(RULES.a_connector_sees_the_api_and_oauth_alone(), "broken.huggingface.SeesCore");
    }

    @Test
    void the_simulator_shares_no_mistake_with_what_it_tests() {
        assertViolated(RULES.the_simulator_shares_no_mistake_with_what_it_tests(), "broken.simulator.SeesOAuth");
    }

    @Test
    void the_testkit_shares_no_mistake_with_what_it_tests() {
        assertViolated(RULES.the_testkit_shares_no_mistake_with_what_it_tests(), "broken.testkit.SeesOAuth");
    }

    @Test
    void only_packages_named_guice_import_guice() {
        assertViolated(RULES.only_packages_named_guice_import_guice(), "broken.core.UsesGuice");
    }

    @Test
    void no_library_shows_in_a_public_signature() {
        String report = report(RULES.no_library_shows_in_a_public_signature());
        assertAll(Stream.of(
                        "ShowsJackson.<init>",
                        "ShowsJackson.field",
                        "ShowsJackson.parameter",
                        "ShowsJackson.typeArgument",
                        "ShowsJackson.result",
                        "ShowsJackson.failure",
                        "ShowsJackson$Extended",
                        "ShowsOthers.guice",
                        "ShowsOthers.junit",
                        "ShowsOthers.arrays")
                .map(place -> () -> assertTrue(report.contains("broken.core." + place), place + " in " + report)));
        assertFalse(report.contains("hidden"), report);
        assertFalse(report.contains("ShowsOthers.known"), report);
        assertFalse(report.contains("broken.core.guice"), report);
        assertFalse(report.contains("broken.testkit"), report);
    }

    @Test
    void libraries_do_not_print() {
        assertViolated(RULES.libraries_do_not_print(), "broken.core.Prints");
    }

    @Test
    void every_package_is_null_marked() {
        assertViolated(RULES.every_package_is_null_marked(), "broken.core.Prints is in a package without");
    }

    @Test
    void packages_are_named_after_ideas() {
        assertViolated(RULES.packages_are_named_after_ideas(), "broken.util.Anything");
    }

    @Test
    void packages_have_no_cycles() {
        assertViolated(RULES.packages_have_no_cycles(), "Cycle detected");
    }

    private static void assertViolated(ArchRule rule, String expected) {
        String report = report(rule);
        assertTrue(report.contains(expected), report);
    }

    private static String report(ArchRule rule) {
        return String.join("\n", rule.evaluate(BROKEN).getFailureReport().getDetails());
    }
}
