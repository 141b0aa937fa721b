package org.socialconnectors.testkit.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.core.json.JsonReader;
import org.socialconnectors.testkit.runner.RuleResult.Verdict;

/** What a run amounts to, and what its reports say of it. */
class ReportTest {
    @Test
    void a_connector_is_conformant_if_all_rules_hold() {
        assertTrue(report(Verdict.HOLDS, Verdict.HOLDS).isConformant());
        assertEquals(Ending.ALL_RULES_HOLD, report(Verdict.HOLDS).ending());
    }

    @Test
    void one_rule_that_is_broken_is_enough_to_fail() {
        Report report = report(Verdict.HOLDS, Verdict.BROKEN, Verdict.UNKNOWABLE, Verdict.HOLDS);
        assertFalse(report.isConformant());
        assertEquals(Ending.A_RULE_IS_BROKEN, report.ending());
    }

    @Test
    void a_connector_is_not_conformant_while_rules_are_left_out() {
        Report held = report(Verdict.HOLDS, Verdict.NOT_RUN, Verdict.UNKNOWABLE);
        assertFalse(held.isConformant());
        assertEquals(Ending.RULES_LEFT_OUT, held.ending());
        assertEquals(
                Ending.A_RULE_IS_BROKEN,
                report(Verdict.HOLDS, Verdict.NOT_RUN, Verdict.BROKEN).ending());
        assertEquals(Ending.A_RULE_IS_BROKEN, report(Verdict.NOT_RUN).ending());
    }

    @Test
    void what_this_system_does_not_let_anybody_know_does_not_count_against_a_connector() {
        assertTrue(report(Verdict.HOLDS, Verdict.UNKNOWABLE).isConformant());
    }

    @Test
    void no_connector_is_conformant_by_rules_that_nobody_could_try() {
        assertFalse(report().isConformant());
        assertFalse(report(Verdict.UNKNOWABLE).isConformant());
    }

    @Test
    void the_summary_counts_each_verdict_and_unknown_ones_if_there_are_any() {
        assertEquals(
                "acorn: 2 of 2 rules hold, 0 broken, 0 not run",
                report(Verdict.HOLDS, Verdict.HOLDS).summary());
        assertEquals(
                "acorn: 1 of 6 rules hold, 2 broken, 1 not run, 2 unknown on this system",
                report(
                                Verdict.HOLDS,
                                Verdict.BROKEN,
                                Verdict.BROKEN,
                                Verdict.NOT_RUN,
                                Verdict.UNKNOWABLE,
                                Verdict.UNKNOWABLE)
                        .summary());
    }

    @Test
    void the_exit_codes_are_those_of_the_help() {
        assertEquals(
                List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
                Arrays.stream(Ending.values()).map(Ending::code).toList());
        assertEquals(0, Ending.ALL_RULES_HOLD.code());
        assertEquals(8, Ending.NOT_FINISHED.code());
    }

    @Test
    void the_table_says_why_for_all_that_does_not_hold() {
        assertEquals(
                List.of(
                        "",
                        "Rule  Result  Why, and where to read more",
                        "T00   ok      title 0",
                        "T01   BROKEN  title 1",
                        "              why 1",
                        "              -> RFC 1",
                        "T02   unknown title 2",
                        "              why 2",
                        "              -> RFC 2",
                        "",
                        "acorn: 1 of 3 rules hold, 1 broken, 0 not run, 1 unknown on this system.",
                        "a note"),
                table(report(Verdict.HOLDS, Verdict.BROKEN, Verdict.UNKNOWABLE)));
    }

    @Test
    void advice_stands_between_the_reason_and_where_to_read_more() throws Exception {
        Report report = advised("The address lacks it.", "Check the address.");
        assertEquals(
                List.of(
                        "T01   BROKEN  title 1",
                        "              The address lacks it.",
                        "              Advice: Check the address.",
                        "              -> RFC 1"),
                table(report).subList(2, 6));
        assertEquals(
                "Check the address.",
                JsonReader.config(ReportWriter.json(report))
                        .objects("rules")
                        .get(0)
                        .text("advice"));
        String xml = ReportWriter.junitXml(report);
        assertTrue(xml.contains("<failure message=\"The address lacks it.\">Check the address.\nRFC 1</failure>"), xml);
        String html = ReportWriter.html(report);
        assertTrue(
                html.contains("<td class=\"why\">The address lacks it.<p>Advice: Check the address.</p></td>"), html);
    }

    @Test
    void advice_that_the_reason_gives_already_is_not_repeated_to_people() {
        Report report = advised("It lacks it. Then check  the address. Or so.", "Check the address.");
        assertEquals(
                List.of("              It lacks it. Then check the address. Or so.", "              -> RFC 1"),
                table(report).subList(3, 5));
        assertTrue(ReportWriter.junitXml(report).contains("\">RFC 1</failure>"));
        assertFalse(ReportWriter.html(report).contains("<p>Advice"));
        assertEquals(
                "Check the address.",
                JsonReader.config(ReportWriter.json(report))
                        .objects("rules")
                        .get(0)
                        .text("advice"));
    }

    @Test
    void each_of_several_reasons_stands_in_its_own_line() {
        assertEquals(
                List.of("              one", "              two", "              Advice: Look."),
                table(advised("one\n two ", "Look.")).subList(3, 6));
    }

    @Test
    void a_blank_line_of_a_reason_is_none_in_the_table() {
        assertEquals(List.of("one", "two"), reasons("one\n\ntwo"));
    }

    @Test
    void a_reason_that_rules_share_is_told_once_to_people_and_each_time_to_programs() {
        RuleResult first = new RuleResult("T01", "a", Verdict.BROKEN, "It hangs.", "Look.", "RFC 1", Duration.ZERO);
        RuleResult second = new RuleResult("T02", "b", Verdict.BROKEN, "It hangs.", "Think.", "RFC 2", Duration.ZERO);
        Report report = new Report("acorn", "acorn.jar", List.of(), List.of(first, second));
        assertEquals(
                List.of(
                        "T01   BROKEN  a",
                        "              It hangs.",
                        "              Advice: Look.",
                        "              -> RFC 1",
                        "T02   BROKEN  b",
                        "              for the same reason as T01",
                        "              -> RFC 2"),
                table(report).subList(2, 9));
        String html = ReportWriter.html(report);
        assertTrue(html.contains("<td class=\"why\">It hangs.<p>Advice: Look.</p></td>"), html);
        assertTrue(html.contains("<td class=\"why\">for the same reason as T01</td>"), html);
        assertEquals(2, occurrences(ReportWriter.json(report), "It hangs."));
        assertTrue(ReportWriter.json(report).contains("Think."));
        assertEquals(2, occurrences(ReportWriter.junitXml(report), "It hangs."));
        assertFalse(String.join("", table(report)).contains("Begin with"));
        assertFalse(html.contains("Begin with"), html);
    }

    @Test
    void the_rule_that_says_why_nobody_can_sign_in_comes_before_what_follows_from_it() {
        RuleResult follows = new RuleResult("R01", "a", Verdict.BROKEN, "Nobody.", "Look.", "RFC 1", Duration.ZERO);
        RuleResult signIn = new RuleResult("S18", "b", Verdict.BROKEN, "Nobody.", "Think.", "RFC 2", Duration.ZERO);
        Report report = new Report("acorn", "acorn.jar", List.of(), List.of(follows, signIn));
        assertEquals(
                List.of(
                        "S18   BROKEN  b",
                        "              Nobody.",
                        "              Advice: Think.",
                        "              -> RFC 2",
                        "R01   BROKEN  a",
                        "              for the same reason as S18",
                        "              -> RFC 1"),
                table(report).subList(2, 9));
    }

    @Test
    void how_many_rules_follow_from_that_nobody_can_sign_in_is_told_after_the_summary() {
        RuleResult signIn = new RuleResult("S18", "b", Verdict.BROKEN, "Nobody.", "", "RFC 2", Duration.ZERO);
        Report report = new Report(
                "acorn",
                "acorn.jar",
                List.of("a note"),
                List.of(
                        result(1, Verdict.BROKEN, "Nobody."),
                        result(2, Verdict.BROKEN, "It hangs."),
                        result(3, Verdict.NOT_RUN, "Nobody."),
                        signIn));
        String begin = "Begin with S18: 2 of the 3 broken rules fail for the same reason.";
        List<String> lines = table(report);
        assertEquals(
                List.of("acorn: 0 of 4 rules hold, 3 broken, 1 not run.", begin, "a note"),
                lines.subList(lines.size() - 3, lines.size()));
        assertTrue(ReportWriter.html(report).contains("<p>" + begin + "</p>"));
    }

    @Test
    void nothing_follows_from_that_nobody_can_sign_in_where_no_reason_is_like_it() {
        RuleResult signIn = new RuleResult("S18", "b", Verdict.BROKEN, "Nobody.", "", "RFC 2", Duration.ZERO);
        List<RuleResult> results = List.of(signIn, result(2, Verdict.BROKEN, "It hangs."));
        assertEquals(Optional.empty(), new Report("acorn", "acorn.jar", List.of(), results).beginning());
    }

    @Test
    void rules_that_hold_stay_in_their_order() {
        RuleResult one = result(1, Verdict.BROKEN, "why");
        RuleResult signIn = new RuleResult("S18", "b", Verdict.HOLDS, "", "", "RFC 2", Duration.ZERO);
        assertEquals(List.of(one, signIn), new Report("acorn", "acorn.jar", List.of(), List.of(one, signIn)).results());
    }

    @Test
    void rules_without_a_reason_share_none() {
        RuleResult notRun = new RuleResult("T01", "a", Verdict.NOT_RUN, "", "", "RFC 1", Duration.ZERO);
        List<String> lines = table(new Report("acorn", "acorn.jar", List.of(), List.of(notRun, notRun)));
        assertEquals(
                List.of("T01   not run a", "              -> RFC 1", "T01   not run a", "              -> RFC 1"),
                lines.subList(2, 6));
    }

    @Test
    void long_reasons_are_wrapped_between_words_and_nothing_is_lost() {
        String why = "word ".repeat(40).strip();
        Report report = new Report("acorn", "acorn.jar", List.of(), List.of(result(1, Verdict.BROKEN, why)));
        List<String> lines = table(report).stream()
                .filter(line -> line.startsWith("              word"))
                .toList();
        assertEquals(why, String.join(" ", lines.stream().map(String::strip).toList()));
        // As many words as fit into 72 characters.
        assertEquals(14, lines.get(0).strip().split(" ", -1).length);
        assertEquals(3, lines.size());
    }

    @Test
    void a_program_reads_each_verdict_by_its_name() {
        JsonObject read = JsonReader.config(ReportWriter.json(report(Verdict.HOLDS, Verdict.UNKNOWABLE)));
        assertTrue(read.isTrue("conformant"));
        assertEquals("acorn", read.text("connector"));
        assertEquals("acorn.jar", read.text("jar"));
        assertEquals(List.of("a note"), read.texts("notes"));
        String text = ReportWriter.json(report(Verdict.UNKNOWABLE));
        assertTrue(text.contains("\"result\" : \"UNKNOWABLE\""), text);
        assertTrue(text.contains("\"conformant\" : false"), text);
        assertTrue(text.contains("\"milliseconds\" : 1500"), text);
    }

    @Test
    void in_junit_xml_only_what_is_broken_is_a_failure() {
        String xml = ReportWriter.junitXml(
                report(Verdict.HOLDS, Verdict.BROKEN, Verdict.UNKNOWABLE, Verdict.NOT_RUN, Verdict.BROKEN));
        assertTrue(xml.contains("tests=\"5\" failures=\"2\" errors=\"0\" skipped=\"2\" time=\"7.500\""), xml);
        assertEquals(2, occurrences(xml, "<failure message="));
        assertEquals(2, occurrences(xml, "<skipped message="));
        assertTrue(xml.contains("<skipped message=\"why 2\">RFC 2</skipped>"), xml);
    }

    @Test
    void in_a_browser_what_does_not_hold_comes_first() {
        String html = ReportWriter.html(report(Verdict.HOLDS, Verdict.UNKNOWABLE));
        assertTrue(html.indexOf("class=\"UNKNOWABLE\"") > 0, html);
        assertTrue(html.indexOf("class=\"UNKNOWABLE\"") < html.indexOf("class=\"HOLDS\""), html);
        assertTrue(html.contains("<td class=\"why\">why 1</td>"), html);
        assertTrue(html.contains("<p>a note</p>"), html);
    }

    @Test
    void a_page_has_its_summary_and_a_row_for_each_rule_and_may_load_nothing() {
        String html = ReportWriter.html(report(Verdict.HOLDS, Verdict.BROKEN));
        assertEquals(
                "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"UTF-8\"/>"
                        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>"
                        + "<meta http-equiv=\"Content-Security-Policy\""
                        + " content=\"default-src 'none'; style-src 'unsafe-inline'\"/>"
                        + "<title>Conformance of acorn</title><style></style></head>"
                        + "<body><h1>Conformance of acorn</h1>"
                        + "<p>acorn: 1 of 2 rules hold, 1 broken, 0 not run.</p><p>Jar: acorn.jar</p><p>a note</p>"
                        + "<table><tr><th scope=\"col\">Rule</th><th scope=\"col\">Result</th>"
                        + "<th scope=\"col\">What it says</th><th scope=\"col\">Why</th><th scope=\"col\">Read more</th></tr>"
                        + "<tr class=\"BROKEN\"><td class=\"rule\">T01</td><td class=\"result\">BROKEN</td>"
                        + "<td>title 1</td><td class=\"why\">why 1</td><td>RFC 1</td></tr>"
                        + "<tr class=\"HOLDS\"><td class=\"rule\">T00</td><td class=\"result\">ok</td>"
                        + "<td>title 0</td><td class=\"why\">why 0</td><td>RFC 0</td></tr></table></body></html>\n",
                html.replaceAll("(?s)<style>.+</style>", "<style></style>"));
    }

    @Test
    void junit_xml_has_a_test_case_for_each_rule() {
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><testsuite name=\"acorn\" tests=\"2\" failures=\"1\""
                        + " errors=\"0\" skipped=\"0\" time=\"3.000\">"
                        + "<testcase classname=\"acorn\" name=\"T00 title 0\" time=\"1.500\">"
                        + "<failure message=\"why 0\">RFC 0</failure></testcase>"
                        + "<testcase classname=\"acorn\" name=\"T01 title 1\" time=\"1.500\"></testcase></testsuite>\n",
                ReportWriter.junitXml(report(Verdict.BROKEN, Verdict.HOLDS)));
    }

    @Test
    void a_line_has_at_most_72_characters_unless_a_word_is_longer() {
        String fits = "a".repeat(35) + " " + "b".repeat(36);
        assertEquals(List.of(fits), reasons(fits));
        assertEquals(List.of("a".repeat(36), "b".repeat(36)), reasons("a".repeat(36) + " " + "b".repeat(36)));
        assertEquals(List.of("a".repeat(90), "b"), reasons("a".repeat(90) + " b"));
    }

    private static List<String> reasons(String why) {
        List<String> lines =
                table(new Report("acorn", "acorn.jar", List.of(), List.of(result(1, Verdict.BROKEN, why))));
        return lines.subList(3, lines.indexOf("              -> RFC 1")).stream()
                .map(String::strip)
                .toList();
    }

    private static int occurrences(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    private static Report report(Verdict... verdicts) {
        RuleResult[] results = new RuleResult[verdicts.length];
        Arrays.setAll(results, index -> result(index, verdicts[index], "why " + index));
        return new Report("acorn", "acorn.jar", List.of("a note"), List.of(results));
    }

    private static Report advised(String why, String advice) {
        RuleResult broken =
                new RuleResult("T01", "title 1", Verdict.BROKEN, why, advice, "RFC 1", Duration.ofMillis(1500));
        return new Report("acorn", "acorn.jar", List.of(), List.of(broken));
    }

    private static List<String> table(Report report) {
        StringWriter out = new StringWriter();
        ReportWriter.table(report, new PrintWriter(out));
        return out.toString().lines().toList();
    }

    private static RuleResult result(int number, Verdict verdict, String why) {
        return new RuleResult(
                String.format(Locale.ROOT, "T%02d", number),
                "title " + number,
                verdict,
                why,
                "",
                "RFC " + number,
                Duration.ofMillis(1500));
    }
}
