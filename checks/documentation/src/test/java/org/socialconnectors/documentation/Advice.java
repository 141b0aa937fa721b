package org.socialconnectors.documentation;

import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SimpleDocTreeVisitor;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** What the paragraphs that begin with "If this fails" in the Javadoc of a class of rules say, as plain text. */
final class Advice {
    private static final Pattern BEGINNING = Pattern.compile("\\s*If this fails,\\s+");

    private Advice() {}

    /** The advice of each rule, by the name of its method; empty for a rule without any. Rules are the methods of tests. */
    static Map<String, String> of(Iterable<? extends JavaFileObject> sources) {
        JavacTask task = (JavacTask)
                ToolProvider.getSystemJavaCompiler().getTask(null, null, null, List.of("-proc:none"), null, sources);
        DocTrees documentation = DocTrees.instance(task);
        Map<String, String> advice = new TreeMap<>();
        try {
            new TreePathScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
                    if (isRule(method)) {
                        advice.put(
                                method.getName().toString(),
                                paragraph(documentation
                                        .getDocCommentTree(getCurrentPath())
                                        .getFullBody()));
                    }
                    return null;
                }
            }.scan(task.parse(), null);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return advice;
    }

    private static boolean isRule(MethodTree method) {
        return method.getModifiers().getFlags().contains(Modifier.PUBLIC)
                && method.getModifiers().getAnnotations().stream()
                        .anyMatch(annotation ->
                                annotation.getAnnotationType().toString().equals("Test"));
    }

    private static String paragraph(List<? extends DocTree> body) {
        StringBuilder text = new StringBuilder();
        boolean begun = false;
        for (DocTree part : body) {
            if (part instanceof StartElementTree) {
                begun = false;
            } else if (part instanceof TextTree beginning
                    && BEGINNING.matcher(beginning.getBody()).lookingAt()) {
                begun = true;
            }
            if (begun) {
                text.append(part.accept(new PlainText(), null));
            }
        }
        String plain =
                BEGINNING.matcher(text).replaceFirst("").replaceAll("\\s+", " ").strip();
        return plain.isEmpty() ? plain : plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1);
    }

    private static final class PlainText extends SimpleDocTreeVisitor<String, @Nullable Void> {
        @Override
        public String visitText(TextTree text, @Nullable Void unused) {
            return text.getBody();
        }

        @Override
        public String visitLiteral(LiteralTree literal, @Nullable Void unused) {
            return literal.getBody().getBody();
        }

        @Override
        public String visitLink(LinkTree link, @Nullable Void unused) {
            if (link.getLabel().isEmpty()) {
                return link.getReference().getSignature().replaceFirst("^#", "").replace('#', '.');
            }
            StringBuilder label = new StringBuilder();
            link.getLabel().forEach(part -> label.append(part.accept(this, null)));
            return label.toString();
        }

        @Override
        protected String defaultAction(DocTree other, @Nullable Void unused) {
            throw new IllegalArgumentException("no plain text is known for " + other);
        }
    }
}
