package org.socialconnectors.testkit.control;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.simulator.Persona;

/** Knows a provider that calls people by numbers. */
class NumberedUserinfo extends NestedUserinfo {
    static final Persona ADA = Persona.of("4711", "ada", "Ada Example")
            .withUserinfo(Map.of(
                    "account", Map.of("id", 4711, "handle", "ada"),
                    "display", "Ada Example",
                    "contact", Map.of("mail", "ada@example.org", "state", "confirmed")));

    NumberedUserinfo(JsonObject config, ConnectorContext context) {
        super(config, context);
    }

    @Override
    protected Optional<String> id(JsonObject account) {
        Object value = account.toMap().get("id");
        return value instanceof Long || value instanceof BigInteger ? Optional.of(value.toString()) : super.id(account);
    }
}
