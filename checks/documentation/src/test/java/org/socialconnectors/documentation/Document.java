package org.socialconnectors.documentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * What there is to check in a Markdown file.
 *
 * @param blocks the fenced blocks
 * @param links links and images, those in HTML too
 * @param problems what cannot be right whatever it contains
 */
record Document(List<CodeBlock> blocks, List<Link> links, List<String> problems) {
    private static final Parser PARSER = Parser.builder()
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .build();
    private static final Pattern COMMENT = Pattern.compile("<!--(.*)-->\\s*", Pattern.DOTALL);
    private static final Pattern HTML_LINK = Pattern.compile("\\b(?:href|src|srcset)\\s*=\\s*[\"']?([^\"'\\s>]+)");

    static Document parse(String name, String markdown) {
        Collector collector = new Collector(name);
        PARSER.parse(markdown).accept(collector);
        return new Document(
                List.copyOf(collector.blocks), List.copyOf(collector.links), List.copyOf(collector.problems));
    }

    private static final class Collector extends AbstractVisitor {
        private final String name;
        private final List<CodeBlock> blocks = new ArrayList<>();
        private final List<Link> links = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        private Collector(String name) {
            this.name = name;
        }

        @Override
        public void visit(FencedCodeBlock block) {
            blocks.add(new CodeBlock(
                    where(block),
                    block.getInfo().split("\\s", 2)[0],
                    comment(block.getPrevious()),
                    block.getLiteral()));
        }

        @Override
        public void visit(IndentedCodeBlock block) {
            problems.add(where(block) + ": an indented code block has no language; fence it");
        }

        @Override
        public void visit(HtmlBlock html) {
            if (comment(html).isPresent() && !(html.getNext() instanceof FencedCodeBlock)) {
                problems.add(where(html) + ": a comment that belongs to no code block");
            }
            visitHtml(html, html.getLiteral());
        }

        @Override
        public void visit(HtmlInline html) {
            visitHtml(html, html.getLiteral());
        }

        @Override
        public void visit(org.commonmark.node.Link link) {
            links.add(new Link(where(link), link.getDestination()));
            visitChildren(link);
        }

        @Override
        public void visit(Image image) {
            links.add(new Link(where(image), image.getDestination()));
            visitChildren(image);
        }

        private void visitHtml(Node node, String html) {
            if (html.contains("<!--") && comment(node).isEmpty()) {
                problems.add(where(node) + ": a comment that does not stand by itself");
            }
            HTML_LINK.matcher(html).results().forEach(match -> links.add(new Link(where(node), match.group(1))));
        }

        private static Optional<String> comment(Node node) {
            if (node instanceof HtmlBlock html) {
                Matcher comment = COMMENT.matcher(html.getLiteral());
                return comment.matches() ? Optional.of(comment.group(1).strip()) : Optional.empty();
            }
            return Optional.empty();
        }

        private String where(Node node) {
            return name + ":" + (node.getSourceSpans().get(0).getLineIndex() + 1);
        }
    }
}
