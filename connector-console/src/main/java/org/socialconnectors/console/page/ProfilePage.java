package org.socialconnectors.console.page;

import java.util.List;
import java.util.Optional;

/**
 * The page that shows who is signed in, and what proves it.
 *
 * @param name the name to show
 * @param username the handle at the provider
 * @param initial what stands in for a picture
 * @param avatar the picture's address
 * @param page the person's page at the provider
 * @param email the e-mail address
 * @param emailVerified whether the provider says that it verified the address
 * @param pro whether the person has a Pro account
 * @param organizations what the person is a member of
 * @param namespace the first half of the account's key
 * @param subject the second half of the account's key
 * @param proof in one sentence, what the identity rests on
 * @param checks what was checked, in plain words
 * @param claims what the provider said, as indented JSON
 */
public record ProfilePage(
        String name,
        Optional<String> username,
        String initial,
        Optional<String> avatar,
        Optional<String> page,
        Optional<String> email,
        boolean emailVerified,
        boolean pro,
        List<Organization> organizations,
        String namespace,
        String subject,
        String proof,
        List<CheckMade> checks,
        String claims) {
    /** Copies the lists. */
    public ProfilePage {
        organizations = List.copyOf(organizations);
        checks = List.copyOf(checks);
    }

    /**
     * An organization that the person is a member of.
     *
     * @param name the name to show
     * @param role what the person may do there, as the provider writes it
     */
    public record Organization(String name, Optional<String> role) {}

    /**
     * Something that was checked.
     *
     * @param title in a few words
     * @param meaning what it keeps away
     */
    public record CheckMade(String title, String meaning) {}
}
