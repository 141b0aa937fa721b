package org.socialconnectors.checks.architecture.broken.api;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

final class NeedsALibrary {
    JsonNode node = MissingNode.getInstance();
}
