/**
 * The contract between a connector and its host: what a connector is, what it is given, and what it must answer. Needs
 * nothing but {@code java.base}.
 */
module org.socialconnectors.api {
    requires static transitive org.jspecify;

    exports org.socialconnectors.api;
    exports org.socialconnectors.api.device;
    exports org.socialconnectors.api.error;
    exports org.socialconnectors.api.http;
    exports org.socialconnectors.api.identity;
    exports org.socialconnectors.api.json;
    exports org.socialconnectors.api.secret;
    exports org.socialconnectors.api.signin;
    exports org.socialconnectors.api.token;

    uses org.socialconnectors.api.SocialConnectorFactory;
}
