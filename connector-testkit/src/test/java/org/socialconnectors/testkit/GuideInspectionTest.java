package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuideInspectionTest {
    @Test
    void markdown_with_links_to_pages_is_inert() {
        assertEquals(
                List.of(),
                GuideInspection.findings(
                        "# Title\n\n[page](https://example.org), [mail](mailto:a@example.org), [part](#part), `<script>`"));
    }

    @Test
    void what_is_beside_the_page_may_be_shown() {
        assertEquals(
                List.of(), GuideInspection.findings("![form](/images/form.png) [next](next#part) `http://localhost/`"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "text <b>bold</b>",
                "<!-- comment -->",
                "[x](javascript:alert(1))",
                "[x](JavaScript:alert(1))",
                "[x](data:text/html,hello)",
                "![x](file:///etc/passwd)",
                "[![x](file:///etc/passwd)](https://example.org)",
                "![<b>x</b>](x.png)",
                "![x](https://tracker.example/x.png)",
                "![x](//tracker.example/x.png)",
                "![x](data:image/png;base64,AAAA)",
                "[![x](HTTPS://tracker.example/x.png)](https://example.org)",
                "![x][1]\n\n[1]: https://tracker.example/x.png",
                "[x](http://example.org)",
                "[x](//example.org)",
                "[x](///example.org)",
                "[x](/\\\\example.org)",
                "<http://example.org>",
                "[x]: vbscript:x\n\n[x]",
                "<javascript:alert(1)>",
                " "
            })
    void what_can_act_is_found(String markdown) {
        assertFalse(GuideInspection.findings(markdown).isEmpty());
    }
}
