package org.socialconnectors.core.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A connector's jar, compiled and packed here and now. */
final class PluginJar {
    static final String SERVICES = "META-INF/services/org.socialconnectors.api.SocialConnectorFactory";
    static final String SCHEMA =
            "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": \"object\", \"properties\": {}}";
    static final String LOGO = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";

    // Most jars differ in their resources only, and the compiler is slow.
    private static final Map<Map<String, String>, Map<String, ByteArrayOutputStream>> COMPILED =
            new ConcurrentHashMap<>();

    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Map<String, Integer> zeros = new LinkedHashMap<>();
    private final List<String> left = new ArrayList<>();
    private final List<String> tooNew = new ArrayList<>();

    /** A jar with nothing wrong: one factory, which describes itself from the usual resources. */
    static PluginJar of(String className, String id) {
        return new PluginJar()
                .source(className, factory(className, id, "", "return null;"))
                .services(className)
                .resources(id);
    }

    /** The source of a factory with more members, and the body of its {@code create}. */
    static String factory(String className, String id, String members, String create) {
        int dot = className.lastIndexOf('.');
        return """
                package %s;
                import org.socialconnectors.api.*;
                import org.socialconnectors.api.json.*;
                import org.socialconnectors.api.signin.*;
                public class %s implements SocialConnectorFactory {
                    %s
                    public ConnectorDescriptor descriptor() {
                        return ConnectorDescriptor.builder("%s").readFrom(getClass());
                    }
                    public SocialConnector create(JsonObject config, ConnectorContext context) { %s }
                }
                """.formatted(className.substring(0, dot), className.substring(dot + 1), members, id, create);
    }

    PluginJar source(String className, String source) {
        sources.put(className, source);
        return this;
    }

    PluginJar services(String text) {
        return entry(SERVICES, text);
    }

    PluginJar resources(String id) {
        return resource(id, "config.schema.json", SCHEMA)
                .resource(id, "messages.en.properties", "name=Test\ndescription=A connector under test.")
                .resource(id, "logo.svg", LOGO);
    }

    PluginJar resource(String id, String name, String text) {
        return entry("META-INF/connectors/" + id + "/" + name, text);
    }

    PluginJar entry(String name, String text) {
        entries.put(name, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** So many bytes that take next to no room in the jar. Not for {@link #unpackTo}. */
    PluginJar zeros(String id, String name, int mebibytes) {
        String entry = "META-INF/connectors/" + id + "/" + name;
        zeros.put(entry, mebibytes);
        return without(entry);
    }

    PluginJar without(String entry) {
        entries.remove(entry);
        return this;
    }

    /** Compiles against a class that the jar then lacks, or that is another one at run time. */
    PluginJar leavingOut(String className) {
        left.add(className);
        return this;
    }

    /** Marks a class as compiled for Java 90. */
    PluginJar forJava90(String className) {
        tooNew.add(className);
        return this;
    }

    Path writeTo(Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> entry : all().entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
            byte[] mebibyte = new byte[1024 * 1024];
            for (Map.Entry<String, Integer> entry : zeros.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                for (int i = 0; i < entry.getValue(); i++) {
                    out.write(mebibyte);
                }
                out.closeEntry();
            }
        }
        return jar;
    }

    Path unpackTo(Path directory) throws IOException {
        for (Map.Entry<String, byte[]> entry : all().entrySet()) {
            Path file = directory.resolve(entry.getKey());
            if (entry.getKey().endsWith("/")) {
                Files.createDirectories(file);
            } else {
                Files.createDirectories(file.getParent());
                Files.write(file, entry.getValue());
            }
        }
        return directory;
    }

    static URLClassLoader loader(Path... paths) throws IOException {
        return loader(PluginJar.class.getClassLoader(), paths);
    }

    static URLClassLoader loader(ClassLoader parent, Path... paths) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path path : paths) {
            urls.add(path.toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), parent);
    }

    private Map<String, byte[]> all() {
        Map<String, byte[]> all = new LinkedHashMap<>(entries);
        COMPILED.computeIfAbsent(Map.copyOf(sources), PluginJar::compile).forEach((className, bytes) -> {
            if (left.stream().noneMatch(name -> className.equals(name) || className.startsWith(name + "$"))) {
                byte[] code = bytes.toByteArray();
                if (tooNew.contains(className)) {
                    code[7] = (byte) (44 + 90);
                }
                all.put(className.replace('.', '/') + ".class", code);
            }
        });
        return all;
    }

    private static Map<String, ByteArrayOutputStream> compile(Map<String, String> sources) {
        Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();
        if (sources.isEmpty()) {
            return classes;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileManager memory = new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                classes.put(className, bytes);
                return new SimpleJavaFileObject(URI.create("memory:///" + className + ".class"), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        return bytes;
                    }
                };
            }
        };
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((className, source) -> units.add(
                new SimpleJavaFileObject(
                        URI.create("memory:///" + className.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                }));
        List<String> options = List.of("--release", "17", "-proc:none", "-cp", System.getProperty("java.class.path"));
        if (!compiler.getTask(null, memory, null, options, null, units).call()) {
            throw new IllegalStateException("the sources of " + sources.keySet() + " do not compile");
        }
        return classes;
    }
}
