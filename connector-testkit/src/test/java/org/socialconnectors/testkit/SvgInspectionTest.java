package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SvgInspectionTest {
    private static final String OPEN =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">";

    @Test
    void a_drawing_with_references_within_itself_is_safe() {
        assertEquals(
                List.of(),
                SvgInspection.findings(
                        OPEN
                                + "<style>.a{fill:url(#g)}</style><use xlink:href=\"#x\" style=\"clip-path:url('#c')\"/></svg>"));
    }

    @Test
    void words_that_are_only_shown_are_safe() {
        assertEquals(List.of(), SvgInspection.findings(OPEN + "<text>url(https://example.org/a)</text></svg>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sodipodi:namedview xmlns:sodipodi='http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd' showgrid='false'/>",
                "<inkscape:grid xmlns:inkscape='http://www.inkscape.org/namespaces/inkscape' type='xygrid'/>",
                "<g xmlns:inkscape='http://www.inkscape.org/namespaces/inkscape' inkscape:export-filename='C:\\logos\\a (1).png'/>",
                "<metadata><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><cc:Work xmlns:cc='http://creativecommons.org/ns#'"
                        + " rdf:about=''><dc:title xmlns:dc='http://purl.org/dc/elements/1.1/'>Logo</dc:title></cc:Work></rdf:RDF></metadata>",
                "<metadata><rdfs:label xmlns:rdfs='http://www.w3.org/2000/01/rdf-schema#'>Logo</rdfs:label></metadata>",
                "<metadata><skos:note xmlns:skos='http://www.w3.org/2004/02/skos/core#'>Logo</skos:note></metadata>",
                "<i:pgf xmlns:i='http://ns.adobe.com/AdobeIllustrator/10.0/'>eJzsvWmP</i:pgf>",
                "<g xml:space='preserve' xml:lang='en' base='x'/>",
                "<text data-name='C:\\logo' style='font-family:\"\\5FAE\\8F6F\"'>logo</text>"
            })
    void what_editors_leave_in_a_drawing_is_safe(String content) {
        assertEquals(List.of(), SvgInspection.findings(OPEN + content + "</svg>"));
    }

    @Test
    @ResourceLock(Resources.SYSTEM_ERR)
    void what_is_wrong_is_answered_and_not_printed() {
        try (CapturedOutput output = CapturedOutput.open()) {
            SvgInspection.findings("not XML");
            assertFalse(output.text().contains("Fatal Error"), output.text());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<SCRIPT>alert(1)</SCRIPT>",
                "<g onclick='alert(1)'/>",
                "<g ONLOAD='alert(1)'/>",
                "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
                "<a href='javascript:alert(1)'><path/></a>",
                "<image href='https://tracker.example/pixel.png'/>",
                "<use xlink:href='//tracker.example/sprite.svg#x'/>",
                "<image href='data:image/svg+xml;base64,AAAA'/>",
                "<style>@import 'https://tracker.example/a.css';</style>",
                "<style>.a{fill:url(https://tracker.example/a)}</style>",
                "<g style='fill:url( \"https://tracker.example/a\")'/>",
                "<set attributeName='href' to='javascript:alert(1)'/>",
                "<animate attributeName='xlink:href' values='https://tracker.example'/>",
                "<?xml-stylesheet href='https://tracker.example/a.css'?>",
                "<img xmlns='http://www.w3.org/1999/xhtml' srcset='https://tracker.example/a.png 2x'/>",
                "<h:meta xmlns:h='http://www.w3.org/1999/xhtml' http-equiv='refresh' content='0;url=https://tracker.example'/>",
                "<metadata><form xmlns='http://www.w3.org/1999/xhtml' action='https://tracker.example'/></metadata>",
                "<button xmlns='http://www.w3.org/1999/xhtml' formaction='javascript:alert(1)'>x</button>",
                "<m:mglyph xmlns:m='http://www.w3.org/1998/Math/MathML'/>",
                "<x:include xmlns:x='http://www.w3.org/2001/XInclude'/>",
                "<x:label xmlns:x='http://www.mozilla.org/keymaster/gatekeeper/there.is.only.xul'/>",
                "<g xml:base='https://tracker.example/a.svg'><use href='#x'/></g>",
                "<a href='#x' ping='https://tracker.example'/>",
                "<style>.a{background:image-set('https://tracker.example/a.png' 1x)}</style>",
                "<g style=\"background:-webkit-image-set('https://tracker.example/a.png' 1x)\"/>",
                "<style>.a{fill:u\\72l(https://tracker.example/a)}</style>",
                "<style>@\\69mport 'https://tracker.example/a.css';</style>",
                "<g style='fill:u\\72l(https://tracker.example/a)'/>",
                "<g mask='\\75rl\n(https://tracker.example/a)'/>",
                "<set attributeName='fill' to='u\\72l(https://tracker.example/a)'/>",
                "<g>",
                "&undefined;"
            })
    void what_can_act_or_reach_out_is_found(String content) {
        assertFalse(SvgInspection.findings(OPEN + content + "</svg>").isEmpty());
    }

    @Test
    void a_page_is_no_drawing() {
        assertEquals(
                List.of(
                        "the root element is not svg in the namespace http://www.w3.org/2000/svg",
                        "there is an element <html> of another language than SVG"),
                SvgInspection.findings("<html xmlns='http://www.w3.org/1999/xhtml'/>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><svg xmlns='http://www.w3.org/2000/svg'>&x;</svg>",
                "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'><svg/>",
                "<svg/>",
                "<svg xmlns='https://www.example.org/2000/svg'/>",
                "not XML"
            })
    void what_is_not_a_plain_svg_document_is_found(String document) {
        assertEquals(1, SvgInspection.findings(document).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE svg SYSTEM '%s'><svg xmlns='http://www.w3.org/2000/svg'/>",
                "<!DOCTYPE svg [<!ENTITY x SYSTEM '%s'>]><svg xmlns='http://www.w3.org/2000/svg'>&x;</svg>",
                "<!DOCTYPE svg [<!ENTITY %% x SYSTEM '%s'> %%x;]><svg xmlns='http://www.w3.org/2000/svg'/>"
            })
    void T55_what_a_document_type_refers_to_is_not_fetched(String document) throws IOException {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/a.dtd";
            assertEquals(1, SvgInspection.findings(document.formatted(address)).size());
        } finally {
            server.stop(0);
        }
        assertEquals(0, requests.get());
    }
}
