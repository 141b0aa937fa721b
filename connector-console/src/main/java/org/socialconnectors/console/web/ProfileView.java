package org.socialconnectors.console.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.console.page.ProfilePage;
import org.socialconnectors.console.page.ProfilePage.CheckMade;
import org.socialconnectors.console.page.ProfilePage.Organization;
import org.socialconnectors.console.session.SignedIn;
import org.socialconnectors.huggingface.HuggingFaceProfile;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Puts into words who is signed in and what proves it. */
final class ProfileView {
    private static final DefaultIndenter TWO_SPACES = new DefaultIndenter("  ", "\n");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .defaultPrettyPrinter(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                            .withArrayEmptySeparator("")
                            .withObjectEmptySeparator(""))
                    .withArrayIndenter(TWO_SPACES)
                    .withObjectIndenter(TWO_SPACES))
            .build();

    /** What the framework checks at every sign-in, whatever the connector. */
    private static final List<CheckMade> ALWAYS = List.of(
            new CheckMade(
                    "Same browser",
                    "The answer came back to the browser in which you began: nobody slipped you theirs."),
            new CheckMade(
                    "Once, and in time",
                    "The answer was used a single time, within ten minutes. Copied, it is worth nothing."),
            new CheckMade(
                    "Same connection",
                    "It came back on the connection, and under the settings, with which you began."));

    private ProfileView() {}

    static ProfilePage of(SignedIn person) {
        SocialProfile profile = person.profile();
        HuggingFaceProfile huggingFace = HuggingFaceProfile.of(profile);
        String name =
                profile.name().or(profile::username).orElse(person.identity().subject());
        return new ProfilePage(
                name,
                profile.username(),
                initial(name),
                avatar(profile).map(URI::toString),
                profile.page().map(URI::toString),
                profile.email().map(EmailAddress::address),
                profile.email().map(EmailAddress::verified).orElse(false),
                huggingFace.isPro(),
                huggingFace.organizations().stream()
                        .map(organization -> new Organization(
                                organization
                                        .name()
                                        .or(organization::username)
                                        .or(organization::subject)
                                        .orElse("An organization without a name"),
                                organization.role()))
                        .toList(),
                person.identity().namespace(),
                person.identity().subject(),
                person.idTokenVerified()
                        ? "Proved by an ID token: signed by the provider, made for this application and this very sign-in."
                        : "Proved by the provider’s answer over a direct connection. No ID token was asked for; the scope"
                                + " openid adds one.",
                checks(person),
                JSON.writeValueAsString(profile.raw().toMap()));
    }

    /** The picture, if its origin can be named in a content security policy. */
    static Optional<URI> avatar(SocialProfile profile) {
        return profile.avatar().filter(uri -> Provider.originOf(uri).isPresent());
    }

    private static List<CheckMade> checks(SignedIn person) {
        List<CheckMade> checks = new ArrayList<>(ALWAYS);
        // In the order of the enum, which is that of the protocol.
        for (Check check : Check.values()) {
            if (person.checks().contains(check)) {
                checks.add(inWords(check));
            }
        }
        return checks;
    }

    private static CheckMade inWords(Check check) {
        return switch (check) {
            case PKCE ->
                new CheckMade(
                        "Code bound to this program",
                        "The one-time code could be exchanged only together with a secret made for this sign-in (PKCE).");
            case CALLBACK_ISSUER ->
                new CheckMade("Answer names its sender", "The answer names the provider that was asked (RFC 9207).");
            case ID_TOKEN_SIGNATURE ->
                new CheckMade("Signature of the ID token", "It is signed with a key that the provider publishes.");
            case ID_TOKEN_CLAIMS ->
                new CheckMade(
                        "Contents of the ID token",
                        "It comes from the expected issuer, is meant for this application, and has not expired.");
            case NONCE ->
                new CheckMade(
                        "ID token made for this sign-in", "It repeats a random value that only this sign-in had.");
            case USERINFO_SUBJECT ->
                new CheckMade(
                        "Profile and ID token agree",
                        "The profile belongs to the very person that the ID token names.");
        };
    }

    private static String initial(String name) {
        return name.substring(0, name.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
    }
}
