package org.socialconnectors.checks.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.core.json.JsonReader;

/** What a page of docs/providers tells people to configure for the connector {@code oidc}. */
record ProviderPage(List<JsonObject> configurations) {
    private static final Path PROVIDERS = Path.of("..", "..", "docs", "providers");

    /** Reads a page, by its file's name. */
    static ProviderPage read(String name) throws IOException {
        List<JsonObject> configurations = new ArrayList<>();
        Parser.builder()
                .build()
                .parse(Files.readString(PROVIDERS.resolve(name)))
                .accept(new AbstractVisitor() {
                    @Override
                    public void visit(FencedCodeBlock block) {
                        if (block.getPrevious() instanceof HtmlBlock comment
                                && comment.getLiteral().contains("schema: oidc")) {
                            configurations.add(JsonReader.config(block.getLiteral()));
                        }
                    }
                });
        return new ProviderPage(List.copyOf(configurations));
    }

    /** The first configuration, with true values in the place of invented ones. */
    Map<String, @Nullable Object> configuration(Map<String, ?> trueValues) {
        return filled(configurations.get(0), trueValues);
    }

    /** A configuration, with true values in the place of invented ones, where it has these at all. */
    static Map<String, @Nullable Object> filled(JsonObject configuration, Map<String, ?> trueValues) {
        Map<String, @Nullable Object> filled = new HashMap<>(configuration.toMap());
        filled.replaceAll((name, invented) -> trueValues.containsKey(name) ? trueValues.get(name) : invented);
        return filled;
    }
}
