package org.socialconnectors.simulator;

import java.util.Optional;
import org.socialconnectors.api.http.HttpTransport.Response;

/** Where a user types the code that a device shows (RFC 8628 section 3.3). */
final class DevicePage {
    private final SimulatedProvider provider;

    DevicePage(SimulatedProvider provider) {
        this.provider = provider;
    }

    boolean isAt(String path) {
        return provider.address(Endpoint.DEVICE_AUTHORIZATION).isPresent()
                && provider.devices().verificationUri().getRawPath().equals(path);
    }

    Response answer(RecordedRequest request) {
        if (!request.method().equals("POST")) {
            return Pages.device(provider);
        }
        Parameters form = new Parameters(request.form());
        String userCode = form.first("user_code").orElse("");
        Optional<SimulatedClient> client = request.isFromElsewhere()
                ? Optional.empty()
                : provider.devices().waiting(userCode);
        if (client.isEmpty()) {
            return Pages.message(
                    400,
                    "No device waits for this code",
                    "It is mistyped, answered already, or too old. Go back and compare it with what the device shows.");
        }
        Optional<Persona> persona = provider.persona(form.first("persona"));
        boolean approved = form.first("decision").equals(Optional.of("authorize")) && persona.isPresent();
        boolean answered = approved
                ? provider.devices().approve(userCode, persona.get())
                : provider.devices().deny(userCode);
        String outcome = approved && answered ? "signed in to" : "not signed in to";
        return Pages.message(
                200,
                "You can go back to your device",
                "It will be " + outcome + " " + client.get().name() + ".");
    }
}
