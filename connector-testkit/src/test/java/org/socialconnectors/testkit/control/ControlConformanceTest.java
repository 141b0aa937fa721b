package org.socialconnectors.testkit.control;

import org.socialconnectors.api.SocialConnectorFactory;

/** A correct connector that shares no code with connector-oauth keeps every rule. */
class ControlConformanceTest extends ControlConformance {
    @Override
    protected SocialConnectorFactory factory() {
        return new ControlConnectorFactory();
    }
}
