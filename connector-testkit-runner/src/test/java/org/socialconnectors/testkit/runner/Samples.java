package org.socialconnectors.testkit.runner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.socialconnectors.huggingface.HuggingFaceConnectorFactory;
import org.socialconnectors.standard.OidcConnectorFactory;

/** Connectors that are packed for a test, good ones and wrong ones, and what files say about them. */
record Samples(Path directory) {
    static final String HUGGING_FACE_CONFIG = """
            {
              "provider": {
                "issuer": "https://huggingface.co",
                "authorizationEndpoint": "https://huggingface.co/oauth/authorize",
                "tokenEndpoint": "https://huggingface.co/oauth/token",
                "userinfoEndpoint": "https://huggingface.co/oauth/userinfo",
                "deviceAuthorizationEndpoint": "https://huggingface.co/oauth/device",
                "jwksUri": "https://huggingface.co/oauth/jwks",
                "discovery": true
              },
              "tokenExchange": {
                "subjectToken": "ada@example.org",
                "subjectTokenType": "urn:huggingface:token-type:user-email",
                "scopes": ["profile"]
              },
              "expectedProfile": {
                "name": "Ada Example",
                "username": "ada",
                "email": "ada@example.org",
                "emailVerified": true,
                "avatar": "https://huggingface.co/avatars/ada.svg",
                "page": "https://huggingface.co/ada"
              }
            }
            """;

    /** With every setting that there is, most of them not as they are when nothing is said. */
    static final String EVERY_SETTING = """
            {
              "configuration": { "server": "https://code.example", "appSecret": null },
              "clientIdMember": "appId",
              "clientSecretMember": "appSecret",
              "clientKeyMember": "appKey",
              "clientAuthentication": "private_key_jwt",
              "provider": {
                "issuer": "https://code.example",
                "authorizationEndpoint": "https://code.example/authorize",
                "tokenEndpoint": "https://code.example/token",
                "userinfoEndpoint": "https://code.example/user",
                "jwksUri": "https://code.example/keys",
                "pushedAuthorizationEndpoint": "https://code.example/par",
                "deviceAuthorizationEndpoint": "https://code.example/device",
                "revocationEndpoint": "https://code.example/revoke",
                "endSessionEndpoint": "https://code.example/logout",
                "discovery": true,
                "issuerInCallback": true,
                "pushedAuthorizationRequired": true,
                "dpopNonceRequired": true,
                "signedUserinfo": true,
                "signingAlgorithm": "ES256",
                "resources": {
                  "https://code.example/emails": [{ "email": "ada@code.example" }],
                  "https://billing.code.example/plan": { "plan": "free" }
                }
              },
              "person": {
                "subject": "7",
                "username": "ada",
                "name": "Ada",
                "email": "ada@code.example",
                "emailVerified": true,
                "website": "https://ada.example",
                "userinfo": { "id": 7 }
              },
              "expectedIdentity": { "namespace": "code", "subject": "7" },
              "expectedProfile": {
                "name": "Ada Example",
                "givenName": "Ada",
                "familyName": "Example",
                "username": "ada",
                "email": "ada@code.example",
                "emailVerified": true,
                "phone": "+15550100",
                "phoneVerified": true,
                "address": {
                  "formatted": "1 Main St, Springfield, Anywhere 12345, Utopia",
                  "streetAddress": "1 Main St",
                  "locality": "Springfield",
                  "region": "Anywhere",
                  "postalCode": "12345",
                  "country": "Utopia"
                },
                "locale": "en-GB",
                "avatar": "https://code.example/ada.png",
                "page": "https://code.example/ada"
              },
              "scopes": ["openid", "user"],
              "authorizationParameters": { "audience": "tests", "ui": "small" },
              "tokenExchange": {
                "subjectToken": "a-ticket-of-ada",
                "subjectTokenType": "urn:example:ticket",
                "scopes": ["user", "mail"]
              },
              "subjectMember": "/user/id",
              "emailVerifiedMember": "confirmed",
              "unverifiedEmailValues": ["pending", 0, 0.5, false],
              "capabilities": {
                "beginsWithoutRequest": true,
                "supportsIdTokens": false,
                "signsInWithoutOpenid": false,
                "supportsUserinfo": false,
                "supportsPublicClients": false,
                "supportsPkce": false,
                "receivesCallbackByForm": true,
                "pushesAuthorizationRequests": true,
                "provesPossession": true,
                "supportsDeviceSignIn": false,
                "supportsRevocation": false,
                "supportsLogoutUrl": false,
                "supportsRefresh": false,
                "returnsTokens": false,
                "pinsIssuer": false,
                "saysWhetherEmailIsVerified": false,
                "keepsRawClaims": false
              }
            }
            """;

    static final Path PAGE = Path.of("..", "docs", "testkit-runner.md");

    static final String WRONG = """
            package wrong;
            import java.net.URI;
            import java.util.Optional;
            import org.socialconnectors.api.*;
            import org.socialconnectors.api.json.*;
            import org.socialconnectors.api.signin.*;
            import org.socialconnectors.huggingface.HuggingFaceConnectorFactory;
            public final class WrongFactory implements SocialConnectorFactory {
                private final SocialConnectorFactory honest = new HuggingFaceConnectorFactory();
                static void forEver() {
                    while (true) {
                        try { Thread.sleep(60_000); } catch (InterruptedException ignored) { }
                    }
                }
                public WrongFactory() { %s }
                public ConnectorDescriptor descriptor() { return honest.descriptor(); }
                public SocialConnector create(JsonObject config, ConnectorContext context) {
                    SocialConnector connector = honest.create(config, context);
                    return new SocialConnector() {
                        public Redirect begin(SignInAttempt attempt) throws InterruptedException {
                            Redirect redirect = connector.begin(attempt);
                            %s
                        }
                        public SignInResult complete(VerifiedCallback callback) throws InterruptedException {
                            return connector.complete(callback);
                        }
                        public <T> Optional<T> capability(Class<T> type) { return connector.capability(type); }
                    };
                }
            }
            """;

    PackedJar huggingFace() throws Exception {
        return new PackedJar(directory).with(HuggingFaceConnectorFactory.class);
    }

    PackedJar standard() throws Exception {
        // With the library that it reads JSON pointers by.
        return new PackedJar(directory).with(tools.jackson.core.Version.class).with(OidcConnectorFactory.class);
    }

    PackedJar acorn() throws Exception {
        Path example = Path.of("..", "examples", "example-connector", "src", "main");
        return new PackedJar(directory)
                .withSources(List.of(example.resolve("java/example/acorn/AcornConnectorFactory.java")))
                .withDirectory(example.resolve("resources"));
    }

    Path config(String text) throws Exception {
        return Files.writeString(directory.resolve("config.json"), text);
    }

    static String exampleOfThePage(int number) throws Exception {
        String block = Files.readString(PAGE).split("```json\n", -1)[number];
        return block.substring(0, block.indexOf("```"));
    }

    /** Hugging Face's connector with a mistake: a statement in the factory's constructor, and the end of {@code begin}. */
    Path wrong(String constructor, String begin) throws Exception {
        return wrong(WRONG.formatted(constructor, begin)).as("wrong.jar");
    }

    /** Hugging Face's connector behind a factory {@code wrong.WrongFactory}. */
    PackedJar wrong(String source) throws Exception {
        return huggingFace().withSource("wrong.WrongFactory", source).announcing("wrong.WrongFactory");
    }

    String read(String name) throws Exception {
        return Files.readString(directory.resolve(name));
    }
}
