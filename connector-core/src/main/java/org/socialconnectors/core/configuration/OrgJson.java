package org.socialconnectors.core.configuration;

import java.util.Collection;
import java.util.Map;
import org.json.JSONArray;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** Plain JSON values in the types that Everit wants. */
final class OrgJson {
    private OrgJson() {}

    static JSONObject object(Map<String, ? extends @Nullable Object> members) {
        // Not new JSONObject(Map), which leaves nulls out and turns unknown objects into beans.
        JSONObject object = new JSONObject();
        members.forEach((name, value) -> object.put(name, value(value)));
        return object;
    }

    private static Object value(@Nullable Object value) {
        if (value == null) {
            return JSONObject.NULL;
        }
        if (value instanceof Map<?, ?> map) {
            JSONObject object = new JSONObject();
            map.forEach((name, member) -> object.put((String) name, value(member)));
            return object;
        }
        if (value instanceof Collection<?> list) {
            JSONArray array = new JSONArray();
            list.forEach(element -> array.put(value(element)));
            return array;
        }
        // Everit reads limits such as minLength only from an Integer.
        return value instanceof Long number && number == number.intValue() ? (Object) number.intValue() : value;
    }
}
