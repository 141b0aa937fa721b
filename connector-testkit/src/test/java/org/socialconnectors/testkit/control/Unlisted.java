package org.socialconnectors.testkit.control;

import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.testkit.control.ControlConnectorFactory.Making;

/** One that not every machine can run, whose rules end by their deadline, or that is no mistake at all. */
record Unlisted(String name, Making making) implements Variation {
    @Override
    public SocialConnectorFactory factory() {
        return new ControlConnectorFactory("control", making);
    }
}
