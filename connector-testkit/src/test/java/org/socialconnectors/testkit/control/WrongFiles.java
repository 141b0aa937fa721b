package org.socialconnectors.testkit.control;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.json.JsonObject;

/** Connectors that sign people in correctly, but whose files or factories are wrong. */
enum WrongFiles implements Mistake.Made {
    /** Each of its files is: see {@code META-INF/connectors/careless}. */
    CARELESS(
            "D04 C03 C05 C06 C07 C08 D03 D05 T55",
            "messages.fr.properties has no text for region.title",
            () -> new ControlConnectorFactory("careless", ControlConnector::new)) {
        @Override
        public Map<String, ?> configuration() {
            return Map.of("clientId", "client", "clientSecret", "a-client-secret", "tenant", "t", "proof", "p");
        }
    },
    MISSING_TRANSLATIONS(
            "D04",
            "messages.fr.properties has no text for clientSecret.title",
            () -> new ControlConnectorFactory("untranslated", ControlConnector::new, "en", "fr")),
    LANGUAGE_THAT_LACKS_EVEN_THE_NAME(
            "D04",
            "messages.es.properties has no text for name",
            () -> new ControlConnectorFactory("untranslated", ControlConnector::new, "en", "es")),
    LANGUAGE_THAT_SHARES_NO_TEXT_WITH_ENGLISH(
            "D04",
            "messages.de.properties has titel, which messages.en.properties has not",
            () -> new ControlConnectorFactory("untranslated", ControlConnector::new, "en", "de")),
    /** Its logo and its guide do: see {@code META-INF/connectors/reaching-out}. */
    REACHES_OUT(
            "T55 D03 D05",
            "there is an element <img> of another language than SVG",
            () -> new ControlConnectorFactory("reaching-out", ControlConnector::new, "en")),
    SCHEMA_OF_ANOTHER_DRAFT(
            "C01 D01",
            "is not a draft-07 schema",
            () -> new ControlConnectorFactory("another-draft", ControlConnector::new, "en")),
    WIDGET_THAT_DOES_NOT_FIT(
            "C02 D01",
            "does not fit its field",
            () -> new ControlConnectorFactory("unfit-widget", ControlConnector::new, "en")),
    REQUIRED_FIELD_WITH_A_DEFAULT(
            "C04",
            "The schema should refuse /region by the keyword required",
            () -> new ControlConnectorFactory("never-missing", ControlConnector::new, "en")) {
        @Override
        public Map<String, ?> configuration() {
            return Map.of("clientId", "client", "clientSecret", "a-client-secret", "region", "own");
        }
    },
    FIELD_OF_ANY_TYPE(
            "C06",
            "The schema accepts a list for host",
            () -> new ControlConnectorFactory("loose", ControlConnector::new, "en")) {
        @Override
        public Map<String, ?> configuration() {
            return Map.of("clientId", "client", "clientSecret", "a-client-secret", "region", "own");
        }
    },
    ANOTHER_FIELD_IS_TO_BLAME(
            "C06",
            "The schema accepts a list for host",
            () -> new ControlConnectorFactory("blaming", ControlConnector::new, "en")),
    UNKNOWN_FIELDS_OF_ONE_TYPE(
            "C05",
            "but it refuses [/noSuchField by type]",
            () -> new ControlConnectorFactory("loose", ControlConnector::new, "en")),
    TOO_MANY_FIELDS_WHILE_ONE_IS_HIDDEN(
            "C08",
            "While [host] cannot be seen, the schema refuses the configuration",
            () -> new ControlConnectorFactory("switched", ControlConnector::new, "en")),
    ID_CHANGES(
            "D01",
            "but was: <[ID, ",
            () -> changing(
                    new ControlConnectorFactory("control", ControlConnector::new),
                    new ControlConnectorFactory("careless", ControlConnector::new))),
    LANGUAGES_CHANGE(
            "D01",
            "descriptor() answers something else when it is asked again",
            () -> changing(
                    new ControlConnectorFactory("control", ControlConnector::new, "en"),
                    new ControlConnectorFactory("control", ControlConnector::new, "en", "fr"))),
    ID_CHANGES_LATER("D01", "The registry does not find the connector under its own ID", WrongFiles::changingLater),
    NOT_ANNOUNCED("D02", "on the class path has the line", Unannounced::new),
    NOT_PUBLIC("D02", "is not public, so ServiceLoader cannot make it", Hidden::new),
    WITHOUT_A_CONSTRUCTOR_FOR_THE_SERVICE_LOADER(
            "D02", "has no public constructor without parameters", () -> new Inconstructible("control")),
    WITHOUT_GUIDE(
            "D05",
            "There is no guide.en.md",
            () -> new ControlConnectorFactory("unguided", ControlConnector::new, "en")),
    DARK_LOGO_THAT_ACTS(
            "T55",
            "logo-dark.svg is not a safe image",
            () -> new ControlConnectorFactory("unguided", ControlConnector::new, "en")),
    NEEDS_WHAT_IT_CALLS_OPTIONAL(
            "C03",
            "create refuses a configuration with the required fields only",
            () -> new ControlConnectorFactory("control", (config, context) -> {
                config.text("clientSecret");
                return new ControlConnector(config, context);
            })),
    WITHOUT_DESCRIPTOR("D01", "descriptor() answered null", () -> new Factory(() -> null)),
    DESCRIPTOR_WITHOUT_FILES(
            "C01",
            "a resource of the connector is missing or empty",
            () -> new Factory(
                    () -> ConnectorDescriptor.builder("without-files").readFrom(ControlConnectorFactory.class)));

    private final Mistake mistake;

    WrongFiles(String rules, String message, Supplier<SocialConnectorFactory> factory) {
        this.mistake = Mistake.in(rules, message, factory);
    }

    @Override
    public Mistake mistake() {
        return mistake;
    }

    private static SocialConnectorFactory changing(ControlConnectorFactory... factories) {
        AtomicInteger asked = new AtomicInteger();
        return new Factory(() -> factories[asked.getAndIncrement() % 2].descriptor());
    }

    private static SocialConnectorFactory changingLater() {
        List<ConnectorDescriptor> descriptors = Stream.of("control", "never-missing")
                .map(id -> new ControlConnectorFactory(id, ControlConnector::new, "en").descriptor())
                .toList();
        AtomicInteger asked = new AtomicInteger();
        return new Factory(() -> descriptors.get(asked.getAndIncrement() < 2 ? 0 : 1));
    }

    /** For what the control's factory does too well. */
    private static class Factory implements SocialConnectorFactory {
        private final Supplier<ConnectorDescriptor> descriptor;

        Factory(Supplier<ConnectorDescriptor> descriptor) {
            this.descriptor = descriptor;
        }

        @Override
        public ConnectorDescriptor descriptor() {
            return descriptor.get();
        }

        @Override
        public SocialConnector create(JsonObject config, ConnectorContext context) {
            return new ControlConnector(config, context);
        }
    }

    /** No service file has a line for it. */
    public static final class Unannounced extends Factory {
        public Unannounced() {
            super(new ControlConnectorFactory()::descriptor);
        }
    }

    /** Cannot be made without knowing its ID. */
    public static final class Inconstructible extends Factory {
        public Inconstructible(String id) {
            super(new ControlConnectorFactory(id, ControlConnector::new)::descriptor);
        }
    }

    /** Not for {@link java.util.ServiceLoader}. */
    static final class Hidden extends Factory {
        Hidden() {
            super(new ControlConnectorFactory()::descriptor);
        }
    }
}
