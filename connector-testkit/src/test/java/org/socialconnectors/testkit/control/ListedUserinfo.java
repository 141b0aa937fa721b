package org.socialconnectors.testkit.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.simulator.Persona;

/** Knows a provider whose userinfo has lists, of which the first elements count. */
class ListedUserinfo extends NestedUserinfo {
    static final String SUBJECT = "/accounts/0/id";
    static final String EMAIL_STATE = "/contacts/0/state";
    static final Persona ADA = Persona.of("user-4711", "ada", "Ada Example")
            .withUserinfo(Map.of(
                    "accounts",
                    List.of(
                            Map.of("id", "user-4711", "handle", "ada"),
                            Map.of("id", "user-4712", "handle", "ada-at-work")),
                    "display",
                    "Ada Example",
                    "contacts",
                    List.of(Map.of("mail", "ada@example.org", "state", "confirmed"))));

    ListedUserinfo(JsonObject config, ConnectorContext context) {
        super(config, context);
    }

    @Override
    protected Optional<JsonObject> account(JsonObject userinfo) {
        return first(userinfo, "accounts");
    }

    @Override
    protected JsonObject contact(JsonObject userinfo) {
        return first(userinfo, "contacts").orElseGet(() -> JsonObject.response(Map.of()));
    }

    // Not the first of the objects: something else may come before it.
    private static Optional<JsonObject> first(JsonObject userinfo, String list) {
        boolean isObject = userinfo.toMap().get(list) instanceof List<?> elements
                && !elements.isEmpty()
                && elements.get(0) instanceof Map<?, ?>;
        return isObject ? userinfo.objects(list).stream().findFirst() : Optional.empty();
    }
}
