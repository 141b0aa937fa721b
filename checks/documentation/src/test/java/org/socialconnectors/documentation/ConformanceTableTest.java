package org.socialconnectors.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.core.json.JsonReader;
import org.socialconnectors.testkit.SocialConnectorConformance;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * docs/conformance.md says where each numbered case is tested. Its tables are made from the rules' resource file and from the
 * names of tests. The resource file has the advice of the kit's Javadoc, by test. Run this test with
 * {@code -Dconformance.write=true} to write both anew.
 */
class ConformanceTableTest {
    private static final Path ROOT = DocumentationTest.root(Path.of("").toAbsolutePath());
    private static final Path PAGE = ROOT.resolve("docs/conformance.md");
    private static final Path RULES =
            ROOT.resolve("connector-testkit-runner/src/main/resources/org/socialconnectors/testkit/runner/rules.json");
    private static final Path KIT_SOURCES =
            ROOT.resolve("connector-testkit/src/main/java/org/socialconnectors/testkit");
    private static final String HEADING = "## The cases";
    private static final int CASES = 56;
    private static final String RUNNERS_OWN = "S17";
    private static final String OPEN = "open";
    private static final Pattern TEST = Pattern.compile("\\s((?:(?:to_|and_)?[TDCSR]\\d\\d_)+)\\w+\\(");

    @Test
    void every_case_has_a_rule() throws IOException {
        JsonObject rules = rules();
        Set<String> cases = new TreeSet<>(
                IntStream.rangeClosed(1, CASES).mapToObj("T%02d"::formatted).toList());
        assertEquals(
                cases,
                rules.names().stream().filter(name -> name.startsWith("T")).collect(Collectors.toSet()));
        rules.names()
                .forEach(name ->
                        assertTrue(rules.object(name).orElseThrow().text("rule").length() > 10, name));
    }

    @Test
    void every_numbered_test_belongs_to_a_rule() throws IOException {
        Set<String> unknown = new TreeSet<>(places().keySet());
        unknown.removeAll(rules().names());
        assertEquals(Set.of(), unknown, "Tests carry numbers that " + ROOT.relativize(RULES) + " does not have.");
    }

    @Test
    void every_rule_of_the_kit_is_tested_by_it() throws IOException {
        Set<String> untested = new TreeSet<>(rules().names());
        untested.removeIf(name -> name.startsWith("T"));
        untested.removeAll(places().keySet());
        assertEquals(Set.of(RUNNERS_OWN), untested, "Only S17 is the runner's own.");
    }

    @Test
    void every_rule_of_the_kit_has_advice() throws IOException {
        Map<String, String> advice = adviceOfTheKit();
        assertEquals(
                List.of(),
                advice.keySet().stream()
                        .filter(test -> advice.get(test).isEmpty())
                        .toList(),
                "The Javadoc of each rule has a paragraph that begins with \"If this fails,\".");
        Set<String> advised = new TreeSet<>();
        advice.keySet().forEach(test -> advised.addAll(numbers(test.substring(0, test.indexOf('_') + 1))));
        Set<String> rules = new TreeSet<>(places().keySet());
        rules.removeIf(name -> name.startsWith("T"));
        assertTrue(
                advised.containsAll(rules),
                () -> rules + " are the kit's own rules, but only these were read: " + advised);
    }

    @Test
    void the_rules_have_the_advice_of_the_kit() throws IOException {
        String expected = rulesWith(adviceOfTheKit());
        if (Boolean.getBoolean("conformance.write")) {
            Files.writeString(RULES, expected);
        } else {
            assertEquals(
                    expected,
                    Files.readString(RULES),
                    () -> ROOT.relativize(RULES)
                            + " is stale. Run this test with -Dconformance.write=true, and commit what it writes.");
        }
    }

    @Test
    void a_test_may_carry_several_numbers() {
        assertEquals(Set.of("T12", "T14"), numbers("T12_T14_"));
        assertEquals(Set.of("T34", "T35", "T36"), numbers("T34_to_T36_"));
    }

    @Test
    void the_page_says_where_each_case_is_tested() throws IOException {
        String page = Files.readString(PAGE);
        String introduction = page.substring(0, page.indexOf(HEADING));
        String expected = introduction + tables();
        if (Boolean.getBoolean("conformance.write")) {
            Files.writeString(PAGE, expected);
        } else {
            assertEquals(
                    expected,
                    page,
                    "docs/conformance.md is stale. Run this test with -Dconformance.write=true, and commit what it writes.");
        }
    }

    private static String tables() throws IOException {
        JsonObject rules = rules();
        Map<String, Set<String>> places = places();
        StringBuilder text = new StringBuilder(HEADING)
                .append("\n\n| Case | Rule | Specification | Duty of the | Tested in |\n|---|---|---|---|---|\n");
        for (String name : new TreeSet<>(rules.names())) {
            JsonObject rule = rules.object(name).orElseThrow();
            if (name.startsWith("T")) {
                text.append("| %s | %s | %s | %s | %s |\n"
                        .formatted(
                                name,
                                rule.text("rule"),
                                rule.optionalText("specification").orElse("–"),
                                rule.text("duty"),
                                places.containsKey(name) ? String.join("<br>", places.get(name)) : OPEN));
            }
        }
        text.append("\n## The kit's other rules\n\n| Rule | What it says | Specification |\n|---|---|---|\n");
        for (String name : new TreeSet<>(rules.names())) {
            JsonObject rule = rules.object(name).orElseThrow();
            if (!name.startsWith("T")) {
                text.append("| %s | %s | %s |\n"
                        .formatted(
                                name,
                                rule.text("rule"),
                                rule.optionalText("specification").orElse("–")));
            }
        }
        return text.toString();
    }

    private static Map<String, String> adviceOfTheKit() throws IOException {
        List<JavaSource> sources = new ArrayList<>();
        for (Path file : kit()) {
            sources.add(new JavaSource(typeOf(file), Files.readString(file)));
        }
        return Advice.of(sources);
    }

    /** The resource file, a line for each rule, with the advice for each of the kit's tests; the runner's own rule keeps what it has. */
    private static String rulesWith(Map<String, String> advice) throws IOException {
        DefaultPrettyPrinter onOneLine = new DefaultPrettyPrinter()
                .withSeparators(Separators.createDefaultInstance()
                        .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEntrySpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(new DefaultPrettyPrinter.NopIndenter());
        ObjectWriter json = JsonMapper.shared().writer().with(onOneLine);
        JsonObject rules = rules();
        return rules.names().stream()
                .map(number -> {
                    Map<String, Object> rule = new LinkedHashMap<>(
                            rules.object(number).orElseThrow().toMap());
                    Map<String, String> own = new TreeMap<>(advice);
                    own.keySet().removeIf(test -> !test.startsWith(number + "_"));
                    if (!number.equals(RUNNERS_OWN)) {
                        rule.remove("advice");
                    }
                    if (!own.isEmpty()) {
                        rule.put("advice", own);
                    }
                    return "  " + json.writeValueAsString(number) + ": " + json.writeValueAsString(rule);
                })
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    private static JsonObject rules() throws IOException {
        return JsonReader.config(Files.readString(RULES));
    }

    /** Modules and classes by the number that the name of one of their tests begins with. */
    private static Map<String, Set<String>> places() throws IOException {
        Map<String, Set<String>> places = new TreeMap<>();
        for (Path file : sources()) {
            Matcher tests = TEST.matcher(Files.readString(file));
            while (tests.find()) {
                for (String number : numbers(tests.group(1))) {
                    places.computeIfAbsent(number, unseen -> new TreeSet<>()).add(place(file));
                }
            }
        }
        return places;
    }

    /** All numbers of names such as {@code T12_T14_…} and {@code T32_to_T37_…}. */
    private static Set<String> numbers(String beginning) {
        Set<String> numbers = new TreeSet<>();
        String last = "";
        boolean range = false;
        for (String word : beginning.split("_")) {
            if (Character.isUpperCase(word.charAt(0))) {
                int to = Integer.parseInt(word.substring(1));
                int from = range ? Integer.parseInt(last.substring(1)) : to;
                IntStream.rangeClosed(from, to)
                        .mapToObj(number -> "%s%02d".formatted(word.charAt(0), number))
                        .forEach(numbers::add);
                last = word;
            }
            range = word.equals("to");
        }
        return numbers;
    }

    private static String place(Path file) throws IOException {
        String path = ROOT.relativize(file).toString().replace('\\', '/');
        String type = file.startsWith(KIT_SOURCES) ? extendedForTheRulesOf(typeOf(file)) : typeOf(file);
        return path.substring(0, path.indexOf("/src/")) + " `" + type + "`";
    }

    /** The class that authors extend for these rules: this one, or if they do not see it, the first below it that they see. */
    private static String extendedForTheRulesOf(String type) throws IOException {
        Class<?> rules = classOfTheKit(type);
        return kit().stream()
                .<Class<?>>map(file -> classOfTheKit(typeOf(file)))
                .filter(each -> Modifier.isPublic(each.getModifiers()) && rules.isAssignableFrom(each))
                .reduce((one, other) -> one.isAssignableFrom(other) ? one : other)
                .orElseThrow(() -> new AssertionError("No author can have the rules of " + type + "."))
                .getSimpleName();
    }

    private static Class<?> classOfTheKit(String type) {
        try {
            return Class.forName(SocialConnectorConformance.class.getPackageName() + "." + type);
        } catch (ClassNotFoundException missing) {
            throw new AssertionError("The kit was not compiled with " + type + ".", missing);
        }
    }

    private static String typeOf(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static List<Path> kit() throws IOException {
        try (Stream<Path> files = Files.list(KIT_SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            Stream<Path> tests = files.filter(file -> {
                String path = ROOT.relativize(file).toString().replace('\\', '/');
                return path.endsWith(".java")
                        && !path.contains("/target/")
                        && !path.startsWith(".")
                        && path.contains("/src/test/java/");
            });
            return Stream.concat(tests, kit().stream()).sorted().toList();
        }
    }
}
