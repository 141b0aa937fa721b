import java.net.URI;
import java.util.List;
import java.util.Map;
import org.socialconnectors.api.*;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.*;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;
import org.socialconnectors.core.connection.*;
import org.socialconnectors.core.registry.*;
import org.socialconnectors.core.signin.*;
import org.socialconnectors.simulator.*;

final class Snippet {
    SimulatedProvider provider;
    SimulatedClient client;
    URI redirectUri;

    void snippet() throws Exception {
        // snippet
    }
}
