package org.socialconnectors.testkit.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A connector that signs people in correctly, but whose files are careless, is told which and why. */
class CarelessFilesTest {
    private final Verdict verdict = Verdict.on(WrongFiles.CARELESS);

    @Test
    void the_rules_for_files_notice_what_is_wrong_with_them() {
        assertEquals(new TreeSet<>(WrongFiles.CARELESS.rules()), verdict.brokenRules(), verdict::messages);
    }

    @Test
    void and_say_what_it_is() {
        for (String words : List.of(
                "clientSecret.title",
                "messages.fr.properties has no text for region.title",
                "messages.fr.properties has tenant.titel, which messages.en.properties has not",
                "it contains raw HTML",
                "a link is neither to an https page nor to a mail address",
                "there is an element <script>",
                "<svg> has an event handler, onload",
                "<image> refers to something outside, in href",
                "The schema should refuse /noSuchField by the keyword additionalProperties",
                "The schema accepts a list for host",
                "clientSecret looks like a secret and is not writeOnly",
                "While [tenant, proof] cannot be seen, the schema refuses the configuration by [ by minProperties]")) {
            assertTrue(verdict.messages().contains(words), () -> words + "\n" + verdict.messages());
        }
    }
}
