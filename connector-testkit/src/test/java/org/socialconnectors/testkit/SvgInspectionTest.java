package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
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
                "<g>",
                "&undefined;"
            })
    void what_can_act_or_reach_out_is_found(String content) {
        assertFalse(SvgInspection.findings(OPEN + content + "</svg>").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><svg xmlns='http://www.w3.org/2000/svg'>&x;</svg>",
                "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'><svg/>",
                "<svg/>",
                "<html xmlns='http://www.w3.org/1999/xhtml'/>",
                "not XML"
            })
    void what_is_not_a_plain_svg_document_is_found(String document) {
        assertEquals(1, SvgInspection.findings(document).size());
    }
}
