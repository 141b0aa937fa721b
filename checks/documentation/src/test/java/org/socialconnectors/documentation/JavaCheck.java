package org.socialconnectors.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** Compiles a {@code java} block. */
final class JavaCheck {
    private static final Pattern COMPILATION_UNIT = Pattern.compile(
            "^(?:package\\s|public\\s+(?:(?:final|abstract|sealed|non-sealed|strictfp)\\s+)*"
                    + "(?:class|interface|record|enum|@interface)\\s+(\\w+))",
            Pattern.MULTILINE);
    private static final Predicate<String> IMPORT =
            Pattern.compile("import\\s.*;\\s*").asMatchPredicate();
    private static final Pattern CONTEXT = Pattern.compile("[a-z0-9-]+(?:/[a-z0-9-]+)*");
    private static final Pattern PLACE = Pattern.compile("^[ \\t]*// snippet$", Pattern.MULTILINE);

    void check(CodeBlock block) {
        if (COMPILATION_UNIT.matcher(block.text()).find()) {
            block.refuseComment();
            compile(block, publicType(block.text()), block.text());
        } else {
            compile(block, "Snippet", inContext(block));
        }
    }

    private static String publicType(String unit) {
        return COMPILATION_UNIT
                .matcher(unit)
                .results()
                .map(match -> match.group(1))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("Snippet");
    }

    private static String inContext(CodeBlock block) {
        String name = block.comment("context").orElse("statements");
        String template = template(block, name);
        Matcher place = PLACE.matcher(template);
        assertEquals(1, place.results().count(), () -> name + " needs one line \"// snippet\"");
        String statements = lines(block, IMPORT.negate());
        return lines(block, IMPORT) + "\n" + place.replaceFirst(Matcher.quoteReplacement(statements));
    }

    private static String template(CodeBlock block, String name) {
        assertTrue(CONTEXT.matcher(name).matches(), () -> block.where() + ": not the name of a context: " + name);
        try (InputStream stream = JavaCheck.class.getResourceAsStream("/contexts/" + name + ".java")) {
            assertNotNull(stream, () -> block.where() + ": there is no context " + name);
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String lines(CodeBlock block, Predicate<String> wanted) {
        return block.text().lines().filter(wanted).collect(Collectors.joining("\n"));
    }

    private static void compile(CodeBlock block, String type, String source) {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(
                        null,
                        null,
                        diagnostics,
                        List.of("-proc:none", "--release", "17", "-classpath", System.getProperty("java.class.path")),
                        null,
                        List.of(new JavaSource(type, source)));
        try {
            task.analyze();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        List<String> lines = source.lines().toList();
        String errors = diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(Locale.ENGLISH) + "\n    at: " + line(lines, diagnostic))
                .collect(Collectors.joining("\n"));
        if (!errors.isEmpty()) {
            fail(block.where() + ": does not compile:\n" + errors);
        }
    }

    private static String line(List<String> lines, Diagnostic<?> diagnostic) {
        return diagnostic.getLineNumber() == Diagnostic.NOPOS
                ? ""
                : lines.get((int) diagnostic.getLineNumber() - 1).strip();
    }
}
