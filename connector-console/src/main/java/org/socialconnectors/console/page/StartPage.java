package org.socialconnectors.console.page;

import java.util.List;
import java.util.Optional;

/**
 * The page where a sign-in begins.
 *
 * @param choices with what one can sign in
 * @param formToken what each form carries
 * @param providerHost where the browser will be sent
 * @param simulated whether the provider is the simulated one
 * @param ownAddress set if the page is shown in another site's frame, where sign-in cannot work: where to open it instead
 * @param signedInName who is signed in, if somebody is
 */
public record StartPage(
        List<Choice> choices,
        String formToken,
        String providerHost,
        boolean simulated,
        Optional<String> ownAddress,
        Optional<String> signedInName) {
    /** Copies the list. */
    public StartPage {
        choices = List.copyOf(choices);
    }

    /**
     * One way to sign in.
     *
     * @param connectionId the connection
     * @param name the name of its connector
     * @param darkLogo whether there is a logo for a dark background
     */
    public record Choice(String connectionId, String name, boolean darkLogo) {}
}
