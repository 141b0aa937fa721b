package org.socialconnectors.core.configuration;

import java.util.List;
import org.socialconnectors.api.json.JsonObject;

/**
 * When a field is shown: while another field has one of some values.
 *
 * @param field the other field, on the same level
 * @param values plain JSON values, as in {@link JsonObject#toMap()}
 */
public record ShowWhen(String field, List<Object> values) {}
