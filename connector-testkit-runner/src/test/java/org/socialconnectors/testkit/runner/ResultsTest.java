package org.socialconnectors.testkit.runner;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.TestAbortedException;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.testkit.runner.RuleResult.Verdict;

/** The verdict on each rule, from runs of rules in the JUnit Platform. */
class ResultsTest {
    private static final String AFTERWARDS = "S17";
    private static final Duration A_BIT = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final StringWriter progress = new StringWriter();
    private final Results results = new Results(RuleBook.read(), new PrintWriter(progress, true));

    @Test
    void a_rule_holds_or_is_broken_or_cannot_be_known_or_was_not_run() {
        run(Rules.class);
        assertEquals(
                List.of(
                        "X01 HOLDS ",
                        "X02 BROKEN the address lacks it",
                        "X03 BROKEN java.lang.IllegalStateException" + at("Rules.X03_ends_in_an_exception"),
                        "X04 BROKEN java.lang.NullPointerException"
                                + at("Rules.X04_ends_in_an_exception_that_says_nothing"),
                        "X05 UNKNOWABLE no list of sockets here",
                        "X06 NOT_RUN not now",
                        "X07 BROKEN it is so",
                        "S17 NOT_RUN "),
                verdicts());
    }

    @Test
    void each_rule_has_its_name_where_to_read_more_and_how_long_it_took() {
        run(Rules.class);
        RuleResult first = results.all().get(0);
        assertEquals("holds", first.title());
        assertEquals("docs/conformance.md", first.readMore());
        assertTrue(first.took().compareTo(Duration.ZERO) > 0, first::toString);
        assertTrue(first.took().compareTo(LONGEST) < 0, first::toString);
        assertEquals(Duration.ZERO, results.all().get(7).took());
    }

    @Test
    void where_to_read_more_begins_with_the_specification_that_the_rule_follows_from() {
        RuleBook book = RuleBook.read();
        assertEquals(
                "RFC 7636 sections 4.1 and 4.2; RFC 6749 section 10.12; docs/conformance.md", book.readMore("T01"));
        assertEquals("docs/conformance.md", book.readMore("T06"));
    }

    @Test
    void progress_is_told_rule_by_rule() {
        run(Rules.class);
        results.afterwards(Optional.empty());
        List<String> lines = progress.toString().lines().toList();
        assertEquals("[1/8] X01 holds: ok", lines.get(0));
        assertEquals("[2/8] X02 is broken: BROKEN", lines.get(1));
        assertEquals("[5/8] X05 cannot be known: unknown", lines.get(4));
        assertEquals("[7/8] S17 no thread is left behind after the run: ok", lines.get(6));
        assertEquals(7, lines.size());
    }

    @Test
    void a_class_of_rules_that_fails_as_a_whole_is_not_overlooked() {
        run(Unprepared.class);
        RuleResult whole = results.all().get(results.all().size() - 1);
        assertEquals(Verdict.BROKEN, whole.verdict());
        assertEquals("java.lang.IllegalStateException" + at("Unprepared.prepare"), withoutLines(whole.why()));
        assertEquals(Verdict.NOT_RUN, results.all().get(0).verdict());
        assertTrue(whole.took().compareTo(LONGEST) < 0, whole::toString);
    }

    @Test
    void threads_that_are_left_break_the_rule_for_what_comes_afterwards() {
        run(Rules.class);
        results.afterwards(Optional.of("a thread"));
        assertEquals("S17 BROKEN a thread", verdicts().get(7));
        results.afterwards(Optional.empty());
        assertEquals("S17 HOLDS ", verdicts().get(7));
    }

    @Test
    void the_rule_that_is_running_when_the_run_is_broken_off_is_blamed() {
        List<String> seen = new ArrayList<>();
        run(Rules.class, new TestExecutionListener() {
            @Override
            public void executionStarted(TestIdentifier identifier) {
                if (identifier.getDisplayName().startsWith("X02")) {
                    waitABit();
                    results.breakOff("the time is over");
                    seen.addAll(verdicts());
                    assertTookABit(results.all().get(1));
                }
            }
        });
        assertEquals(
                List.of(
                        "X01 HOLDS ",
                        "X02 BROKEN the time is over",
                        "X03 NOT_RUN ",
                        "X04 NOT_RUN ",
                        "X05 NOT_RUN ",
                        "X06 NOT_RUN ",
                        "X07 NOT_RUN ",
                        "S17 NOT_RUN "),
                seen);
    }

    /** Or the reports of a run that hung at its very end would say that all is well. */
    @Test
    void a_run_that_is_broken_off_when_all_rules_are_done_is_not_conformant() {
        run(Good.class);
        waitABit();
        results.breakOff("the time is over");
        assertEquals(List.of("X01 HOLDS ", "S17 BROKEN the time is over"), verdicts());
        assertTookABit(results.all().get(1));
        assertFalse(new Report("acorn", "acorn.jar", List.of(), results.all()).isConformant());
    }

    @Test
    void a_run_that_is_broken_off_before_it_starts_has_no_results() {
        results.breakOff("the time is over");
        assertEquals(List.of(), results.all());
    }

    @Test
    void what_a_rule_expected_of_a_yes_or_no_is_not_repeated() {
        run(Rules.class);
        assertEquals("it is so", results.all().get(6).why());
        assertEquals(AFTERWARDS, results.all().get(7).rule());
    }

    @Test
    void only_a_broken_rule_has_advice_by_its_test() {
        run(Advised.class);
        String known = advice().get(1);
        assertTrue(known.startsWith("Own no thread: "), known);
        assertEquals(List.of("", known, "", ""), advice());
        results.afterwards(Optional.of("a thread"));
        assertEquals("Own no thread: no executor, no timer, no client with a pool.", advice().get(3));
        results.breakOff("the time is over");
        assertEquals(List.of("", known, "", ""), advice());
    }

    @Test
    void each_of_several_failures_of_a_rule_is_told_once_in_a_line() {
        run(Several.class);
        List<String> lines = first().why().lines().toList();
        assertEquals(List.of("one", "two"), lines.subList(0, 2));
        assertTrue(lines.get(2).startsWith("java.lang.IllegalStateException at "), lines::toString);
        assertEquals(3, lines.size());
    }

    @Test
    void of_a_foreign_exception_its_class_is_told_and_where_it_was_thrown_but_never_its_message() {
        run(Foreign.class);
        assertEquals(
                List.of(
                        "X01 BROKEN org.socialconnectors.testkit.runner.ResultsTest$Foreign$Stackless",
                        "X02 BROKEN org.socialconnectors.api.error.ConnectorException: PROVIDER_ERROR: it is said",
                        "X03 BROKEN it ends in java.lang.IllegalStateException.",
                        "X04 BROKEN java.lang.NumberFormatException at"
                                + " java.lang.NumberFormatException.forInputString(NumberFormatException.java)",
                        "S17 NOT_RUN "),
                verdicts());
    }

    @Test
    void each_class_that_rules_miss_is_kept_once() {
        run(Needy.class);
        assertEquals(List.of("com.acme.Quill", "com.acme.Ink", "com.acme.Paper"), results.missingClasses());
        assertEquals("java.lang.NoClassDefFoundError", first().why());
    }

    private RuleResult first() {
        return results.all().get(0);
    }

    private List<String> advice() {
        return results.all().stream().map(RuleResult::advice).toList();
    }

    private static void waitABit() {
        long end = System.nanoTime() + A_BIT.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static void assertTookABit(RuleResult result) {
        assertTrue(result.took().compareTo(A_BIT) >= 0 && result.took().compareTo(LONGEST) < 0, result::toString);
    }

    private List<String> verdicts() {
        return results.all().stream()
                .map(each -> each.rule() + " " + each.verdict() + " " + withoutLines(each.why()))
                .toList();
    }

    private static String at(String method) {
        return " at " + ResultsTest.class.getName() + "$" + method + "(ResultsTest.java)";
    }

    private static String withoutLines(String why) {
        return why.replaceAll("\\.java:\\d+\\)", ".java)");
    }

    private void run(Class<?> rules, TestExecutionListener... further) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(rules))
                .build();
        TestExecutionListener[] listeners = new TestExecutionListener[further.length + 1];
        listeners[0] = results;
        System.arraycopy(further, 0, listeners, 1, further.length);
        LauncherFactory.create().execute(request, listeners);
    }

    @DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static final class Rules {
        @Test
        void X01_holds() {}

        @Test
        void X02_is_broken() {
            fail("the address lacks it");
        }

        @Test
        void X03_ends_in_an_exception() {
            throw new IllegalStateException("unforeseen");
        }

        @Test
        void X04_ends_in_an_exception_that_says_nothing() {
            throw new NullPointerException();
        }

        @Test
        void X05_cannot_be_known() {
            throw new TestAbortedException("no list of sockets here");
        }

        @Test
        @Disabled("not now")
        void X06_is_not_run() {}

        @Test
        void X07_is_a_matter_of_yes_and_no() {
            assertFalse(true, "it is so");
        }
    }

    /** Named like rules that are advised of, but no tests of them. */
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static final class Advised {
        @Test
        @DisplayName("S13 only the providers endpoints are asked")
        void X01_holds() {}

        @Test
        @DisplayName("S14 no thread is left behind")
        void X02_is_broken() {
            fail("it is refused");
        }

        @Test
        @DisplayName("S14 of which nobody advises")
        void X03_is_broken() {
            fail("it is refused");
        }
    }

    static final class Several {
        @Test
        void X01() {
            assertAll(() -> fail("one"), () -> fail("two"), () -> fail("one"), () -> {
                throw new IllegalStateException("three");
            });
        }
    }

    @TestMethodOrder(MethodOrderer.MethodName.class)
    static final class Foreign {
        @Test
        void X01() {
            throw new Stackless();
        }

        @Test
        void X02() {
            throw ConnectorException.of(ErrorCode.PROVIDER_ERROR, "it is said").build();
        }

        @Test
        void X03() {
            fail("it ends in java.lang.IllegalStateException.", new IllegalStateException("a-secret"));
        }

        /** Without a frame of whoever asked for it. */
        @Test
        void X04() throws Throwable {
            try {
                CompletableFuture.completedFuture("a-secret")
                        .thenApplyAsync(Integer::valueOf)
                        .join();
            } catch (CompletionException late) {
                throw late.getCause();
            }
        }

        private static final class Stackless extends RuntimeException {
            private static final long serialVersionUID = 1L;

            Stackless() {
                super("a-secret", null, false, false);
            }
        }
    }

    @TestMethodOrder(MethodOrderer.MethodName.class)
    static final class Needy {
        @Test
        void X01() {
            NoClassDefFoundError missing = new NoClassDefFoundError("com/acme/Quill");
            missing.setStackTrace(new StackTraceElement[0]);
            throw missing;
        }

        @Test
        void X02() {
            fail("it ends in java.lang.NoClassDefFoundError", new NoClassDefFoundError("com/acme/Quill"));
        }

        @Test
        void X03() {
            assertAll(() -> fail("one", new NoClassDefFoundError("com/acme/Ink")), () -> {
                throw new NoClassDefFoundError("com/acme/Paper");
            });
        }
    }

    static final class Good {
        @Test
        void X01() {}
    }

    static final class Unprepared {
        @BeforeAll
        static void prepare() {
            throw new IllegalStateException("unprepared");
        }

        @Test
        void X01() {}
    }
}
