package org.socialconnectors.testkit.control;

import java.net.URI;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.simulator.SimulatedProvider;
import org.socialconnectors.testkit.OAuthConnectorConformance;

/** What the control connector and its variations have in common: the provider, and who signs in. */
abstract class ControlConformance extends OAuthConnectorConformance {
    @Override
    protected SimulatedProvider.Builder provider() {
        return providerWithoutUserinfo().userinfoEndpoint(URI.create(ControlConnector.ISSUER + "/userinfo"));
    }

    static SimulatedProvider.Builder providerWithoutUserinfo() {
        return SimulatedProvider.builder(URI.create(ControlConnector.ISSUER))
                .authorizationEndpoint(URI.create(ControlConnector.ISSUER + "/authorize"))
                .tokenEndpoint(URI.create(ControlConnector.ISSUER + "/token"))
                .jwksUri(URI.create(ControlConnector.ISSUER + "/keys"))
                .discovery(true);
    }

    @Override
    protected SocialProfile expectedProfile() {
        return SocialProfile.builder()
                .name("Ada Example")
                .username("ada")
                .email("ada@example.org", true)
                .build();
    }
}
