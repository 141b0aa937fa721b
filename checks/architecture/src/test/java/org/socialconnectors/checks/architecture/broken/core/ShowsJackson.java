package org.socialconnectors.checks.architecture.broken.core;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

public final class ShowsJackson {
    public JsonNode field = MissingNode.getInstance();
    private JsonNode hiddenField = MissingNode.getInstance();

    public ShowsJackson(JsonNode node) {
        hiddenMethod(node);
    }

    public void parameter(JsonNode node) {}

    public void typeArgument(List<? extends JsonNode> nodes) {}

    public JsonNode result() {
        return hiddenField;
    }

    public void failure() throws JacksonException {}

    void hiddenMethod(JsonNode node) {
        hiddenField = node;
    }

    public abstract static class Extended extends JsonNode {}
}
