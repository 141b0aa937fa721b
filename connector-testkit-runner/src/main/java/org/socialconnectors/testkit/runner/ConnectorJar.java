package org.socialconnectors.testkit.runner;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.core.registry.ConnectorRegistry;
import org.socialconnectors.core.registry.LoadProblem;

/**
 * A connector's jar and the jars beside it.
 *
 * @param jar the connector's
 * @param beside the others, and directories of classes
 */
record ConnectorJar(Path jar, List<Path> beside) {
    /**
     * A connector that was found.
     *
     * @param type its factory's class
     * @param schema its compiled configuration schema
     */
    record Found(Class<? extends SocialConnectorFactory> type, ConfigurationSchema schema) {
        String id() {
            return schema.descriptor().id();
        }

        SocialConnectorFactory factory() {
            try {
                return type.getConstructor().newInstance();
            } catch (ReflectiveOperationException unmade) {
                throw new IllegalStateException(type.getName() + " could be made once, but not once more", unmade);
            }
        }
    }

    /** Reads the class path as it is written for {@code java}: entries, or {@code directory/*} for all its jars. */
    static ConnectorJar of(Path jar, @Nullable String classPath) throws EndedException {
        requireJar(jar);
        List<Path> beside = new ArrayList<>();
        for (String entry : entries(classPath).toList()) {
            beside.addAll(files(entry));
        }
        return new ConnectorJar(jar, List.copyOf(beside));
    }

    /** The entries of a class path, as they are written. */
    static Stream<String> entries(@Nullable String classPath) {
        return Stream.of(Optional.ofNullable(classPath).orElse("").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isBlank());
    }

    /** Loads the connector; its loader stays open for as long as the process lives. */
    Found find(@Nullable String id) throws EndedException {
        URLClassLoader loader = loader();
        ContextLoader context = new ContextLoader(loader);
        try {
            return find(id, loader);
        } finally {
            context.close();
        }
    }

    private Found find(@Nullable String id, ClassLoader loader) throws EndedException {
        ConnectorRegistry<SocialConnectorFactory> registry;
        try {
            registry = ConnectorRegistry.load(SocialConnectorFactory.class, loader);
        } catch (ConnectorException clash) {
            throw new EndedException(Ending.BROKEN_CONNECTOR, "The connector cannot be loaded: " + clash.getMessage());
        }
        List<String> ids = registry.ids().stream()
                .filter(each -> isInside(registry.get(each).getClass()))
                .toList();
        if (id != null && ids.contains(id)) {
            return found(registry, id);
        }
        if (!registry.problems().isEmpty()) {
            String indent = System.lineSeparator() + "  ";
            throw new EndedException(
                    Ending.BROKEN_CONNECTOR,
                    "The connector cannot be loaded:" + indent
                            + registry.problems().stream().map(this::told).collect(Collectors.joining(indent)));
        }
        if (ids.isEmpty()) {
            throw new EndedException(
                    Ending.NO_SUCH_CONNECTOR,
                    "There is no connector in " + jar + ". A connector is announced by a line in META-INF/services/"
                            + SocialConnectorFactory.class.getName() + ".");
        }
        if (id != null) {
            throw new EndedException(
                    Ending.NO_SUCH_CONNECTOR,
                    "There is no connector " + id + " in " + jar + ". There is: " + String.join(", ", ids) + ".");
        }
        if (ids.size() > 1) {
            throw new EndedException(
                    Ending.SEVERAL_CONNECTORS,
                    "There are several connectors in " + jar + ": " + String.join(", ", ids)
                            + ". Choose one with --id.");
        }
        return found(registry, ids.get(0));
    }

    private static Found found(ConnectorRegistry<SocialConnectorFactory> registry, String id) {
        return new Found(registry.get(id).getClass(), registry.configurationSchema(id));
    }

    /** The registry keeps the class of a foreign exception and no more, so the factory is made once more to see what is behind it. */
    private String told(LoadProblem problem) {
        Optional<Throwable> failure = problem.providerClass().flatMap(this::failure);
        if (failure.isEmpty()) {
            return problem.toString();
        }
        Throwable thrown = failure.get();
        Optional<String> missing = Thrown.missingClass(thrown);
        if (missing.isPresent()) {
            return problem.source() + ": " + Thrown.missing(missing.get());
        }
        if (thrown instanceof ClassNotFoundException) {
            return problem + "; META-INF/services names a class that is not there";
        }
        return Thrown.refusal(thrown)
                .map(refusal -> new LoadProblem(problem.source(), problem.providerClass(), refusal).toString())
                .orElseGet(() -> problem + Thrown.place(thrown));
    }

    private Optional<Throwable> failure(String factory) {
        // Another loader: the JVM does not repeat why a class cannot be initialized.
        URLClassLoader loader = loader();
        ContextLoader context = new ContextLoader(loader);
        try {
            Class.forName(factory, true, loader)
                    .asSubclass(SocialConnectorFactory.class)
                    .getConstructor()
                    .newInstance()
                    .descriptor();
            return Optional.empty();
        } catch (ReflectiveOperationException | RuntimeException | Error thrown) {
            return Optional.of(thrown);
        } finally {
            context.close();
        }
    }

    private boolean isInside(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source != null && Objects.equals(String.valueOf(source.getLocation()), url(jar).toString());
    }

    private URLClassLoader loader() {
        List<URL> urls = new ArrayList<>(List.of(url(jar)));
        beside.forEach(path -> urls.add(url(path)));
        return new URLClassLoader(Thrown.LOADER, urls.toArray(URL[]::new), new HostClasses());
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException("every file has an address", impossible);
        }
    }

    private static void requireJar(Path jar) throws EndedException {
        if (!Files.isRegularFile(jar)) {
            throw new EndedException(Ending.UNUSABLE_JAR, jar + " does not exist or is not a file.");
        }
        try (JarFile opened = new JarFile(jar.toFile())) {
            opened.size();
        } catch (IOException unreadable) {
            throw new EndedException(Ending.UNUSABLE_JAR, jar + " is not a jar, or cannot be read.");
        }
    }

    private static List<Path> files(String entry) throws EndedException {
        boolean all = entry.endsWith(File.separator + "*") || entry.equals("*");
        try {
            Path path = Path.of(all ? entry.substring(0, entry.length() - 1) : entry);
            if (!all) {
                if (!Files.isDirectory(path)) {
                    requireJar(path);
                } else if (!jars(path).isEmpty() && !holdsClasses(path)) {
                    throw new EndedException(
                            Ending.UNUSABLE_JAR,
                            entry + " holds jars and no classes: write '" + path.resolve("*") + "' for its jars.");
                }
                return List.of(path);
            }
            return jars(path);
        } catch (IOException | InvalidPathException unreadable) {
            throw new EndedException(Ending.UNUSABLE_JAR, entry + " on the class path is not a directory.");
        }
    }

    private static List<Path> jars(Path directory) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jar")) {
            files.forEach(jars::add);
        }
        jars.sort(null);
        return jars;
    }

    private static boolean holdsClasses(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(String::valueOf).anyMatch(file -> file.endsWith(".class") || file.endsWith("META-INF"));
        } catch (UncheckedIOException unreadable) {
            return true;
        }
    }
}
