package org.socialconnectors.core.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.ConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.core.form.ConfigurationForm;

/**
 * The connectors there are, by ID. Each factory is made once and its descriptor read once, when the registry is made; a
 * broken connector is among the {@link #problems()} and never takes others down. Immutable and thread-safe.
 *
 * <p>A connector is usable if its factory can be made, its descriptor be read, its schema be compiled and its form be derived,
 * and if its logos are SVG without a document type. Logos are never parsed here: they stay text.
 *
 * @param <F> the kind of factory
 */
public final class ConnectorRegistry<F extends ConnectorFactory<?>> {
    private static final Pattern DOCUMENT_TYPE = Pattern.compile("<!(?:DOCTYPE|ENTITY)", Pattern.CASE_INSENSITIVE);

    private final Map<String, Entry<F>> byId;
    private final Set<String> ids;
    private final List<LoadProblem> problems;

    private ConnectorRegistry(Map<String, Entry<F>> byId, List<LoadProblem> problems) {
        this.byId = Map.copyOf(byId);
        this.ids = Collections.unmodifiableSet(new TreeSet<>(byId.keySet()));
        this.problems = List.copyOf(problems);
    }

    /**
     * Finds all connectors of one kind with {@link java.util.ServiceLoader}.
     *
     * @param service the kind of factory, such as {@code SocialConnectorFactory.class}
     * @param loader where to look
     * @param <F> the kind of factory
     * @return the registry
     * @throws ConnectorException with {@code CONNECTOR_FAILURE} if two connectors have the same ID, or two jars the same
     *     connector; {@code source} names both jars
     */
    public static <F extends ConnectorFactory<?>> ConnectorRegistry<F> load(Class<F> service, ClassLoader loader) {
        return of(Discovery.of(service, loader));
    }

    /**
     * Takes connectors from a list.
     *
     * @param factories the factories
     * @param <F> the kind of factory
     * @return the registry
     * @throws ConnectorException with {@code CONNECTOR_FAILURE} if two connectors have the same ID
     */
    public static <F extends ConnectorFactory<?>> ConnectorRegistry<F> of(Collection<? extends F> factories) {
        List<Candidate<F>> candidates = new ArrayList<>();
        factories.forEach(factory -> candidates.add(new Candidate<>(factory, List.of(Source.of(factory.getClass())))));
        return of(new Discovery<>(candidates, List.of()));
    }

    private static <F extends ConnectorFactory<?>> ConnectorRegistry<F> of(Discovery<F> discovery) {
        Map<String, Entry<F>> byId = new HashMap<>();
        List<LoadProblem> problems = new ArrayList<>(discovery.problems());
        for (Candidate<F> candidate : discovery.candidates()) {
            Entry<F> entry;
            try {
                entry = entry(candidate);
            } catch (ConnectorException broken) {
                problems.add(new LoadProblem(
                        Source.of(candidate.sources()),
                        Optional.of(
                                Source.printable(candidate.factory().getClass().getName())),
                        broken));
                continue;
            }
            List<String> sources = new ArrayList<>(candidate.sources());
            Optional.ofNullable(byId.putIfAbsent(entry.descriptor().id(), entry))
                    .ifPresent(first -> sources.addAll(0, first.sources()));
            if (sources.size() > 1) {
                throw ConnectorException.of(ErrorCode.CONNECTOR_FAILURE, "two connectors have the same ID")
                        .with(Detail.CONNECTOR_ID, entry.descriptor().id())
                        .with(Detail.SOURCE, Source.of(sources))
                        .build();
            }
        }
        return new ConnectorRegistry<>(byId, problems);
    }

    private static <F extends ConnectorFactory<?>> Entry<F> entry(Candidate<F> candidate) {
        ConnectorDescriptor descriptor = new Guard(null).call(candidate.factory()::descriptor);
        if (!isLogo(descriptor.logo())
                || !descriptor.darkLogo().map(ConnectorRegistry::isLogo).orElse(true)) {
            throw failure(descriptor, "a logo of the connector is not SVG, or has a document type");
        }
        ConfigurationSchema schema = ConfigurationSchema.of(descriptor);
        // Derived only to find out whether it can be.
        ConfigurationForm.of(schema, Locale.ENGLISH);
        return new Entry<>(candidate.factory(), descriptor, schema, candidate.sources());
    }

    private static boolean isLogo(String text) {
        return text.contains("<svg") && !DOCUMENT_TYPE.matcher(text).find();
    }

    private static ConnectorException failure(ConnectorDescriptor descriptor, String reason) {
        return ConnectorException.of(ErrorCode.CONNECTOR_FAILURE, reason)
                .with(Detail.CONNECTOR_ID, descriptor.id())
                .build();
    }

    /**
     * The IDs of all usable connectors.
     *
     * @return an unmodifiable set in alphabetical order
     */
    public Set<String> ids() {
        return ids;
    }

    /**
     * Looks a connector up, in constant time.
     *
     * @param id the connector's ID
     * @return its factory, if there is one
     */
    public Optional<F> find(String id) {
        return Optional.ofNullable(byId.get(id)).map(Entry::factory);
    }

    /**
     * Looks a connector up, in constant time.
     *
     * @param id the connector's ID
     * @return its factory
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if there is none
     */
    public F get(String id) {
        return entry(id).factory();
    }

    /**
     * What a connector is.
     *
     * @param id the connector's ID
     * @return its description
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if there is no such connector
     */
    public ConnectorDescriptor descriptor(String id) {
        return entry(id).descriptor();
    }

    /**
     * A connector's compiled configuration schema.
     *
     * @param id the connector's ID
     * @return the schema
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if there is no such connector
     */
    public ConfigurationSchema configurationSchema(String id) {
        return entry(id).schema();
    }

    /**
     * What all usable connectors are.
     *
     * @return an unmodifiable list in the order of the IDs
     */
    public List<ConnectorDescriptor> descriptors() {
        return ids.stream().map(this::descriptor).toList();
    }

    /**
     * What could not be loaded.
     *
     * @return an unmodifiable list in the order of discovery
     */
    public List<LoadProblem> problems() {
        return problems;
    }

    private Entry<F> entry(String id) {
        Entry<F> entry = byId.get(id);
        if (entry == null) {
            throw ConnectorException.of(ErrorCode.INVALID_CONFIGURATION, "there is no usable connector of this ID")
                    .with(Detail.CONNECTOR_ID, id)
                    .build();
        }
        return entry;
    }

    private record Entry<F>(
            F factory, ConnectorDescriptor descriptor, ConfigurationSchema schema, List<String> sources) {}
}
