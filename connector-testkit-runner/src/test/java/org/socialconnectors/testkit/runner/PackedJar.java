package org.socialconnectors.testkit.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A jar that a test compiles and packs. */
final class PackedJar {
    private static final String SERVICES = "META-INF/services/org.socialconnectors.api.SocialConnectorFactory";

    private final Path directory;
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    PackedJar(Path directory) {
        this.directory = directory;
    }

    /** Everything of a module, from its directory of classes or its jar. */
    PackedJar with(Class<?> module) throws Exception {
        Path location = Path.of(
                module.getProtectionDomain().getCodeSource().getLocation().toURI());
        return Files.isDirectory(location) ? withDirectory(location) : withJar(location);
    }

    PackedJar withDirectory(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                entries.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return this;
    }

    PackedJar withSource(String className, String source) throws IOException {
        Path file = directory.resolve("sources").resolve(className.replace('.', '/') + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        return withSources(List.of(file));
    }

    PackedJar withSources(List<Path> sources) throws IOException {
        Path classes = Files.createTempDirectory(directory, "classes");
        List<String> arguments = new ArrayList<>(List.of(
                "--release",
                "17",
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")));
        sources.forEach(source -> arguments.add(source.toString()));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException(sources + " do not compile");
        }
        return withDirectory(classes);
    }

    PackedJar announcing(String... factories) {
        return withEntry(SERVICES, String.join("\n", factories));
    }

    PackedJar withEntry(String name, String text) {
        entries.put(name, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    PackedJar without(String prefix) {
        entries.keySet().removeIf(name -> name.startsWith(prefix));
        return this;
    }

    Path as(String name) {
        Path jar = directory.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        } catch (IOException unwritten) {
            throw new UncheckedIOException(unwritten);
        }
        return jar;
    }

    private PackedJar withJar(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            for (JarEntry entry :
                    jar.stream().filter(each -> !each.isDirectory()).toList()) {
                entries.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
            }
        }
        return this;
    }
}
