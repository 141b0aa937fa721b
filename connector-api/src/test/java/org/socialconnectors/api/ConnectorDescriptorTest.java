package org.socialconnectors.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;

/** Every test starts from a complete connector in a class loader of its own, and breaks one thing. */
class ConnectorDescriptorTest {
    private static final String FOLDER = "/META-INF/connectors/acme/";
    private static final int LIMIT = 256 * 1024;

    /** Stands for a connector's factory. */
    static final class Owner {}

    @TempDir
    private Path classes;

    private URLClassLoader loader;
    private Class<?> owner;

    @BeforeEach
    void a_complete_connector() throws Exception {
        String ownersFile = Owner.class.getName().replace('.', '/') + ".class";
        try (InputStream bytecode = Owner.class.getClassLoader().getResourceAsStream(ownersFile)) {
            Path copy = classes.resolve(ownersFile);
            Files.createDirectories(copy.getParent());
            Files.copy(bytecode, copy);
        }
        write("config.schema.json", "{}");
        write("logo.svg", "<svg/>");
        write("messages.en.properties", "name=Acme\ndescription=Sign in with Acme\nclientId.title=Client ID\n");
        loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null);
        owner = loader.loadClass(Owner.class.getName());
    }

    @AfterEach
    void close() throws IOException {
        loader.close();
    }

    @Test
    void the_least_is_a_schema_a_logo_and_english_messages() {
        ConnectorDescriptor descriptor = ConnectorDescriptor.builder("acme").readFrom(owner);

        assertEquals("acme", descriptor.id());
        assertEquals("acme", descriptor.target());
        assertEquals(Platform.UNIVERSAL, descriptor.platform());
        assertEquals(List.of("en"), descriptor.languages());
        assertEquals("Acme", descriptor.name().toString());
        assertEquals("Sign in with Acme", descriptor.description().toString());
        assertEquals(
                Optional.of("Client ID"), descriptor.message("clientId.title").map(LocalizedText::toString));
        assertEquals(Optional.empty(), descriptor.message("clientId.help"));
        assertEquals(Optional.empty(), descriptor.guide());
        assertEquals("{}", descriptor.configurationSchema());
        assertEquals("<svg/>", descriptor.logo());
        assertEquals(Optional.empty(), descriptor.darkLogo());
    }

    @Test
    void everything_else_is_read_if_it_is_there() throws IOException {
        write("logo-dark.svg", "<svg id='dark'/>");
        write("guide.en.md", "# Acme");
        write("guide.fr.md", "# Acmé");
        write("messages.fr.properties", "name=Acmé\nonly.in.french=x\n");
        write("messages.de.properties", "name=not asked for");

        ConnectorDescriptor descriptor = ConnectorDescriptor.builder("acme")
                .target("acme-group")
                .platform(Platform.WEB)
                .languages("en", "fr")
                .readFrom(owner);

        assertEquals("acme-group", descriptor.target());
        assertEquals(Platform.WEB, descriptor.platform());
        assertEquals(List.of("en", "fr"), descriptor.languages());
        assertEquals(Optional.of("<svg id='dark'/>"), descriptor.darkLogo());
        assertEquals(
                Map.of("en", "# Acme", "fr", "# Acmé"),
                descriptor.guide().orElseThrow().byLanguage());
        assertEquals(Map.of("en", "Acme", "fr", "Acmé"), descriptor.name().byLanguage());
        assertEquals("Sign in with Acme", descriptor.description().in(Locale.FRENCH));
        assertEquals(Optional.empty(), descriptor.message("only.in.french"));
    }

    @Test
    void a_guide_without_an_english_form_is_no_guide() throws IOException {
        write("guide.fr.md", "# Acmé");
        write("messages.fr.properties", "name=Acmé");

        assertEquals(
                Optional.empty(),
                ConnectorDescriptor.builder("acme")
                        .languages("en", "fr")
                        .readFrom(owner)
                        .guide());
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.schema.json", "logo.svg", "messages.en.properties"})
    void a_missing_or_empty_resource_is_refused_by_name(String name) throws IOException {
        write(name, " \n");
        assertRefused(name);

        Files.delete(file(name));
        assertRefused(name);
    }

    @Test
    void the_messages_of_every_language_are_required() {
        ConnectorException refusal = assertThrows(
                ConnectorException.class,
                () -> ConnectorDescriptor.builder("acme").languages("en", "fr").readFrom(owner));

        assertEquals(Optional.of(FOLDER + "messages.fr.properties"), refusal.detail(Detail.SOURCE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"name=Acme", "description=Sign in", "Name=Acme\nDescription=Sign in", "name"})
    void the_english_messages_need_a_name_and_a_description(String messages) throws IOException {
        write("messages.en.properties", messages);

        assertRefused("messages.en.properties");
    }

    @Test
    void malformed_messages_are_refused_by_name() throws IOException {
        write("messages.en.properties", "name=\\u00zz\ndescription=x");

        assertRefused("messages.en.properties");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.schema.json", "logo.svg", "logo-dark.svg", "messages.en.properties", "guide.en.md"})
    void what_is_not_utf_8_is_refused_by_name(String name) throws IOException {
        Files.write(file(name), "name=Acmé\ndescription=x".getBytes(ISO_8859_1));

        assertRefused(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.schema.json", "logo.svg", "logo-dark.svg", "messages.en.properties", "guide.en.md"})
    void T54_more_than_256_kib_are_refused_by_name(String name) throws IOException {
        String start = "name=Acme\ndescription=x\n#";
        write(name, start + "x".repeat(LIMIT - start.length() + 1));

        assertRefused(name);
    }

    @Test
    void T54_256_kib_are_accepted() throws IOException {
        write("logo.svg", "x".repeat(LIMIT));

        assertEquals(
                LIMIT,
                ConnectorDescriptor.builder("acme").readFrom(owner).logo().length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.schema.json", "logo.svg", "messages.en.properties"})
    void T54_a_directory_is_not_a_required_resource(String name) throws IOException {
        Files.deleteIfExists(file(name));
        Files.createDirectories(file(name).resolve("canary"));

        assertRefused(name);
    }

    @Test
    void T54_a_directory_is_not_an_optional_resource_either() throws IOException {
        Files.createDirectories(file("logo-dark.svg").resolve("canary"));
        Files.createDirectories(file("guide.en.md").resolve("canary"));

        ConnectorDescriptor descriptor = ConnectorDescriptor.builder("acme").readFrom(owner);

        assertEquals(Optional.empty(), descriptor.darkLogo());
        assertEquals(Optional.empty(), descriptor.guide());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "../acme",
                "..",
                "acme/../acme",
                "/acme",
                "acme/",
                "acme\\..",
                "Acme",
                "-acme",
                "acme-",
                "ac me",
                "acme\n",
                "acmé",
                "acme%2f.."
            })
    void T54_an_id_that_could_leave_its_folder_is_refused(String id) {
        ConnectorException refusal = assertThrows(
                ConnectorException.class, () -> ConnectorDescriptor.builder(id).readFrom(owner));

        assertEquals(ErrorCode.CONNECTOR_FAILURE, refusal.code());
        assertEquals(Optional.of(id.replace('\n', ' ')), refusal.detail(Detail.CONNECTOR_ID));
        assertEquals(Optional.empty(), refusal.detail(Detail.SOURCE));
    }

    @Test
    void an_id_has_at_most_63_characters() {
        ConnectorException tooLong = assertThrows(
                ConnectorException.class,
                () -> ConnectorDescriptor.builder("a".repeat(64)).readFrom(owner));
        ConnectorException notThere = assertThrows(
                ConnectorException.class,
                () -> ConnectorDescriptor.builder("a".repeat(63)).readFrom(owner));

        assertEquals(Optional.empty(), tooLong.detail(Detail.SOURCE));
        assertEquals(
                Optional.of("/META-INF/connectors/" + "a".repeat(63) + "/messages.en.properties"),
                notThere.detail(Detail.SOURCE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x/../../acme/messages.en", "fr_FR", "../fr", "f", "fr-", "fr\n", "français"})
    void T54_what_is_not_a_language_tag_is_refused(String language) {
        ConnectorException refusal = assertThrows(
                ConnectorException.class,
                () -> ConnectorDescriptor.builder("acme")
                        .languages("en", language)
                        .readFrom(owner));

        assertEquals(ErrorCode.CONNECTOR_FAILURE, refusal.code());
        assertEquals(Optional.of("acme"), refusal.detail(Detail.CONNECTOR_ID));
    }

    @Test
    void english_must_be_among_the_languages() throws IOException {
        write("messages.fr.properties", "name=Acmé\ndescription=x");

        assertEquals(
                ErrorCode.CONNECTOR_FAILURE,
                assertThrows(
                                ConnectorException.class,
                                () -> ConnectorDescriptor.builder("acme")
                                        .languages("fr")
                                        .readFrom(owner))
                        .code());
    }

    @Test
    void a_languages_array_changed_afterwards_changes_nothing() {
        String[] languages = {"en"};
        ConnectorDescriptor.Builder builder =
                ConnectorDescriptor.builder("acme").languages(languages);
        languages[0] = "../x";

        assertEquals("Acme", builder.readFrom(owner).name().toString());
    }

    @Test
    void the_text_of_a_descriptor_is_its_id() {
        assertEquals(
                "ConnectorDescriptor(acme)",
                ConnectorDescriptor.builder("acme").readFrom(owner).toString());
    }

    private Path file(String name) throws IOException {
        Path file = classes.resolve(FOLDER.substring(1) + name);
        Files.createDirectories(file.getParent());
        return file;
    }

    private void write(String name, String text) throws IOException {
        Files.write(file(name), text.getBytes(UTF_8));
    }

    private void assertRefused(String name) {
        ConnectorException refusal = assertThrows(
                ConnectorException.class,
                () -> ConnectorDescriptor.builder("acme").readFrom(owner));
        assertEquals(ErrorCode.CONNECTOR_FAILURE, refusal.code());
        assertEquals(Optional.of(FOLDER + name), refusal.detail(Detail.SOURCE));
        assertFalse(refusal.toString().contains("canary"));
    }
}
