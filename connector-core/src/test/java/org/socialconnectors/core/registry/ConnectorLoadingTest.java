package org.socialconnectors.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;

class ConnectorLoadingTest {
    @TempDir
    private Path directory;

    @Test
    void T51_every_broken_jar_is_reported_by_name_and_every_good_connector_loads() throws Exception {
        Path[] jars = {
            PluginJar.of("a.First", "first").writeTo(jar("a-first")),
            PluginJar.of("b.Constructor", "b")
                    .source(
                            "b.Constructor",
                            PluginJar.factory(
                                    "b.Constructor",
                                    "b",
                                    "public Constructor() { throw new IllegalStateException(\"s3cret\"); }",
                                    "return null;"))
                    .writeTo(jar("b-constructor-throws")),
            PluginJar.of("c.Static", "c")
                    .source(
                            "c.Static",
                            PluginJar.factory(
                                    "c.Static",
                                    "c",
                                    "static final int X = Integer.parseInt(\"s3cret\");",
                                    "return null;"))
                    .writeTo(jar("c-initializer-throws")),
            PluginJar.of("d.Orphan", "d")
                    .source(
                            "d.Orphan",
                            PluginJar.factory("d.Orphan", "d", "", "return null;")
                                    .replace("Orphan implements", "Orphan extends d.Parent implements"))
                    .source("d.Parent", "package d; public class Parent {}")
                    .leavingOut("d.Parent")
                    .writeTo(jar("d-superclass-missing")),
            PluginJar.of("e.Future", "e").forJava90("e.Future").writeTo(jar("e-java-90")),
            PluginJar.of("f.Stranger", "f")
                    .source("f.Stranger", "package f; public class Stranger {}")
                    .writeTo(jar("f-not-a-factory")),
            new PluginJar().services("g.Absent").writeTo(jar("g-absent")),
            PluginJar.of("h.Line", "h").services("h.Line and more\n").writeTo(jar("h-bad-line")),
            describing("i.Null", "i", "return null;").writeTo(jar("i-descriptor-null")),
            describing("j.Thrower", "j", "throw new AssertionError(\"s3cret\");")
                    .writeTo(jar("j-descriptor-throws")),
            PluginJar.of("l.Schema", "l")
                    .resource("l", "config.schema.json", "{\"type\": \"object\"}")
                    .writeTo(jar("l-schema-unusable")),
            PluginJar.of("z.Last", "last").writeTo(jar("z-last")),
        };
        try (var loader = PluginJar.loader(jars)) {
            ConnectorRegistry<SocialConnectorFactory> registry =
                    ConnectorRegistry.load(SocialConnectorFactory.class, loader);

            assertEquals(Set.of("first", "last"), registry.ids());
            Map<String, String> classBySource = registry.problems().stream()
                    .collect(Collectors.toMap(
                            problem -> Path.of(problem.source()).getFileName().toString(),
                            problem -> problem.providerClass().orElse("-")));
            assertEquals(
                    Map.ofEntries(
                            Map.entry("b-constructor-throws.jar", "b.Constructor"),
                            Map.entry("c-initializer-throws.jar", "c.Static"),
                            Map.entry("d-superclass-missing.jar", "d.Orphan"),
                            Map.entry("e-java-90.jar", "e.Future"),
                            Map.entry("f-not-a-factory.jar", "f.Stranger"),
                            Map.entry("g-absent.jar", "g.Absent"),
                            Map.entry("h-bad-line.jar", "-"),
                            Map.entry("i-descriptor-null.jar", "i.Null"),
                            Map.entry("j-descriptor-throws.jar", "j.Thrower"),
                            Map.entry("l-schema-unusable.jar", "l.Schema")),
                    classBySource);
            for (LoadProblem problem : registry.problems()) {
                assertEquals(ErrorCode.CONNECTOR_FAILURE, problem.error().code());
                assertFalse(problem.toString().contains("s3cret"), "a foreign message was kept");
            }
            assertEquals(
                    Optional.of("java.lang.NoClassDefFoundError"),
                    problem(registry, "d-superclass-missing").error().detail(Detail.CAUSE_TYPE));
            assertEquals(
                    Optional.of("java.lang.UnsupportedClassVersionError"),
                    problem(registry, "e-java-90").error().detail(Detail.CAUSE_TYPE));
            assertEquals(
                    Optional.of("java.lang.IllegalStateException"),
                    problem(registry, "b-constructor-throws").error().detail(Detail.CAUSE_TYPE));
        }
    }

    @Test
    void a_descriptor_is_read_once_and_kept() throws Exception {
        Path jar = PluginJar.of("a.Changing", "one")
                .resources("two")
                .source(
                        "a.Changing",
                        PluginJar.factory("a.Changing", "one", "int calls;", "return null;")
                                .replace("builder(\"one\")", "builder(calls++ == 0 ? \"one\" : \"two\")"))
                .writeTo(jar("changing"));
        try (var loader = PluginJar.loader(jar)) {
            ConnectorRegistry<SocialConnectorFactory> registry =
                    ConnectorRegistry.load(SocialConnectorFactory.class, loader);
            assertEquals(Set.of("one"), registry.ids());
            assertEquals("one", registry.descriptor("one").id());
            assertSame(
                    registry.descriptor("one"),
                    registry.configurationSchema("one").descriptor());
            assertSame(registry.descriptor("one"), registry.descriptors().get(0));
        }
    }

    @Test
    void T51_a_loader_that_can_list_nothing_is_one_problem_and_no_endless_search() {
        ClassLoader unable = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                throw new IOException("s3cret");
            }
        };
        ConnectorRegistry<SocialConnectorFactory> registry = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> ConnectorRegistry.load(SocialConnectorFactory.class, unable));

        assertEquals(Set.of(), registry.ids());
        assertEquals(1, registry.problems().size());
        assertEquals(
                Optional.of("java.io.IOException"),
                registry.problems().get(0).error().detail(Detail.CAUSE_TYPE));
    }

    @Test
    void T52_two_connectors_of_one_id_refuse_to_start_and_both_jars_are_named() throws Exception {
        Path one = PluginJar.of("a.One", "same").writeTo(jar("one"));
        Path two = PluginJar.of("b.Two", "same").writeTo(jar("two"));
        try (var loader = PluginJar.loader(one, two)) {
            assertBothNamed(loader, "one.jar", "two.jar");
        }
    }

    @Test
    void T52_two_versions_of_one_connector_refuse_to_start_although_the_service_loader_sees_only_one()
            throws Exception {
        Path one = PluginJar.of("a.One", "same").writeTo(jar("one-1.0"));
        Path two = PluginJar.of("a.One", "same").writeTo(jar("one-1.1"));
        try (var loader = PluginJar.loader(one, two)) {
            assertBothNamed(loader, "one-1.0.jar", "one-1.1.jar");
        }
    }

    @Test
    void T52_also_behind_a_services_file_that_cannot_even_be_opened() throws Exception {
        Path one = PluginJar.of("a.One", "same").writeTo(jar("one-1.0"));
        Path two = PluginJar.of("a.One", "same").writeTo(jar("one-1.1"));
        URL unusable = new URL(null, "broken:services", new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
                throw new IllegalStateException("s3cret");
            }
        });
        // Listed once only: ServiceLoader, which asks after that, would give up over it.
        try (var jars = PluginJar.loader(one, two)) {
            ClassLoader loader = new ClassLoader(jars) {
                private boolean asked;

                @Override
                public Enumeration<URL> getResources(String name) throws IOException {
                    List<URL> files = new ArrayList<>(Collections.list(super.getResources(name)));
                    if (!asked) {
                        files.add(0, unusable);
                        asked = true;
                    }
                    return Collections.enumeration(files);
                }
            };
            assertBothNamed(loader, "one-1.0.jar", "one-1.1.jar");
        }
    }

    @Test
    void T52_names_of_deep_directories_still_leave_room_for_both_jars() throws Exception {
        Path deep = directory.resolve("d".repeat(120));
        assertTrue(deep.toFile().mkdirs());
        Path one = PluginJar.of("a.One", "same").writeTo(deep.resolve("one.jar"));
        Path two = PluginJar.of("b.Two", "same").writeTo(deep.resolve("two.jar"));
        try (var loader = PluginJar.loader(one, two)) {
            assertBothNamed(loader, "one.jar", "two.jar");
        }
    }

    @Test
    void one_jar_seen_through_two_loaders_is_one_connector() throws Exception {
        Path one = PluginJar.of("a.One", "one").writeTo(jar("one"));
        try (var parent = PluginJar.loader(one);
                var child = PluginJar.loader(parent, one)) {
            ConnectorRegistry<SocialConnectorFactory> registry =
                    ConnectorRegistry.load(SocialConnectorFactory.class, child);
            assertEquals(Set.of("one"), registry.ids());
            assertEquals(List.of(), registry.problems());
        }
    }

    @Test
    void T53_a_connector_without_a_method_of_this_api_fails_for_that_call_alone() throws Exception {
        Path old = PluginJar.of("a.Old", "old")
                .source("org.socialconnectors.api.SocialConnector", """
                        package org.socialconnectors.api;
                        public interface SocialConnector {}
                        """)
                .leavingOut("org.socialconnectors.api.SocialConnector")
                .source("a.Old", PluginJar.factory("a.Old", "old", "", "return new SocialConnector() {};"))
                .writeTo(jar("old"));
        try (var loader = PluginJar.loader(old)) {
            SocialConnector connector = connector(loader, "old");
            ConnectorException failure =
                    assertThrows(ConnectorException.class, () -> connector.begin(GuardedConnectorTest.attempt()));
            assertEquals(ErrorCode.CONNECTOR_FAILURE, failure.code());
            assertEquals(Optional.of("java.lang.AbstractMethodError"), failure.detail(Detail.CAUSE_TYPE));
            assertEquals(Optional.of("old"), failure.detail(Detail.CONNECTOR_ID));
            assertEquals("state", connector.stateParameter());
        }
    }

    @Test
    void T53_a_factory_that_calls_a_method_which_is_not_there_fails_for_that_call_alone() throws Exception {
        Path newer = PluginJar.of("a.Newer", "newer")
                .source("org.socialconnectors.api.json.JsonObject", """
                        package org.socialconnectors.api.json;
                        public class JsonObject { public String novelty() { return ""; } }
                        """)
                .leavingOut("org.socialconnectors.api.json.JsonObject")
                .source("a.Newer", PluginJar.factory("a.Newer", "newer", "", "config.novelty(); return null;"))
                .writeTo(jar("newer"));
        try (var loader = PluginJar.loader(newer)) {
            ConnectorException failure = assertThrows(ConnectorException.class, () -> connector(loader, "newer"));
            assertEquals(ErrorCode.CONNECTOR_FAILURE, failure.code());
            assertEquals(Optional.of("java.lang.NoSuchMethodError"), failure.detail(Detail.CAUSE_TYPE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.schema.json", "messages.en.properties", "logo.svg"})
    void T54_a_connector_without_one_of_its_files_is_reported_with_the_name_of_the_file(String name) throws Exception {
        assertUnusable(PluginJar.of("a.One", "one").without("META-INF/connectors/one/" + name), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.schema.json", "messages.en.properties", "guide.en.md", "logo.svg", "logo-dark.svg"})
    void T54_a_file_of_more_than_256_KiB_is_refused(String name) throws Exception {
        assertUnusable(PluginJar.of("a.One", "one").resource("one", name, "x".repeat(256 * 1024 + 1)), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"guide.en.md", "logo.svg", "logo-dark.svg"})
    void T54_of_a_file_of_100_MB_no_more_than_256_KiB_are_read(String name) throws Exception {
        Path jar = PluginJar.of("a.One", "one").zeros("one", name, 100).writeTo(jar("plugin"));
        AtomicLong read = new AtomicLong();
        try (var loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader()) {
                    @Override
                    public InputStream getResourceAsStream(String resource) {
                        InputStream stream = super.getResourceAsStream(resource);
                        return resource.endsWith("/" + name) ? new CountingStream(stream, read) : stream;
                    }
                }) {
            ConnectorRegistry<SocialConnectorFactory> registry =
                    ConnectorRegistry.load(SocialConnectorFactory.class, loader);

            assertEquals(Set.of(), registry.ids());
            ConnectorException refused = registry.problems().get(0).error();
            assertEquals(ErrorCode.CONNECTOR_FAILURE, refused.code());
            assertTrue(refused.detail(Detail.SOURCE).orElse("").endsWith(name), refused.toString());
            // The one byte beyond the limit tells that there is more.
            assertEquals(256 * 1024 + 1, read.get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.schema.json", "messages.en.properties", "logo.svg"})
    void T54_a_directory_in_place_of_a_file_is_refused(String name) throws Exception {
        assertUnusable(withDirectory(name), name);
    }

    @Test
    void T54_a_directory_in_place_of_a_file_that_may_be_missing_is_ignored() throws Exception {
        PluginJar plugin = withDirectory("guide.en.md");
        for (Path path : List.of(plugin.writeTo(jar("plugin")), plugin.unpackTo(directory.resolve("unpacked")))) {
            try (var loader = PluginJar.loader(path)) {
                assertEquals(
                        Optional.empty(),
                        ConnectorRegistry.load(SocialConnectorFactory.class, loader)
                                .descriptor("one")
                                .guide());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../one", "one/../two", "/one", "one%2f", "One", ""})
    void T54_an_id_that_would_lead_out_of_its_folder_is_refused(String id) throws Exception {
        assertUnusable(
                PluginJar.of("a.One", "one").source("a.One", PluginJar.factory("a.One", id, "", "return null;")), "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE svg SYSTEM \"file:///etc/passwd\"><svg/>",
                "<!doctype svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><svg>&x;</svg>",
                "plainly no image"
            })
    void T55_a_logo_with_a_document_type_or_without_svg_is_refused_unparsed(String logo) throws Exception {
        assertLogoUnusable(logo);
    }

    @Test
    void T55_a_logo_that_grows_to_gigabytes_is_refused_unparsed() throws Exception {
        StringBuilder entities = new StringBuilder("<!ENTITY lol0 \"lol\">");
        for (int i = 1; i <= 9; i++) {
            entities.append("<!ENTITY lol%d \"%s\">"
                    .formatted(i, "&lol%d;".formatted(i - 1).repeat(10)));
        }
        assertLogoUnusable("<!DOCTYPE svg [" + entities + "]><svg>&lol9;</svg>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE svg SYSTEM \"%s\"><svg/>",
                "<!DOCTYPE svg [<!ENTITY x SYSTEM \"%s\">]><svg>&x;</svg>",
                "<!DOCTYPE svg [<!ENTITY %% x SYSTEM \"%s\"> %%x;]><svg/>"
            })
    void T55_a_logo_that_refers_to_a_server_is_refused_and_the_server_is_not_asked(String logo) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        try {
            assertLogoUnusable(
                    logo.formatted("http://127.0.0.1:" + server.getAddress().getPort() + "/a.dtd"));
        } finally {
            server.stop(0);
        }
        assertEquals(0, requests.get());
    }

    @Test
    void T55_a_logo_with_script_stays_text_that_nobody_has_parsed() throws Exception {
        String logo = "<svg onload='alert(1)'><script>alert(2)</script></svg>";
        Path jar =
                PluginJar.of("a.One", "one").resource("one", "logo.svg", logo).writeTo(jar("one"));
        try (var loader = PluginJar.loader(jar)) {
            assertEquals(
                    logo,
                    ConnectorRegistry.load(SocialConnectorFactory.class, loader)
                            .descriptor("one")
                            .logo());
        }
    }

    @Test
    void connectors_are_looked_up_by_id() throws Exception {
        Path b = PluginJar.of("b.B", "bee").writeTo(jar("b"));
        Path a = PluginJar.of("a.A", "ant").writeTo(jar("a"));
        try (var loader = PluginJar.loader(b, a)) {
            ConnectorRegistry<SocialConnectorFactory> registry =
                    ConnectorRegistry.load(SocialConnectorFactory.class, loader);

            assertEquals(List.of("ant", "bee"), List.copyOf(registry.ids()));
            assertEquals(
                    List.of("ant", "bee"),
                    registry.descriptors().stream().map(ConnectorDescriptor::id).toList());
            assertEquals("b.B", registry.get("bee").getClass().getName());
            assertSame(registry.get("bee"), registry.find("bee").orElseThrow());
            assertEquals("bee", registry.configurationSchema("bee").descriptor().id());

            assertEquals(Optional.empty(), registry.find("cat"));
            ConnectorException unknown = assertThrows(ConnectorException.class, () -> registry.get("cat"));
            assertEquals(ErrorCode.INVALID_CONFIGURATION, unknown.code());
            assertEquals(Optional.of("cat"), unknown.detail(Detail.CONNECTOR_ID));
        }
    }

    @Test
    void a_list_of_factories_is_held_to_the_same_rules() throws Exception {
        Path one = PluginJar.of("a.One", "one").writeTo(jar("one"));
        try (var loader = PluginJar.loader(one)) {
            SocialConnectorFactory factory =
                    ConnectorRegistry.load(SocialConnectorFactory.class, loader).get("one");
            SocialConnectorFactory broken = new SocialConnectorFactory() {
                @Override
                public ConnectorDescriptor descriptor() {
                    throw new StackOverflowError();
                }

                @Override
                public SocialConnector create(JsonObject config, ConnectorContext context) {
                    throw new AssertionError();
                }
            };

            ConnectorRegistry<SocialConnectorFactory> registry = ConnectorRegistry.of(List.of(broken, factory));
            assertEquals(Set.of("one"), registry.ids());
            assertEquals(
                    Optional.of(broken.getClass().getName()),
                    registry.problems().get(0).providerClass());

            ConnectorException twice =
                    assertThrows(ConnectorException.class, () -> ConnectorRegistry.of(List.of(factory, factory)));
            assertEquals(ErrorCode.CONNECTOR_FAILURE, twice.code());
            assertEquals(Optional.of("one"), twice.detail(Detail.CONNECTOR_ID));
        }
    }

    private void assertLogoUnusable(String logo) throws IOException {
        assertUnusable(PluginJar.of("a.One", "one").resource("one", "logo.svg", logo), "");
        assertUnusable(PluginJar.of("a.One", "one").resource("one", "logo-dark.svg", logo), "");
    }

    private void assertUnusable(PluginJar plugin, String resource) throws IOException {
        Path jar = plugin.writeTo(jar("plugin"));
        Path unpacked = plugin.unpackTo(directory.resolve("unpacked"));
        Path good = PluginJar.of("z.Good", "good").writeTo(jar("good"));
        for (Path path : List.of(jar, unpacked)) {
            try (var loader = PluginJar.loader(path, good)) {
                ConnectorRegistry<SocialConnectorFactory> registry =
                        ConnectorRegistry.load(SocialConnectorFactory.class, loader);
                assertEquals(Set.of("good"), registry.ids());
                assertEquals(1, registry.problems().size());
                LoadProblem problem = registry.problems().get(0);
                assertEquals(path.getFileName(), Path.of(problem.source()).getFileName());
                assertEquals(Optional.of("a.One"), problem.providerClass());
                assertTrue(problem.error().detail(Detail.SOURCE).orElse("").endsWith(resource), problem.toString());
            }
        }
    }

    private static PluginJar withDirectory(String name) {
        return PluginJar.of("a.One", "one")
                .without("META-INF/connectors/one/" + name)
                .resource("one", name + "/", "")
                .resource("one", name + "/within.txt", "<svg");
    }

    /** A factory whose {@code descriptor} does something else. */
    private static PluginJar describing(String className, String id, String body) {
        return PluginJar.of(className, id)
                .source(
                        className,
                        PluginJar.factory(className, id, "", "return null;")
                                .replace(
                                        "return ConnectorDescriptor.builder(\"" + id + "\").readFrom(getClass());",
                                        body));
    }

    private static void assertBothNamed(ClassLoader loader, String... jars) {
        ConnectorException refused = assertThrows(
                ConnectorException.class, () -> ConnectorRegistry.load(SocialConnectorFactory.class, loader));
        assertEquals(ErrorCode.CONNECTOR_FAILURE, refused.code());
        assertEquals(Optional.of("same"), refused.detail(Detail.CONNECTOR_ID));
        String sources = refused.detail(Detail.SOURCE).orElseThrow();
        assertTrue(Arrays.stream(jars).allMatch(sources::contains), sources);
    }

    private static LoadProblem problem(ConnectorRegistry<?> registry, String source) {
        return registry.problems().stream()
                .filter(problem -> problem.source().contains(source))
                .findFirst()
                .orElseThrow();
    }

    private static SocialConnector connector(ClassLoader loader, String id) {
        SocialConnectorFactory factory =
                ConnectorRegistry.load(SocialConnectorFactory.class, loader).get(id);
        return GuardedConnector.create(id, factory, JsonObject.config(Map.of()), GuardedConnectorTest.CONTEXT);
    }

    private Path jar(String name) {
        return directory.resolve(name + ".jar");
    }

    private static final class CountingStream extends FilterInputStream {
        private final AtomicLong count;

        CountingStream(InputStream stream, AtomicLong count) {
            super(stream);
            this.count = count;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count.addAndGet(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int some = super.read(buffer, offset, length);
            count.addAndGet(Math.max(0, some));
            return some;
        }

        @Override
        public long skip(long length) throws IOException {
            long some = super.skip(length);
            count.addAndGet(some);
            return some;
        }
    }
}
