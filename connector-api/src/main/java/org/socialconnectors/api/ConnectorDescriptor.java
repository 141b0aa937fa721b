package org.socialconnectors.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;

/**
 * What a connector is, apart from any configuration: its ID, its texts, its logo and the JSON Schema of its configuration.
 *
 * <p>All but the ID and the target comes from the connector's own resources in {@code META-INF/connectors/<id>/}: {@code
 * config.schema.json}, {@code messages.<language>.properties} (UTF-8), {@code guide.<language>.md}, {@code logo.svg} and
 * {@code logo-dark.svg}; none may exceed 256 KiB. Immutable and thread-safe.
 */
public final class ConnectorDescriptor {
    private static final int RESOURCE_BYTES = 256 * 1024;
    private static final Pattern ID = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*");

    private final String id;
    private final String target;
    private final Platform platform;
    private final List<String> languages;
    private final Map<String, LocalizedText> messages;
    private final @Nullable LocalizedText guide;
    private final String configurationSchema;
    private final String logo;
    private final @Nullable String darkLogo;

    private ConnectorDescriptor(
            String id,
            String target,
            Platform platform,
            List<String> languages,
            Map<String, LocalizedText> messages,
            @Nullable LocalizedText guide,
            String configurationSchema,
            String logo,
            @Nullable String darkLogo) {
        this.id = id;
        this.target = target;
        this.platform = platform;
        this.languages = languages;
        this.messages = messages;
        this.guide = guide;
        this.configurationSchema = configurationSchema;
        this.logo = logo;
        this.darkLogo = darkLogo;
    }

    /**
     * Starts a description.
     *
     * @param id the connector's ID: 1 to 63 lower-case letters, digits and inner hyphens, unique among all connectors
     * @return a builder
     */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /**
     * The connector's ID.
     *
     * @return the ID
     */
    public String id() {
        return id;
    }

    /**
     * What connectors for the same provider are grouped under when they are shown.
     *
     * @return the target, such as {@code huggingface}
     */
    public String target() {
        return target;
    }

    /**
     * Where a sign-in can begin.
     *
     * @return the platform
     */
    public Platform platform() {
        return platform;
    }

    /**
     * The languages that the connector has messages in; a text may lack some of them.
     *
     * @return BCP 47 language tags, {@code en} among them
     */
    public List<String> languages() {
        return languages;
    }

    /**
     * The connector's name.
     *
     * @return the name in all its languages
     */
    public LocalizedText name() {
        return required("name");
    }

    /**
     * What the connector does, in a sentence.
     *
     * @return the description in all its languages
     */
    public LocalizedText description() {
        return required("description");
    }

    /**
     * One of the connector's texts, such as {@code clientId.title}.
     *
     * @param key {@code <field>.title}, {@code <field>.help} or {@code <field>.option.<value>}
     * @return the text, if the connector has one
     */
    public Optional<LocalizedText> message(String key) {
        return Optional.ofNullable(messages.get(key));
    }

    /**
     * How to set the provider up, as CommonMark.
     *
     * @return the guide, if there is one
     */
    public Optional<LocalizedText> guide() {
        return Optional.ofNullable(guide);
    }

    /**
     * What a configuration must look like.
     *
     * @return the text of a JSON Schema, draft-07
     */
    public String configurationSchema() {
        return configurationSchema;
    }

    /**
     * The logo for a light background. It comes from the connector's author: show it as an image, never inline.
     *
     * @return the text of an SVG document
     */
    public String logo() {
        return logo;
    }

    /**
     * The logo for a dark background.
     *
     * @return the text of an SVG document, if there is one of its own
     */
    public Optional<String> darkLogo() {
        return Optional.ofNullable(darkLogo);
    }

    @Override
    public String toString() {
        return "ConnectorDescriptor(" + id + ")";
    }

    private LocalizedText required(String key) {
        return message(key)
                .orElseThrow(() -> new IllegalStateException(key + " is checked when the messages are read"));
    }

    /** Collects a description. For one thread. */
    public static final class Builder {
        private final String id;
        private String target;
        private Platform platform = Platform.UNIVERSAL;
        private List<String> languages = List.of("en");

        private Builder(String id) {
            this.id = id;
            this.target = id;
        }

        /**
         * Sets what connectors for the same provider are grouped under; the ID if not set.
         *
         * @param value the target
         * @return this builder
         */
        public Builder target(String value) {
            target = value;
            return this;
        }

        /**
         * Sets where a sign-in can begin; {@link Platform#UNIVERSAL} if not set.
         *
         * @param value the platform
         * @return this builder
         */
        public Builder platform(Platform value) {
            platform = value;
            return this;
        }

        /**
         * Sets the languages of the messages; English only if not set.
         *
         * @param tags BCP 47 language tags, {@code en} among them
         * @return this builder
         */
        public Builder languages(String... tags) {
            languages = List.of(tags);
            return this;
        }

        /**
         * Reads the connector's resources and makes the description.
         *
         * @param owner a class in the same jar as the resources
         * @return the description
         * @throws ConnectorException with {@code CONNECTOR_FAILURE} if the ID or a language tag is not one, with the detail
         *     {@code connector}; or if a resource is missing, empty, too large, not UTF-8 or malformed, with the detail
         *     {@code source} naming the resource
         */
        public ConnectorDescriptor readFrom(Class<?> owner) {
            if (!ID.matcher(id).matches()
                    || !languages.contains("en")
                    || !languages.stream()
                            .allMatch(language -> LANGUAGE.matcher(language).matches())) {
                throw ConnectorException.of(
                                ErrorCode.CONNECTOR_FAILURE,
                                "the connector's ID or a language tag is not one, or English is not among the languages")
                        .with(Detail.CONNECTOR_ID, id)
                        .build();
            }
            Resources resources = new Resources(owner, "/META-INF/connectors/" + id + "/");
            return new ConnectorDescriptor(
                    id,
                    target,
                    platform,
                    languages,
                    messages(resources),
                    guide(resources),
                    resources.required("config.schema.json"),
                    resources.required("logo.svg"),
                    resources.optional("logo-dark.svg").orElse(null));
        }

        private Map<String, LocalizedText> messages(Resources resources) {
            Map<String, Map<String, String>> byKey = new TreeMap<>();
            for (String language : languages) {
                resources
                        .properties("messages." + language + ".properties")
                        .forEach((key, text) -> byKey.computeIfAbsent((String) key, unused -> new LinkedHashMap<>())
                                .put(language, (String) text));
            }
            // A text without an English form has nothing to fall back on; the required ones are refused by name.
            byKey.values().removeIf(texts -> !texts.containsKey("en"));
            for (String key : List.of("name", "description")) {
                if (!byKey.containsKey(key)) {
                    throw resources.failure(
                            "the connector's English messages lack its name or description", "messages.en.properties");
                }
            }
            Map<String, LocalizedText> messages = new TreeMap<>();
            byKey.forEach((key, texts) -> messages.put(key, LocalizedText.of(texts)));
            return Map.copyOf(messages);
        }

        private @Nullable LocalizedText guide(Resources resources) {
            Map<String, String> texts = new LinkedHashMap<>();
            for (String language : languages) {
                resources.optional("guide." + language + ".md").ifPresent(text -> texts.put(language, text));
            }
            return texts.containsKey("en") ? LocalizedText.of(texts) : null;
        }
    }

    private record Resources(Class<?> owner, String folder) {
        String required(String name) {
            return optional(name).orElseThrow(() -> failure("a resource of the connector is missing or empty", name));
        }

        Optional<String> optional(String name) {
            try (InputStream stream = owner.getResourceAsStream(folder + name)) {
                if (stream == null || isDirectory(name)) {
                    return Optional.empty();
                }
                byte[] bytes = stream.readNBytes(RESOURCE_BYTES + 1);
                if (bytes.length > RESOURCE_BYTES) {
                    throw failure("a resource of the connector is larger than 256 KiB", name);
                }
                return Optional.of(StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(bytes))
                                .toString())
                        .filter(text -> !text.isBlank());
            } catch (CharacterCodingException notText) {
                throw failure("a resource of the connector is not UTF-8", name);
            } catch (IOException unreadable) {
                throw failure("a resource of the connector cannot be read", name);
            }
        }

        // Read as a stream, a directory of files lists their names; one in a jar is empty.
        private boolean isDirectory(String name) {
            URL url = owner.getResource(folder + name);
            return url != null
                    && url.getProtocol().equals("file")
                    && Files.isDirectory(Path.of(URI.create(url.toString())));
        }

        Properties properties(String name) {
            Properties properties = new Properties();
            try {
                properties.load(new StringReader(required(name)));
            } catch (IOException | IllegalArgumentException malformed) {
                throw failure("a messages file of the connector is malformed", name);
            }
            return properties;
        }

        ConnectorException failure(String reason, String name) {
            return ConnectorException.of(ErrorCode.CONNECTOR_FAILURE, reason)
                    .with(Detail.SOURCE, folder + name)
                    .build();
        }
    }
}
