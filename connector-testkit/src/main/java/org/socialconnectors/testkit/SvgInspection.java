package org.socialconnectors.testkit;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Looks for what a logo must not contain, with a parser that refuses document types and reads nothing but the text. */
final class SvgInspection {
    private static final String SVG = "http://www.w3.org/2000/svg";
    private static final Set<String> ACTIVE =
            Set.of("script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler", "listener");
    // What browsers act on is in a namespace of the W3C or of Mozilla. The W3C's for metadata end in #, and those of
    // editors are others.
    private static final Pattern ACTIVE_NAMESPACE =
            Pattern.compile("http://www\\.(w3\\.org/(?!2000/svg$).*[^#]|mozilla\\.org/.*)");
    private static final Pattern CSS_REFERENCE =
            Pattern.compile("(?is)@import|image-set\\(|url\\(\\s*+['\"]?+\\s*+(?!#)|expression\\(");

    private final List<String> findings = new ArrayList<>();

    private SvgInspection() {}

    /** What is wrong with an SVG document; empty if nothing is. */
    static List<String> findings(String svg) {
        SvgInspection inspection = new SvgInspection();
        try {
            Element root =
                    parser().parse(new InputSource(new StringReader(svg))).getDocumentElement();
            if (!SVG.equals(root.getNamespaceURI()) || !"svg".equals(root.getLocalName())) {
                inspection.findings.add("the root element is not svg in the namespace " + SVG);
            }
            inspection.look(root.getOwnerDocument());
        } catch (SAXException refused) {
            inspection.findings.add("it is not well-formed XML without a document type");
        } catch (IOException | ParserConfigurationException impossible) {
            throw new IllegalStateException("this platform cannot parse XML", impossible);
        }
        return inspection.findings;
    }

    private static DocumentBuilder parser() throws ParserConfigurationException {
        // Not one that the connector may have brought.
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setExpandEntityReferences(false);
        factory.setXIncludeAware(false);
        factory.setNamespaceAware(true);
        DocumentBuilder parser = factory.newDocumentBuilder();
        parser.setErrorHandler(new Silent());
        return parser;
    }

    private void look(Node node) {
        if (node.getNodeType() == Node.PROCESSING_INSTRUCTION_NODE) {
            findings.add("there is a processing instruction");
        }
        if (node instanceof Element element) {
            look(element);
        }
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            look(child);
        }
    }

    private void look(Element element) {
        String name = element.getLocalName().toLowerCase(Locale.ROOT);
        if (ACTIVE.contains(name)) {
            findings.add("there is an element <" + name + ">");
        }
        if (ACTIVE_NAMESPACE.matcher(String.valueOf(element.getNamespaceURI())).matches()) {
            findings.add("there is an element <" + name + "> of another language than SVG");
        }
        if (name.equals("style")) {
            lookAtStyles(element.getTextContent());
        }
        NamedNodeMap attributes = element.getAttributes();
        for (int index = 0; index < attributes.getLength(); index++) {
            look((Attr) attributes.item(index), name);
        }
    }

    private void lookAtStyles(String css) {
        if (CSS_REFERENCE.matcher(css).find()) {
            findings.add("a style sheet refers to something outside");
        }
        if (css.contains("\\")) {
            findings.add("a style sheet has escapes, behind which anything could be");
        }
    }

    private void look(Attr attribute, String element) {
        String name = attribute.getLocalName().toLowerCase(Locale.ROOT);
        String value = attribute.getValue().strip();
        boolean reference = name.equals("href") || name.equals("src");
        // A function's name may be escaped. Editors note names of files, in namespaces of their own.
        int escape = attribute.getNamespaceURI() == null ? value.indexOf('\\') : -1;
        boolean escaped = escape >= 0 && value.indexOf('(', escape) >= 0;
        // References begin there, those into the drawing itself too.
        boolean base = name.equals("base") && XMLConstants.XML_NS_URI.equals(attribute.getNamespaceURI());
        // An animation could set a reference later.
        boolean animated =
                name.equals("attributename") && value.toLowerCase(Locale.ROOT).matches("(.*:)?href|on.*");
        if (name.startsWith("on")) {
            findings.add("<" + element + "> has an event handler, " + name);
        }
        if (escaped) {
            findings.add("<" + element + "> has escapes, behind which anything could be, in " + name);
        }
        if (animated
                || base
                || name.equals("ping")
                || (reference && !value.startsWith("#"))
                || CSS_REFERENCE.matcher(value).find()) {
            findings.add("<" + element + "> refers to something outside, in " + name);
        }
    }

    /** The default handler prints. */
    private static final class Silent implements ErrorHandler {
        @Override
        public void warning(SAXParseException problem) {}

        @Override
        public void error(SAXParseException problem) throws SAXException {
            throw problem;
        }

        @Override
        public void fatalError(SAXParseException problem) throws SAXException {
            throw problem;
        }
    }
}
