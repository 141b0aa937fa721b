package org.socialconnectors.testkit.control;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;

/** Takes all addresses from the provider's metadata, which it never keeps. */
class AskingForMetadata extends ControlConnector {
    static final URI ADDRESS = URI.create(ISSUER + "/.well-known/openid-configuration");

    private static final Map<String, String> MEMBERS = Map.of(
            ISSUER + "/token", "token_endpoint",
            ISSUER + "/keys", "jwks_uri",
            ISSUER + "/userinfo", "userinfo_endpoint");

    AskingForMetadata(JsonObject config, ConnectorContext context) {
        super(config, context);
    }

    @Override
    public Redirect begin(SignInAttempt attempt) throws InterruptedException {
        URI endpoint = published("authorization_endpoint");
        return redirect(URI.create(endpoint + "?" + super.begin(attempt).uri().getRawQuery()));
    }

    @Override
    protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
        String member = MEMBERS.get(request.uri().toString());
        return super.send(member == null ? request : sentTo(published(member), request));
    }

    protected URI published(String member) throws InterruptedException {
        return endpoint(metadata(super.send(HttpTransport.Request.get(ADDRESS))), member);
    }

    protected JsonObject metadata(HttpTransport.Response response) throws InterruptedException {
        return own(read(response, new ArrayList<>()));
    }

    protected final JsonObject own(JsonObject metadata) {
        return required(
                metadata, metadata.displayText("issuer").filter(this::isOwn).isPresent());
    }

    protected boolean isOwn(String issuer) {
        return ISSUER.equals(issuer);
    }

    static JsonObject requireOwn(JsonObject metadata) {
        return required(metadata, ISSUER.equals(metadata.toMap().get("issuer")));
    }

    private static JsonObject required(JsonObject metadata, boolean own) {
        if (!own) {
            throw refusal(ErrorCode.INVALID_RESPONSE, "the metadata are of another issuer");
        }
        return metadata;
    }

    protected URI endpoint(JsonObject metadata, String member) {
        URI endpoint = metadata.uri(member);
        if (!"https".equals(endpoint.getScheme())) {
            throw refusal(ErrorCode.INVALID_RESPONSE, "an endpoint is not protected");
        }
        return endpoint;
    }

    /** The same question or form with the same headers, to another address. */
    static HttpTransport.Request sentTo(URI address, HttpTransport.Request request) {
        HttpTransport.Request sent = request.method().equals("GET")
                ? HttpTransport.Request.get(address)
                : HttpTransport.Request.postForm(address, form(request));
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            sent = sent.header(header.getKey(), header.getValue());
        }
        return sent;
    }

    private static Map<String, String> form(HttpTransport.Request request) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String field : new String(request.body(), StandardCharsets.US_ASCII).split("&", -1)) {
            String[] halves = field.split("=", 2);
            form.put(
                    URLDecoder.decode(halves[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(halves[1], StandardCharsets.UTF_8));
        }
        return form;
    }
}
