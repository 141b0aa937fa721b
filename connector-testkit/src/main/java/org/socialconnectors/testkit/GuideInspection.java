package org.socialconnectors.testkit;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.parser.Parser;

/**
 * Looks for what a guide must not contain: raw HTML, images from elsewhere, and links that are not to a safe page or a mail address. An
 * image of the host's own, by a path, is none from elsewhere: nobody but the host learns that it is read, and the host shows it.
 */
final class GuideInspection extends AbstractVisitor {
    private static final Set<String> SCHEMES = Set.of("https", "mailto");

    private final List<String> findings = new ArrayList<>();

    private GuideInspection() {}

    /** What is wrong with a CommonMark text; empty if nothing is. */
    static List<String> findings(String markdown) {
        GuideInspection inspection = new GuideInspection();
        Parser.builder().build().parse(markdown).accept(inspection);
        if (markdown.isBlank()) {
            inspection.findings.add("it is empty");
        }
        return inspection.findings;
    }

    @Override
    public void visit(HtmlBlock block) {
        findings.add("it contains raw HTML");
    }

    @Override
    public void visit(HtmlInline inline) {
        findings.add("it contains raw HTML");
    }

    @Override
    public void visit(Link link) {
        look(link.getDestination(), SCHEMES, "a link is neither to an https page nor to a mail address");
        visitChildren(link);
    }

    @Override
    public void visit(Image image) {
        look(image.getDestination(), Set.of(), "an image is fetched from elsewhere");
        visitChildren(image);
    }

    private void look(String destination, Set<String> schemes, String finding) {
        try {
            String scheme = new URI(destination).getScheme();
            // Two slashes begin a host, in the scheme of the page that shows the guide.
            boolean elsewhere = destination.startsWith("//")
                    || (scheme != null && !schemes.contains(scheme.toLowerCase(Locale.ROOT)));
            if (elsewhere) {
                findings.add(finding);
            }
        } catch (URISyntaxException notAnAddress) {
            findings.add("a link is not an address");
        }
    }
}
