import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.socialconnectors.api.*;
import org.socialconnectors.api.device.*;
import org.socialconnectors.api.error.*;
import org.socialconnectors.api.http.*;
import org.socialconnectors.api.identity.*;
import org.socialconnectors.api.json.*;
import org.socialconnectors.api.secret.*;
import org.socialconnectors.api.signin.*;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;
import org.socialconnectors.api.token.*;
import org.socialconnectors.core.configuration.*;
import org.socialconnectors.core.connection.*;
import org.socialconnectors.core.device.*;
import org.socialconnectors.core.form.*;
import org.socialconnectors.core.http.*;
import org.socialconnectors.core.json.*;
import org.socialconnectors.core.registry.*;
import org.socialconnectors.core.signin.*;
import org.socialconnectors.huggingface.*;
import org.socialconnectors.oauth.*;

/** Fields, not parameters, so that a snippet may declare variables of the same names. */
final class Snippet {
    ClassLoader loader;
    ConnectorRegistry<SocialConnectorFactory> registry;
    HttpTransport http;
    Connections connections;
    SignIns signIns;
    ByteStore store;
    BrowserKey browser;
    String cookie;
    String query;
    String enteredJson;
    URI redirectUri;
    X509Certificate authority;
    SignInResult result;
    Consumer<String> log;
    Consumer<String> administratorLog;

    void snippet() throws Exception {
        // snippet
    }
}
