package org.socialconnectors.testkit.control;

import java.util.List;
import java.util.function.Supplier;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.testkit.control.ControlConnectorFactory.Making;

/**
 * What an enum's constant knows of the mistake that it is.
 *
 * @param rules the numbers of the rules that notice it, the one that explains it best first
 * @param message a part of what that one says
 * @param factory makes the factory whose connectors make it
 */
record Mistake(List<String> rules, String message, Supplier<SocialConnectorFactory> factory) {
    /** A mistake in the code of the control connector. */
    static Mistake of(String rules, String message, Making making) {
        return in(rules, message, () -> new ControlConnectorFactory("control", making));
    }

    static Mistake in(String rules, String message, Supplier<SocialConnectorFactory> factory) {
        return new Mistake(List.of(rules.split(" ")), message, factory);
    }

    /** A variation that has a mistake. */
    interface Made extends Variation {
        Mistake mistake();

        @Override
        default List<String> rules() {
            return mistake().rules();
        }

        @Override
        default String message() {
            return mistake().message();
        }

        @Override
        default SocialConnectorFactory factory() {
            return mistake().factory().get();
        }
    }
}
