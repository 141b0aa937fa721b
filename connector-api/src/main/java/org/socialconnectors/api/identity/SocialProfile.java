package org.socialconnectors.api.identity;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.json.JsonObject;

/**
 * How the provider describes the person. Everything in it is another party's claim, to be shown and pre-filled, not to be
 * trusted: the account's key is the {@link Identity}. Immutable and thread-safe.
 */
public final class SocialProfile {
    private final @Nullable String name;
    private final @Nullable String givenName;
    private final @Nullable String familyName;
    private final @Nullable String username;
    private final @Nullable EmailAddress email;
    private final @Nullable PhoneNumber phone;
    private final @Nullable PostalAddress address;
    private final @Nullable String locale;
    private final @Nullable URI avatar;
    private final @Nullable URI page;
    private final JsonObject raw;

    private SocialProfile(Builder builder) {
        this.name = builder.name;
        this.givenName = builder.givenName;
        this.familyName = builder.familyName;
        this.username = builder.username;
        this.email = builder.email;
        this.phone = builder.phone;
        this.address = builder.address;
        this.locale = builder.locale;
        this.avatar = builder.avatar;
        this.page = builder.page;
        this.raw = builder.raw;
    }

    /**
     * Starts a profile.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The name to show.
     *
     * @return the full name, if stated
     */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /**
     * The given names, if the provider tells them apart. Not everybody's name has such parts: {@link #name()} is the name to show.
     *
     * @return the given name or names, if stated
     */
    public Optional<String> givenName() {
        return Optional.ofNullable(givenName);
    }

    /**
     * The family names, if the provider tells them apart.
     *
     * @return the family name or names, if stated
     */
    public Optional<String> familyName() {
        return Optional.ofNullable(familyName);
    }

    /**
     * The handle at the provider, which may change and may pass to somebody else.
     *
     * @return the username, if stated
     */
    public Optional<String> username() {
        return Optional.ofNullable(username);
    }

    /**
     * The e-mail address.
     *
     * @return the address and whether the provider verified it, if stated
     */
    public Optional<EmailAddress> email() {
        return Optional.ofNullable(email);
    }

    /**
     * The phone number.
     *
     * @return the number and whether the provider verified it, if stated
     */
    public Optional<PhoneNumber> phone() {
        return Optional.ofNullable(phone);
    }

    /**
     * The postal address.
     *
     * @return the address, if stated
     */
    public Optional<PostalAddress> address() {
        return Optional.ofNullable(address);
    }

    /**
     * The language and region that the person prefers.
     *
     * @return what should be a BCP 47 tag, such as {@code fr-CA}, and is not validated; if stated
     */
    public Optional<String> locale() {
        return Optional.ofNullable(locale);
    }

    /**
     * A picture of the person.
     *
     * @return an absolute http or https address, if stated
     */
    public Optional<URI> avatar() {
        return Optional.ofNullable(avatar);
    }

    /**
     * The person's page at the provider.
     *
     * @return an absolute http or https address, if stated
     */
    public Optional<URI> page() {
        return Optional.ofNullable(page);
    }

    /**
     * All that the provider said about the person, unchanged.
     *
     * @return the claims; empty if the connector keeps none
     */
    public JsonObject raw() {
        return raw;
    }

    /** Nothing of the person. */
    @Override
    public String toString() {
        return "SocialProfile";
    }

    /** Collects a profile; every setter also takes null for "not stated". For one thread. */
    public static final class Builder {
        private @Nullable String name;
        private @Nullable String givenName;
        private @Nullable String familyName;
        private @Nullable String username;
        private @Nullable EmailAddress email;
        private @Nullable PhoneNumber phone;
        private @Nullable PostalAddress address;
        private @Nullable String locale;
        private @Nullable URI avatar;
        private @Nullable URI page;
        private JsonObject raw = JsonObject.response(Map.of());

        private Builder() {}

        /**
         * Sets the name to show.
         *
         * @param value the full name
         * @return this builder
         */
        public Builder name(@Nullable String value) {
            name = value;
            return this;
        }

        /**
         * Sets the given names.
         *
         * @param value the given name or names
         * @return this builder
         */
        public Builder givenName(@Nullable String value) {
            givenName = value;
            return this;
        }

        /**
         * Sets the family names.
         *
         * @param value the family name or names
         * @return this builder
         */
        public Builder familyName(@Nullable String value) {
            familyName = value;
            return this;
        }

        /**
         * Sets the handle at the provider.
         *
         * @param value the username
         * @return this builder
         */
        public Builder username(@Nullable String value) {
            username = value;
            return this;
        }

        /**
         * Sets the e-mail address.
         *
         * @param address the address
         * @param verified whether the provider says, in so many words, that it verified the address
         * @return this builder
         */
        public Builder email(@Nullable String address, boolean verified) {
            email = address == null ? null : new EmailAddress(address, verified);
            return this;
        }

        /**
         * Sets the phone number.
         *
         * @param number the number
         * @param verified whether the provider says, in so many words, that it verified the number
         * @return this builder
         */
        public Builder phone(@Nullable String number, boolean verified) {
            phone = number == null ? null : new PhoneNumber(number, verified);
            return this;
        }

        /**
         * Sets the postal address.
         *
         * @param value the address
         * @return this builder
         */
        public Builder address(@Nullable PostalAddress value) {
            address = value;
            return this;
        }

        /**
         * Sets the language and region that the person prefers.
         *
         * @param value a BCP 47 tag
         * @return this builder
         */
        public Builder locale(@Nullable String value) {
            locale = value;
            return this;
        }

        /**
         * Sets the picture.
         *
         * @param value an absolute http or https address; {@link JsonObject#webUri} reads one
         * @return this builder
         * @throws IllegalArgumentException if it is of another kind, for it will end up in a page
         */
        public Builder avatar(@Nullable URI value) {
            avatar = web(value);
            return this;
        }

        /**
         * Sets the person's page.
         *
         * @param value an absolute http or https address; {@link JsonObject#webUri} reads one
         * @return this builder
         * @throws IllegalArgumentException if it is of another kind, for it will end up in a page
         */
        public Builder page(@Nullable URI value) {
            page = web(value);
            return this;
        }

        /**
         * Sets what the provider said.
         *
         * @param value the claims, unchanged
         * @return this builder
         */
        public Builder raw(JsonObject value) {
            raw = value;
            return this;
        }

        /**
         * Makes the profile.
         *
         * @return the profile
         */
        public SocialProfile build() {
            return new SocialProfile(this);
        }

        private static @Nullable URI web(@Nullable URI value) {
            if (value != null && !JsonObject.isWebUri(value)) {
                throw new IllegalArgumentException("an address in a profile must be absolute, and http or https");
            }
            return value;
        }
    }
}
