package org.socialconnectors.testkit.control;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.simulator.SimulatedProvider;

/** Takes the address from a list that the provider has of them, and what the list says of it. */
class AskingForEmails extends ControlConnector {
    private static final URI ADDRESS = URI.create(ISSUER + "/emails");

    AskingForEmails(JsonObject config, ConnectorContext context) {
        super(config, context);
    }

    /** A provider whose addresses are in a list of their own. */
    static SimulatedProvider.Builder provider(SimulatedProvider.Builder plain) {
        return plain.resource(
                ADDRESS,
                persona -> List.of(
                        Map.of("email", "old@example.org", "primary", false, "verified", true),
                        Map.of("email", "ada@example.org", "primary", true, "verified", true)));
    }

    @Override
    protected JsonObject about(@Nullable JsonObject claims, TokenSet tokens) throws InterruptedException {
        Map<String, @Nullable Object> members =
                new LinkedHashMap<>(super.about(claims, tokens).toMap());
        members.put("listed", listed(tokens.accessToken()).toMap());
        return JsonObject.response(members);
    }

    protected JsonObject listed(Secret accessToken) throws InterruptedException {
        HttpTransport.Response response =
                send(HttpTransport.Request.get(ADDRESS).header("Authorization", "Bearer " + accessToken.reveal()));
        String body = new String(response.body(), StandardCharsets.UTF_8);
        JsonObject wrapped = json(("{\"list\":" + body + "}").getBytes(StandardCharsets.UTF_8))
                .filter(unused -> response.status() == 200)
                .orElseThrow(() -> refusal(ErrorCode.INVALID_RESPONSE, "the answer is not a list"));
        return picked(wrapped.objects("list"));
    }

    protected JsonObject picked(List<JsonObject> addresses) {
        return addresses.stream()
                .filter(each -> each.isTrue("primary"))
                .findFirst()
                .orElseGet(() -> JsonObject.response(Map.of()));
    }

    @Override
    protected SocialProfile profile(JsonObject userinfo) {
        JsonObject listed = listedIn(userinfo);
        return with(userinfo, listed, emailVerified(listed));
    }

    protected static JsonObject listedIn(JsonObject userinfo) {
        return userinfo.object("listed").orElseThrow();
    }

    protected SocialProfile with(JsonObject userinfo, JsonObject address, boolean verified) {
        return SocialProfile.builder()
                .name(userinfo.displayText("name").orElse(null))
                .username(userinfo.displayText("preferred_username").orElse(null))
                .email(address.displayText("email").orElse(null), verified)
                .raw(raw(userinfo))
                .build();
    }

    @Override
    protected boolean emailVerified(JsonObject listed) {
        return listed.isTrue("verified");
    }
}
