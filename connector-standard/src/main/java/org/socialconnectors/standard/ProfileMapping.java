package org.socialconnectors.standard;

import java.net.URI;
import java.util.Optional;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.oauth.ProviderAnswers;

/** Maps a person from what the userinfo endpoint answers, by the pointers of a configuration. Immutable and thread-safe. */
final class ProfileMapping {
    private final ClaimPointer subject;
    private final Optional<ClaimPointer> name;
    private final Optional<ClaimPointer> username;
    private final Optional<ClaimPointer> avatar;
    private final Optional<ClaimPointer> page;
    private final Email email;

    /**
     * Reads the pointers.
     *
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} and the field if one is malformed
     */
    ProfileMapping(JsonObject config) {
        subject = ClaimPointer.of(config, "subjectPointer");
        name = ClaimPointer.optional(config, "namePointer");
        username = ClaimPointer.optional(config, "usernamePointer");
        avatar = ClaimPointer.optional(config, "avatarPointer");
        page = ClaimPointer.optional(config, "pagePointer");
        email = config.text("emailSource").equals("list") ? emailFromList(config) : emailFromUserinfo(config);
    }

    String subject(ProviderAnswers answers) {
        return subject.identifier(answers.claims());
    }

    SocialProfile profile(ProviderAnswers answers) throws InterruptedException {
        JsonObject claims = answers.claims();
        SocialProfile.Builder profile = SocialProfile.builder()
                .name(name.flatMap(pointer -> pointer.text(claims)).orElse(null))
                .username(username.flatMap(pointer -> pointer.text(claims)).orElse(null))
                .avatar(avatar.flatMap(pointer -> pointer.webUri(claims)).orElse(null))
                .page(page.flatMap(pointer -> pointer.webUri(claims)).orElse(null))
                .raw(claims);
        email.addTo(profile, answers);
        return profile.build();
    }

    private static Email emailFromUserinfo(JsonObject config) {
        Optional<ClaimPointer> address = ClaimPointer.optional(config, "emailPointer");
        Optional<ClaimPointer> verified = ClaimPointer.optional(config, "emailVerifiedPointer");
        return (profile, answers) -> profile.email(
                address.flatMap(pointer -> pointer.text(answers.claims())).orElse(null),
                verified.filter(pointer -> pointer.isTrue(answers.claims())).isPresent());
    }

    // An address of userinfo does not fill in for one that the list lacks: the list says what is verified, userinfo may
    // not.
    private static Email emailFromList(JsonObject config) {
        URI endpoint = config.uri("emailsEndpoint");
        ClaimPointer address = ClaimPointer.of(config, "emailsAddressPointer");
        ClaimPointer primary = ClaimPointer.of(config, "emailsPrimaryPointer");
        ClaimPointer verified = ClaimPointer.of(config, "emailsVerifiedPointer");
        return (profile, answers) -> {
            for (JsonObject entry : answers.getAll(endpoint)) {
                if (primary.isTrue(entry)) {
                    profile.email(address.text(entry).orElse(null), verified.isTrue(entry));
                    return;
                }
            }
        };
    }

    @Override
    public String toString() {
        return "ProfileMapping";
    }

    /** Where the e-mail address comes from. */
    @FunctionalInterface
    private interface Email {
        void addTo(SocialProfile.Builder profile, ProviderAnswers answers) throws InterruptedException;
    }
}
