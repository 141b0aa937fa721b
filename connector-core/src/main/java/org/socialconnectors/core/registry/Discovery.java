package org.socialconnectors.core.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;

/**
 * One walk over a {@link ServiceLoader}, which finds, loads and makes the factories. All that is added here is whom to blame:
 * the loader's errors do not say in which jar they happened, and for a {@link LinkageError} not even for which class.
 */
record Discovery<F>(List<Candidate<F>> candidates, List<LoadProblem> problems) {
    // An iterator that keeps failing without looking at another class is stuck, as ServiceLoader's is when no services
    // files can be listed.
    private static final int FAILURES_WITHOUT_PROGRESS = 100;

    static <F> Discovery<F> of(Class<F> service, ClassLoader loader) {
        Announcements announcements = Announcements.read("META-INF/services/" + service.getName(), loader);
        AskedClass asked = new AskedClass(loader);
        Iterator<F> factories = ServiceLoader.load(service, asked).iterator();
        List<Candidate<F>> candidates = new ArrayList<>();
        // By its text, so that an iterator that is stuck is reported once.
        Map<String, LoadProblem> problems = new LinkedHashMap<>();
        for (int stuck = 0; stuck < FAILURES_WITHOUT_PROGRESS; ) {
            asked.name = null;
            try {
                if (!factories.hasNext()) {
                    break;
                }
                F factory = factories.next();
                List<String> announcing =
                        announcements.naming(factory.getClass().getName());
                candidates.add(new Candidate<>(
                        factory, announcing.isEmpty() ? List.of(Source.of(factory.getClass())) : announcing));
            } catch (ServiceConfigurationError | LinkageError | RuntimeException | StackOverflowError broken) {
                stuck = asked.name == null ? stuck + 1 : 0;
                LoadProblem problem = problem(broken, asked.name, announcements);
                problems.putIfAbsent(problem.toString(), problem);
            }
        }
        return new Discovery<>(candidates, List.copyOf(problems.values()));
    }

    private static LoadProblem problem(Throwable broken, @Nullable String className, Announcements announcements) {
        List<String> sources =
                className == null ? announcements.quotedIn(broken.getMessage()) : announcements.naming(className);
        ConnectorException error = ConnectorException.of(
                        ErrorCode.CONNECTOR_FAILURE,
                        className == null
                                ? "a services file is malformed, or cannot be read or found"
                                : "the connector's factory cannot be loaded or made")
                // ServiceLoader's own error says nothing; what it wraps does.
                .causedBy(
                        broken instanceof ServiceConfigurationError && broken.getCause() != null
                                ? broken.getCause()
                                : broken)
                .with(Detail.SOURCE, Source.of(sources))
                .build();
        return new LoadProblem(
                Source.of(sources), Optional.ofNullable(className).map(Source::printable), error);
    }

    /**
     * Remembers the last class asked for. ServiceLoader asks it for each factory, but the JVM asks the factory's own loader for
     * superclasses and all else; so after an error this is the factory concerned.
     */
    private static final class AskedClass extends ClassLoader {
        private @Nullable String name;

        AskedClass(ClassLoader delegate) {
            super(delegate);
        }

        @Override
        protected Class<?> loadClass(String className, boolean resolve) throws ClassNotFoundException {
            name = className;
            return super.loadClass(className, resolve);
        }
    }

    /**
     * What the services files say, read once more: ServiceLoader silently keeps the first of two jars that name the same class,
     * such as two versions of one connector.
     */
    private record Announcements(Map<String, Set<String>> byFile, String resource) {
        static Announcements read(String resource, ClassLoader loader) {
            // By text, for one file can be found through several loaders, and URL.equals asks the name service.
            Map<String, Set<String>> byFile = new LinkedHashMap<>();
            try {
                for (URL file : Collections.list(loader.getResources(resource))) {
                    byFile.put(file.toString(), classes(file));
                }
            } catch (IOException | RuntimeException unlisted) {
                // ServiceLoader meets the same, and that is reported.
            }
            return new Announcements(byFile, resource);
        }

        List<String> naming(String className) {
            return byFile.entrySet().stream()
                    .filter(file -> file.getValue().contains(className))
                    .map(file -> Source.of(file.getKey(), resource))
                    .toList();
        }

        List<String> quotedIn(@Nullable String message) {
            return byFile.keySet().stream()
                    .filter(file -> message != null && message.contains(file + ":"))
                    .map(file -> Source.of(file, resource))
                    .toList();
        }

        private static Set<String> classes(URL file) {
            Set<String> classes = new LinkedHashSet<>();
            try {
                URLConnection connection = file.openConnection();
                // A cached jar would stay open, and locked on some systems, after its loader is closed.
                connection.setUseCaches(false);
                try (BufferedReader lines = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        classes.add(line.replaceFirst("#.*", "").trim());
                    }
                }
            } catch (IOException | RuntimeException unreadable) {
                // ServiceLoader meets the same, and that is reported.
            }
            return classes;
        }
    }
}
