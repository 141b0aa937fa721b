package org.socialconnectors.simulator;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who can sign in at the simulated provider. Immutable and thread-safe.
 *
 * @param subject what the provider calls them for ever: at Hugging Face 24 hexadecimal digits
 * @param username the name they chose, which they may change
 * @param name the name shown
 * @param email their e-mail address, if they have one
 * @param website their own page, if they have one
 * @param pro whether they pay for a Pro account
 * @param canPay whether they have a means of payment
 * @param organizations what they are a member of
 * @param userinfo the members of the userinfo answer, word for word and whatever the scopes; empty for the answer in Hugging
 *     Face's shape, made from the rest
 */
public record Persona(
        String subject,
        String username,
        String name,
        Optional<Email> email,
        Optional<URI> website,
        boolean pro,
        boolean canPay,
        List<Organization> organizations,
        Optional<Map<String, @Nullable Object>> userinfo) {

    /** With an e-mail address that the provider has verified. */
    public static final Persona VERIFIED_EMAIL = of("5f0c1a2b3d4e5f6071829301", "ada", "Ada Example")
            .withEmail("ada@example.org", true)
            .withWebsite(URI.create("https://ada.example.org"));

    /** With an e-mail address that nobody has verified. */
    public static final Persona UNVERIFIED_EMAIL =
            of("5f0c1a2b3d4e5f6071829302", "ben", "Ben Beispiel").withEmail("ben@example.org", false);

    /** Without an e-mail address. */
    public static final Persona NO_EMAIL = of("5f0c1a2b3d4e5f6071829303", "chloe", "Chloé Exemple");

    /** With a Pro account, a means of payment and two organizations. */
    public static final Persona PRO_WITH_ORGANIZATIONS = of("5f0c1a2b3d4e5f6071829304", "daichi", "Daichi Tatoe")
            .withEmail("daichi@example.org", true)
            .withPro()
            .withPayment()
            .withOrganization(new Organization(
                    "60a1b2c3d4e5f60718293a01", "example-labs", "Example Labs", "admin", "enterprise", List.of("mfa")))
            .withOrganization(new Organization(
                    "60a1b2c3d4e5f60718293a02", "open-models", "Open Models", "read", "team", List.of("sso", "ip")));

    /** The person of {@link #VERIFIED_EMAIL} after she took another username: the same subject. */
    public static final Persona RENAMED = VERIFIED_EMAIL.renamed("ada-lovely");

    /**
     * An e-mail address.
     *
     * @param address the address
     * @param verified whether the provider says that it has verified it
     */
    public record Email(String address, boolean verified) {}

    /**
     * An organization, and what the person is to it.
     *
     * @param subject what the provider calls it for ever
     * @param username the name in its address
     * @param name the name shown
     * @param role {@code admin}, {@code write}, {@code contributor} or {@code read}
     * @param plan what it pays for, such as {@code team} or {@code enterprise}
     * @param securityRestrictions what keeps the person's token out of it: {@code mfa}, {@code sso}, {@code ip}, {@code
     *     token-policy}
     */
    public record Organization(
            String subject, String username, String name, String role, String plan, List<String> securityRestrictions) {
        /** Copies the list. */
        public Organization {
            securityRestrictions = List.copyOf(securityRestrictions);
        }
    }

    /** Copies the collections. */
    public Persona {
        organizations = List.copyOf(organizations);
        userinfo = userinfo.map(
                members -> Collections.unmodifiableMap(new LinkedHashMap<String, @Nullable Object>(members)));
    }

    /**
     * Somebody without e-mail address, website, organizations and money.
     *
     * @param subject what the provider calls them for ever
     * @param username the name they chose
     * @param name the name shown
     * @return a persona
     */
    public static Persona of(String subject, String username, String name) {
        return new Persona(
                subject, username, name, Optional.empty(), Optional.empty(), false, false, List.of(), Optional.empty());
    }

    /**
     * The same person with an e-mail address.
     *
     * @param address the address
     * @param verified whether the provider says that it has verified it
     * @return another persona
     */
    public Persona withEmail(String address, boolean verified) {
        return new Persona(
                subject,
                username,
                name,
                Optional.of(new Email(address, verified)),
                website,
                pro,
                canPay,
                organizations,
                userinfo);
    }

    /**
     * The same person with a website.
     *
     * @param page the website's address
     * @return another persona
     */
    public Persona withWebsite(URI page) {
        return new Persona(subject, username, name, email, Optional.of(page), pro, canPay, organizations, userinfo);
    }

    /**
     * The same person with a Pro account.
     *
     * @return another persona
     */
    public Persona withPro() {
        return new Persona(subject, username, name, email, website, true, canPay, organizations, userinfo);
    }

    /**
     * The same person with a means of payment.
     *
     * @return another persona
     */
    public Persona withPayment() {
        return new Persona(subject, username, name, email, website, pro, true, organizations, userinfo);
    }

    /**
     * The same person in one more organization.
     *
     * @param organization the organization
     * @return another persona
     */
    public Persona withOrganization(Organization organization) {
        List<Organization> all = new ArrayList<>(organizations);
        all.add(organization);
        return new Persona(subject, username, name, email, website, pro, canPay, all, userinfo);
    }

    /**
     * The same person under another username; the subject stays.
     *
     * @param newUsername the new username
     * @return another persona
     */
    public Persona renamed(String newUsername) {
        return new Persona(subject, newUsername, name, email, website, pro, canPay, organizations, userinfo);
    }

    /**
     * The same person at a provider of another shape.
     *
     * @param members the userinfo answer, word for word: a numeric ID, other names; without a userinfo endpoint they are claims of the
     *     ID token, beside its own
     * @return another persona
     */
    public Persona withUserinfo(Map<String, ? extends @Nullable Object> members) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        members.forEach(copy::put);
        return new Persona(subject, username, name, email, website, pro, canPay, organizations, Optional.of(copy));
    }
}
