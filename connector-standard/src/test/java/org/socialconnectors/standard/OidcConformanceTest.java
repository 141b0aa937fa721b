package org.socialconnectors.standard;

import java.net.URI;
import java.util.Map;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.simulator.SimulatedProvider;
import org.socialconnectors.testkit.OAuthConnectorConformance;

/** Basic credentials, endpoints by discovery. */
class OidcConformanceTest extends OAuthConnectorConformance {
    @Override
    protected SocialConnectorFactory factory() {
        return new OidcConnectorFactory();
    }

    @Override
    protected Map<String, ?> configuration() {
        return Map.of(
                "issuer", "https://huggingface.co", "clientId", "client", "clientSecret", "a-configured-client-secret");
    }

    @Override
    protected SimulatedProvider.Builder provider() {
        return SimulatedProvider.huggingFace().issuerInCallback(true);
    }

    @Override
    protected boolean signsInWithoutOpenid() {
        return false;
    }

    @Override
    protected boolean beginsWithoutRequest() {
        return false;
    }

    @Override
    protected SocialProfile expectedProfile() {
        return SocialProfile.builder()
                .name("Ada Example")
                .username("ada")
                .email("ada@example.org", true)
                .avatar(URI.create("https://huggingface.co/avatars/ada.svg"))
                .page(URI.create("https://huggingface.co/ada"))
                .build();
    }
}
