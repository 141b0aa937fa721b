package org.socialconnectors.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each rule says to the author of each mistake, in the kit's own words, as a file to read: {@code mistakes.txt}. A rule that no
 * longer notices something, or says it differently, differs from it.
 */
public final class Ledger {
    private static final Path FILE = Path.of("src/test/resources/org/socialconnectors/testkit/mistakes.txt");

    private final Map<String, List<String>> wordsByRuleAndMistake;

    private Ledger(Map<String, List<String>> wordsByRuleAndMistake) {
        this.wordsByRuleAndMistake = new TreeMap<>(wordsByRuleAndMistake);
    }

    public static Ledger read() throws IOException {
        Map<String, List<String>> words = new TreeMap<>();
        List<String> last = new ArrayList<>();
        for (String line : Files.readAllLines(FILE)) {
            if (line.startsWith("  ")) {
                last.add(line.strip());
            } else if (!line.isEmpty()) {
                last = new ArrayList<>();
                words.put(line, last);
            }
        }
        return new Ledger(words);
    }

    /** What a rule says about a mistake; nothing if it does not notice it. */
    public List<String> words(String rule, String mistake) {
        return wordsByRuleAndMistake.getOrDefault(rule + ": " + mistake, List.of());
    }

    /** All that is said by anybody. */
    public List<String> words() {
        return wordsByRuleAndMistake.values().stream().flatMap(List::stream).toList();
    }

    /** Writes it anew. */
    public static void write(Map<String, List<String>> wordsByRuleAndMistake) throws IOException {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(wordsByRuleAndMistake).forEach((key, words) -> {
            text.append(key).append('\n');
            words.forEach(line -> text.append("  ").append(line).append('\n'));
            text.append('\n');
        });
        Files.writeString(FILE, text);
    }
}
