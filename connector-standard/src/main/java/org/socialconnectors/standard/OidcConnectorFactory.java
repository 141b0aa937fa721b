package org.socialconnectors.standard;

import java.time.Duration;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.oauth.OAuthClient;
import org.socialconnectors.oauth.OAuthConnector;
import org.socialconnectors.oauth.OAuthProvider;
import org.socialconnectors.oauth.StandardClaims;

/**
 * The connector {@code oidc}: sign-in with any provider of OpenID Connect, whose endpoints are found by discovery (OpenID Connect
 * Discovery 1.0) or written down. An ID token says who signs in: a sign-in that asks for other scopes than the configuration's, and
 * not for {@code openid}, is refused with {@code INVALID_REQUEST}. Errors of sign-ins are {@link OAuthConnector}'s. Thread-safe.
 */
public final class OidcConnectorFactory implements SocialConnectorFactory {
    private final ConnectorDescriptor descriptor = ConnectorDescriptor.builder("oidc")
            .target("oidc")
            .languages("en", "fr", "es")
            .readFrom(OidcConnectorFactory.class);

    @Override
    public ConnectorDescriptor descriptor() {
        return descriptor;
    }

    /**
     * {@inheritDoc}
     *
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} and the field's pointer if {@code openid} is not among the
     *     scopes, an address, the issuer of tenants or a private key will not do, or a member is missing
     */
    @Override
    public SocialConnector create(JsonObject config, ConnectorContext context) {
        Settings settings = new Settings(config);
        if (!settings.words("scope").contains("openid")) {
            throw Settings.refusal("without openid among the scopes no ID token proves who signs in", "scope");
        }
        return new OAuthConnector(
                provider(config, settings), client(config, settings.client(context.clock()), settings), context);
    }

    private static OAuthProvider provider(JsonObject config, Settings settings) {
        StandardClaims claims = claims(config);
        OAuthProvider.Builder provider = OAuthProvider.builder()
                .idTokenAlgorithms(config.texts("idTokenAlgorithms").toArray(String[]::new))
                .openidRequired()
                .profile(answers -> claims.read(answers.claims()));
        issuer(config, settings, provider);
        if (config.isTrue("pkceOnDevices")) {
            provider.pkceOnDevices();
        }
        if (config.text("endpoints").equals("discovered")) {
            return provider.discovered().build();
        }
        settings.address("authorizationEndpoint", provider::authorizationEndpoint);
        settings.address("tokenEndpoint", provider::tokenEndpoint);
        settings.address("jwksUri", provider::jwksUri);
        settings.optionalAddress("userinfoEndpoint", provider::userinfoEndpoint);
        settings.optionalAddress("pushedAuthorizationRequestEndpoint", provider::pushedAuthorizationRequestEndpoint);
        settings.optionalAddress("revocationEndpoint", provider::revocationEndpoint);
        settings.optionalAddress("endSessionEndpoint", provider::endSessionEndpoint);
        return provider.build();
    }

    private static void issuer(JsonObject config, Settings settings, OAuthProvider.Builder provider) {
        String tenancy = config.text("tenancy");
        if (tenancy.equals("single")) {
            settings.address("issuer", provider::issuer);
        } else {
            settings.address(
                    "issuer", template -> provider.issuerOfTenants(template, tenancy, settings.words("tenants")));
        }
    }

    private static OAuthClient client(JsonObject config, OAuthClient.Builder client, Settings settings) {
        if (config.text("responseMode").equals("form_post")) {
            client.formPost();
        }
        if (config.isTrue("pushedAuthorizationRequests")) {
            client.pushedAuthorizationRequests();
        }
        if (config.isTrue("proofOfPossession")) {
            client.proofOfPossession();
        }
        config.optionalText("prompt").ifPresent(client::prompt);
        config.integer("clockSkew").ifPresent(seconds -> client.clockSkew(Duration.ofSeconds(seconds)));
        config.integer("maxAge").ifPresent(seconds -> client.maxAge(Duration.ofSeconds(seconds)));
        return client.acrValues(settings.words("acrValues")).build();
    }

    private static StandardClaims claims(JsonObject config) {
        StandardClaims claims = StandardClaims.strict();
        if (config.isTrue("textBooleans")) {
            claims = claims.withTextBooleans();
        }
        return config.isTrue("trustUnverifiedEmail") ? claims.withTrustInUnverifiedEmail() : claims;
    }
}
