package org.socialconnectors.checks.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {

    private static final String ROOT = "org.socialconnectors";
    private static final JavaClasses MODULES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
    private static final Rules RULES = new Rules(ROOT);

    @ParameterizedTest
    @ValueSource(strings = {"api", "oauth", "huggingface", "standard", "core", "simulator", "testkit", "console"})
    void every_module_is_looked_at(String module) {
        assertTrue(MODULES.containPackage(ROOT + "." + module), module);
    }

    @Test
    void the_api_needs_the_jdk_alone() {
        RULES.the_api_needs_the_jdk_alone().check(MODULES);
    }

    @Test
    void authors_inherit_nothing_of_core() {
        RULES.authors_inherit_nothing_of_core().check(MODULES);
    }

    @Test
    void core_treats_every_connector_alike() {
        RULES.core_treats_every_connector_alike().check(MODULES);
    }

    @Test
    void a_connector_sees_the_api_and_oauth_alone() {
        RULES.a_connector_sees_the_api_and_oauth_alone().check(MODULES);
    }

    @Test
    void the_simulator_shares_no_mistake_with_what_it_tests() {
        RULES.the_simulator_shares_no_mistake_with_what_it_tests().check(MODULES);
    }

    @Test
    void the_testkit_shares_no_mistake_with_what_it_tests() {
        RULES.the_testkit_shares_no_mistake_with_what_it_tests().check(MODULES);
    }

    @Test
    void only_packages_named_guice_import_guice() {
        RULES.only_packages_named_guice_import_guice().check(MODULES);
    }

    @Test
    void no_library_shows_in_a_public_signature() {
        RULES.no_library_shows_in_a_public_signature().check(MODULES);
    }

    @Test
    void libraries_do_not_print() {
        RULES.libraries_do_not_print().check(MODULES);
    }

    @Test
    void every_package_is_null_marked() {
        RULES.every_package_is_null_marked().check(MODULES);
    }

    @Test
    void packages_are_named_after_ideas() {
        RULES.packages_are_named_after_ideas().check(MODULES);
    }

    @Test
    void packages_have_no_cycles() {
        RULES.packages_have_no_cycles().check(MODULES);
    }
}
