package org.socialconnectors.checks.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of the design for modules whose packages begin with {@code root}. The root is a parameter so that the same rules can be shown to
 * fail over packages that break them.
 */
record Rules(String root) {

    ArchRule the_api_needs_the_jdk_alone() {
        return classes()
                .that()
                .resideInAPackage(module("api"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(module("api"), "java..", "org.jspecify.annotations..");
    }

    ArchRule authors_inherit_nothing_of_core() {
        return blind("oauth", "core", "simulator", "testkit", "console");
    }

    ArchRule core_treats_every_connector_alike() {
        return blind("core", "oauth", "huggingface", "simulator", "testkit", "console");
    }

    ArchRule a_connector_sees_the_api_and_oauth_alone() {
        return blind("huggingface", "core", "simulator", "testkit", "console");
    }

    ArchRule the_simulator_shares_no_mistake_with_what_it_tests() {
        return blind("simulator", "oauth", "core", "huggingface", "testkit", "console");
    }

    ArchRule the_testkit_shares_no_mistake_with_what_it_tests() {
        return blind("testkit", "oauth", "huggingface", "console");
    }

    ArchRule only_packages_named_guice_import_guice() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage("..guice")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.inject..");
    }

    ArchRule no_library_shows_in_a_public_signature() {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage(module("console"))
                .should(nameOnlyKnownTypes());
    }

    ArchRule libraries_do_not_print() {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage(module("console"))
                .and(areNotPrograms())
                // It listens to what connectors print, and prints nothing itself.
                .and()
                .doNotHaveFullyQualifiedName(root + ".testkit.CapturedOutput")
                .should(not(ACCESS_STANDARD_STREAMS));
    }

    ArchRule every_package_is_null_marked() {
        return classes().that().resideInAPackage(root + "..").should(resideInANullMarkedPackage());
    }

    ArchRule packages_are_named_after_ideas() {
        return noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..", "..utils..", "..common..", "..impl..", "..manager..", "..helper..", "..helpers..");
    }

    ArchRule packages_have_no_cycles() {
        return slices().assignedFrom(packages()).should().beFreeOfCycles();
    }

    private ArchRule blind(String module, String... others) {
        String[] packages = Stream.of(others).map(this::module).toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(module(module))
                .should(not(dependOnClassesThat(resideInAnyPackage(packages))));
    }

    private String module(String name) {
        return root + "." + name + "..";
    }

    private static DescribedPredicate<JavaClass> areNotPrograms() {
        return DescribedPredicate.describe(
                "are not programs",
                type -> type.tryGetMethod("main", String[].class).isEmpty());
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a package that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage()
                        .tryGetPackageInfo()
                        .map(info -> info.isAnnotatedWith(NullMarked.class))
                        .orElse(false);
                events.add(new SimpleConditionEvent(
                        type, marked, type.getName() + " is in a package without a @NullMarked package-info"));
            }
        };
    }

    private ArchCondition<JavaClass> nameOnlyKnownTypes() {
        DescribedPredicate<JavaClass> everywhere =
                resideInAnyPackage(root + "..", "java..", "org.jspecify.annotations..");
        DescribedPredicate<JavaClass> guice = resideInAPackage("com.google.inject..");
        DescribedPredicate<JavaClass> junit = resideInAPackage("org.junit.jupiter.api..");
        return new ArchCondition<>(
                "name only types of their own, of the JDK, of Guice where that is meant, and of JUnit in the testkit, in what others "
                        + "can use") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!canBeUsed(type)) {
                    return;
                }
                Stream<JavaType> parents = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
                report(type.getName(), Stream.concat(parents, type.getTypeParameters().stream()), type, events);
                type.getMembers().stream()
                        .filter(Rules::canBeUsed)
                        .forEach(member -> report(member.getFullName(), namedTypes(member), type, events));
            }

            private void report(
                    String where, Stream<? extends JavaType> types, JavaClass type, ConditionEvents events) {
                Set<String> named = new TreeSet<>();
                types.flatMap(each -> each.getAllInvolvedRawTypes().stream())
                        .map(JavaClass::getBaseComponentType)
                        .filter(each -> !each.isPrimitive() && !isKnown(each, type))
                        .forEach(each -> named.add(each.getName()));
                named.forEach(name -> events.add(SimpleConditionEvent.violated(type, where + " names " + name)));
            }

            private boolean isKnown(JavaClass type, JavaClass in) {
                return everywhere.test(type)
                        || (guice.test(type) && resideInAPackage("..guice").test(in))
                        || (junit.test(type)
                                && resideInAPackage(module("testkit")).test(in));
            }
        };
    }

    private static Stream<JavaType> namedTypes(JavaMember member) {
        Stream<JavaType> types = member.getAllInvolvedRawTypes().stream().map(JavaType.class::cast);
        return member instanceof JavaCodeUnit code ? Stream.concat(types, code.getExceptionTypes().stream()) : types;
    }

    private static boolean canBeUsed(JavaClass type) {
        return isOpen(type.getModifiers())
                && type.getEnclosingClass().map(Rules::canBeUsed).orElse(true);
    }

    private static boolean canBeUsed(JavaMember member) {
        return isOpen(member.getModifiers()) && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static boolean isOpen(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static SliceAssignment packages() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(type.getPackageName());
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }
}
