package org.socialconnectors.core.form;

/** A capability whose type is visible in this package alone. */
public final class HiddenCapability {
    private HiddenCapability() {}

    public static Class<?> type() {
        return Hidden.class;
    }

    public static Object instance() {
        Hidden hidden = () -> "unreachable";
        return hidden;
    }

    public static String call(Object capability) {
        return ((Hidden) capability).call();
    }

    interface Hidden {
        String call();
    }
}
