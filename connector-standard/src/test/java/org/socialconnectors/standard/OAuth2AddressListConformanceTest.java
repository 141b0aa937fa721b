package org.socialconnectors.standard;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.socialconnectors.simulator.SimulatedProvider;

/** The e-mail address is fetched by a further request, whose answer is a list. */
class OAuth2AddressListConformanceTest extends OAuth2ConformanceTest {
    private static final String ADDRESSES = "https://api.code.example/user/emails";

    @Override
    protected Map<String, ?> configuration() {
        Map<String, Object> configuration = new LinkedHashMap<>(super.configuration());
        configuration.keySet().removeAll(List.of("emailPointer", "emailVerifiedPointer"));
        configuration.put("emailSource", "list");
        configuration.put("emailsEndpoint", ADDRESSES);
        configuration.put("emailsAddressPointer", "/email");
        configuration.put("emailsPrimaryPointer", "/primary");
        configuration.put("emailsVerifiedPointer", "/verified");
        return configuration;
    }

    @Override
    protected SimulatedProvider.Builder provider() {
        return super.provider()
                .resource(
                        URI.create(ADDRESSES),
                        person -> List.of(
                                Map.of("email", "old@example.org", "primary", false, "verified", true),
                                Map.of("email", "ada@example.org", "primary", true, "verified", true)));
    }

    @Override
    protected String emailVerifiedMember() {
        return "verified";
    }
}
