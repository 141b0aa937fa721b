import java.net.URI;
import java.util.List;
import java.util.Set;
import org.socialconnectors.api.error.*;
import org.socialconnectors.api.identity.*;
import org.socialconnectors.api.json.*;
import org.socialconnectors.api.secret.*;
import org.socialconnectors.oauth.*;

final class Snippet {
    OAuthProvider snippet() {
        return OAuthProvider.builder()
                // snippet
                .build();
    }
}
