package org.socialconnectors.huggingface;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;

/**
 * What Hugging Face says about a person beyond the standard claims: a typed view of {@link SocialProfile#raw()}. What is
 * absent, or not of the form known today, is simply not there. Immutable and thread-safe.
 */
public final class HuggingFaceProfile {
    private final JsonObject raw;

    private HuggingFaceProfile(JsonObject raw) {
        this.raw = raw;
    }

    /**
     * A view of a profile.
     *
     * @param profile of a sign-in with this connector
     * @return the view
     */
    public static HuggingFaceProfile of(SocialProfile profile) {
        return new HuggingFaceProfile(profile.raw());
    }

    /**
     * Whether the person subscribes to Pro.
     *
     * @return true only if Hugging Face says so
     */
    public boolean isPro() {
        return raw.isTrue("isPro");
    }

    /**
     * Whether the person has a means of payment; needs the scope {@code read-billing}.
     *
     * @return true only if Hugging Face says so
     */
    public boolean canPay() {
        return raw.isTrue("canPay");
    }

    /**
     * The person's own site.
     *
     * @return an absolute http or https address, if stated
     */
    public Optional<URI> website() {
        return raw.webUri("website");
    }

    /**
     * The organizations to which the person gave access.
     *
     * @return the organizations in Hugging Face's order
     */
    public List<Organization> organizations() {
        return raw.objects("orgs").stream().map(Organization::new).toList();
    }

    /** The number of organizations; nothing of the person. */
    @Override
    public String toString() {
        return "HuggingFaceProfile(" + organizations().size() + " organizations)";
    }

    /** An organization that the person belongs to. Immutable and thread-safe. */
    public static final class Organization {
        private final JsonObject raw;

        private Organization(JsonObject raw) {
            this.raw = raw;
        }

        /**
         * The organization's identifier, which does not change when it is renamed.
         *
         * @return the identifier, if stated
         */
        public Optional<String> subject() {
            return raw.displayText("sub");
        }

        /**
         * The name to show.
         *
         * @return the name, if stated
         */
        public Optional<String> name() {
            return raw.displayText("name");
        }

        /**
         * The handle, which may change.
         *
         * @return the handle, if stated
         */
        public Optional<String> username() {
            return raw.displayText("preferred_username");
        }

        /**
         * The organization's picture.
         *
         * @return an absolute http or https address, if stated
         */
        public Optional<URI> picture() {
            return raw.webUri("picture");
        }

        /**
         * What the person may do there: {@code admin}, {@code write}, {@code contributor}, {@code read}, or what Hugging Face
         * adds to these.
         *
         * @return the role as Hugging Face writes it, if stated
         */
        public Optional<String> role() {
            return raw.displayText("roleInOrg");
        }

        /**
         * The organization's plan.
         *
         * @return the plan as Hugging Face writes it, if stated
         */
        public Optional<String> plan() {
            return raw.displayText("plan");
        }

        /**
         * Whether the organization has a means of payment; needs the scope {@code read-billing}.
         *
         * @return true only if Hugging Face says so
         */
        public boolean canPay() {
            return raw.isTrue("canPay");
        }

        /**
         * What keeps this sign-in from the organization's resources: {@code mfa}, {@code sso}, {@code ip}, {@code
         * token-policy}, or what Hugging Face adds to these.
         *
         * @return the restrictions as Hugging Face writes them; empty if none is stated
         */
        public List<String> securityRestrictions() {
            return raw.texts("securityRestrictions");
        }

        /**
         * All that Hugging Face says about the organization, unchanged.
         *
         * @return the members
         */
        public JsonObject raw() {
            return raw;
        }

        @Override
        public String toString() {
            return "Organization";
        }
    }
}
