package org.socialconnectors.testkit.runner;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.socialconnectors.testkit.runner.RuleResult.Verdict;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A report for people at a terminal, in a browser, and for other programs. */
final class ReportWriter {
    private static final int WIDTH = 72;
    private static final String INDENT = "              ";
    private static final String STYLE = """
            :root{color-scheme:light dark;--text:#1b1b1b;--page:#fff;--line:#ccc;--bad:#a00;--good:#060}
            @media (prefers-color-scheme:dark){:root{--text:#e6e6e6;--page:#161616;--line:#444;--bad:#ff8f8f;--good:#7fd17f}}
            body{font-family:sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:var(--text);background:var(--page)}
            h1,p,td.why{overflow-wrap:anywhere}
            td{overflow-wrap:break-word}
            th:nth-child(3),th:nth-child(5){width:13rem}
            table{border-collapse:collapse;width:100%}
            th,td{border-bottom:1px solid var(--line);padding:.4rem;text-align:left;vertical-align:top}
            td.rule,td.result{white-space:nowrap}
            td.why{white-space:pre-wrap}
            td.why p{margin:.4rem 0 0}
            .BROKEN td.result{color:var(--bad);font-weight:bold}
            .HOLDS td.result{color:var(--good)}
            @media (max-width:50rem){
            tr:first-child{display:none}
            tr,td{display:block}
            tr{border-bottom:1px solid var(--line);padding:.4rem 0}
            td{border:0;padding:.1rem 0}
            td.rule,td.result{display:inline-block;margin-right:1rem}
            td.why:empty{display:none}
            }
            """;

    private ReportWriter() {}

    /** A reason that several rules share is told once, with the first rule's advice: often it is one mistake. */
    static void table(Report report, PrintWriter out) {
        out.println();
        out.println("Rule  Result  Why, and where to read more");
        Map<String, String> told = new LinkedHashMap<>();
        for (RuleResult each : report.results()) {
            out.printf(
                    Locale.ROOT, "%-5s %-7s %s%n", each.rule(), each.verdict().word(), each.title());
            if (each.verdict() != Verdict.HOLDS) {
                Optional<String> before = toldBefore(each, told);
                if (before.isPresent()) {
                    indented(before.get(), out);
                } else {
                    each.why().lines().map(Printable::line).forEach(line -> indented(line, out));
                    if (!each.furtherAdvice().isEmpty()) {
                        indented("Advice: " + each.furtherAdvice(), out);
                    }
                }
                out.println(INDENT + "-> " + each.readMore());
            }
        }
        out.println();
        out.println(report.summary() + ".");
        report.beginning().ifPresent(out::println);
        report.notes().forEach(out::println);
    }

    /** What to say instead of a reason that an earlier rule gave. */
    private static Optional<String> toldBefore(RuleResult result, Map<String, String> told) {
        return result.verdict() == Verdict.HOLDS || result.why().isBlank()
                ? Optional.empty()
                : Optional.ofNullable(told.putIfAbsent(result.why(), result.rule()))
                        .map(rule -> "for the same reason as " + rule);
    }

    static String json(Report report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("connector", report.connector());
        document.put("jar", report.jar());
        document.put("conformant", report.isConformant());
        document.put("notes", report.notes());
        List<Map<String, Object>> rules = new ArrayList<>();
        for (RuleResult each : report.results()) {
            Map<String, Object> rule = new LinkedHashMap<>();
            rule.put("rule", each.rule());
            rule.put("title", each.title());
            rule.put("result", each.verdict().name());
            rule.put("why", each.why());
            rule.put("advice", each.advice());
            rule.put("readMore", each.readMore());
            rule.put("milliseconds", each.took().toMillis());
            rules.add(rule);
        }
        document.put("rules", rules);
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(document);
    }

    static String junitXml(Report report) {
        return written(xml -> {
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", report.connector());
            xml.writeAttribute("tests", String.valueOf(report.results().size()));
            xml.writeAttribute("failures", String.valueOf(report.count(Verdict.BROKEN)));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute(
                    "skipped", String.valueOf(report.count(Verdict.NOT_RUN) + report.count(Verdict.UNKNOWABLE)));
            xml.writeAttribute(
                    "time",
                    seconds(report.results().stream().map(RuleResult::took).reduce(Duration.ZERO, Duration::plus)));
            for (RuleResult each : report.results()) {
                xml.writeStartElement("testcase");
                xml.writeAttribute("classname", report.connector());
                xml.writeAttribute("name", each.rule() + " " + each.title());
                xml.writeAttribute("time", seconds(each.took()));
                if (each.verdict() != Verdict.HOLDS) {
                    xml.writeStartElement(each.verdict() == Verdict.BROKEN ? "failure" : "skipped");
                    xml.writeAttribute("message", Printable.line(each.why()));
                    xml.writeCharacters(
                            (each.furtherAdvice().isEmpty() ? "" : each.furtherAdvice() + "\n") + each.readMore());
                    xml.writeEndElement();
                }
                xml.writeEndElement();
            }
        });
    }

    /** One page without script, which loads nothing; it is well-formed XML too. */
    static String html(Report report) {
        return written(html -> {
            html.writeDTD("<!DOCTYPE html>");
            html.writeStartElement("html");
            html.writeAttribute("lang", "en");
            html.writeStartElement("head");
            html.writeEmptyElement("meta");
            html.writeAttribute("charset", "UTF-8");
            html.writeEmptyElement("meta");
            html.writeAttribute("name", "viewport");
            html.writeAttribute("content", "width=device-width, initial-scale=1");
            html.writeEmptyElement("meta");
            html.writeAttribute("http-equiv", "Content-Security-Policy");
            html.writeAttribute("content", "default-src 'none'; style-src 'unsafe-inline'");
            element(html, "title", "Conformance of " + report.connector());
            element(html, "style", STYLE);
            html.writeEndElement();
            html.writeStartElement("body");
            element(html, "h1", "Conformance of " + report.connector());
            element(html, "p", report.summary() + ".");
            if (report.beginning().isPresent()) {
                element(html, "p", report.beginning().get());
            }
            element(html, "p", "Jar: " + report.jar());
            for (String note : report.notes()) {
                element(html, "p", note);
            }
            html.writeStartElement("table");
            html.writeStartElement("tr");
            for (String heading : List.of("Rule", "Result", "What it says", "Why", "Read more")) {
                html.writeStartElement("th");
                html.writeAttribute("scope", "col");
                html.writeCharacters(heading);
                html.writeEndElement();
            }
            html.writeEndElement();
            Map<String, String> told = new LinkedHashMap<>();
            for (RuleResult each : noteworthyFirst(report)) {
                Optional<String> before = toldBefore(each, told);
                html.writeStartElement("tr");
                html.writeAttribute("class", each.verdict().name());
                cell(html, "rule", each.rule());
                cell(html, "result", each.verdict().word());
                element(html, "td", each.title());
                html.writeStartElement("td");
                html.writeAttribute("class", "why");
                html.writeCharacters(before.orElse(each.why()));
                if (before.isEmpty() && !each.furtherAdvice().isEmpty()) {
                    element(html, "p", "Advice: " + each.furtherAdvice());
                }
                html.writeEndElement();
                element(html, "td", each.readMore());
                html.writeEndElement();
            }
        });
    }

    private static List<RuleResult> noteworthyFirst(Report report) {
        return report.results().stream()
                .sorted(Comparator.comparing(each -> each.verdict() == Verdict.HOLDS))
                .toList();
    }

    /** May leave elements open up to the end. */
    @FunctionalInterface
    private interface Content {
        void writeTo(XMLStreamWriter xml) throws XMLStreamException;
    }

    private static String written(Content content) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            content.writeTo(xml);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("a text in memory can be written", impossible);
        }
        return text.append('\n').toString();
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    private static void cell(XMLStreamWriter xml, String style, String text) throws XMLStreamException {
        xml.writeStartElement("td");
        xml.writeAttribute("class", style);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
    }

    private static void indented(String text, PrintWriter out) {
        wrapped(text).forEach(line -> out.println(INDENT + line));
    }

    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && line.length() + word.length() >= WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        if (line.length() > 0) {
            lines.add(line.toString());
        }
        return lines;
    }
}
