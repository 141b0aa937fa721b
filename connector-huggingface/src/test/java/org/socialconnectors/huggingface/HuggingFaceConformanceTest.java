package org.socialconnectors.huggingface;

import java.net.URI;
import java.util.Optional;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.token.TokenExchangeRequest;
import org.socialconnectors.simulator.SimulatedProvider;
import org.socialconnectors.testkit.OAuthConnectorConformance;

class HuggingFaceConformanceTest extends OAuthConnectorConformance {
    @Override
    protected SocialConnectorFactory factory() {
        return new HuggingFaceConnectorFactory();
    }

    @Override
    protected SimulatedProvider.Builder provider() {
        return SimulatedProvider.huggingFace();
    }

    @Override
    protected Optional<TokenExchangeRequest> tokenExchange() {
        return Optional.of(OrganizationMember.byEmail("ada@example.org"));
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
