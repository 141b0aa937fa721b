package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.LocalizedText;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.core.registry.ConnectorRegistry;

/** The rules for what a connector is described by: the descriptor, its texts, its logos, and the line that announces it. */
abstract class DescriptorRules extends ConnectorDeclarations {
    private static final String SERVICE_FILE = "META-INF/services/" + SocialConnectorFactory.class.getName();

    /**
     * The descriptor has an ID and its resources, and stays the same.
     *
     * <p>If this fails, check that {@code ConnectorDescriptor.builder(id).readFrom(YourFactory.class)} finds {@code
     * META-INF/connectors/<id>/} beside the class, and that the descriptor is read once and kept.
     */
    @Test
    public final void D01_the_descriptor_is_complete_and_stays_the_same() {
        SocialConnectorFactory factory = factory();
        ConnectorDescriptor descriptor = descriptor(factory);
        assertEquals(
                Set.of(),
                differences(descriptor, descriptor(factory)),
                "descriptor() answers something else when it is asked again. Read the descriptor once and keep it.");
        ConnectorRegistry<SocialConnectorFactory> registry = ConnectorRegistry.of(List.of(factory));
        assertEquals(
                List.of(),
                registry.problems().stream().map(Object::toString).toList(),
                "The registry refuses the connector. Check the resource or field that the problem names.");
        assertTrue(
                registry.find(descriptor.id()).isPresent(),
                "The registry does not find the connector under its own ID, " + descriptor.id() + ".");
    }

    /**
     * The service file names the factory, which {@link java.util.ServiceLoader} can make.
     *
     * <p>If this fails, check the line in {@code META-INF/services/org.socialconnectors.api.SocialConnectorFactory}, and that the
     * class is public with a public constructor without parameters.
     *
     * @throws IOException if the class path cannot be read
     */
    @Test
    public final void D02_the_service_file_names_the_factory() throws IOException {
        Class<?> type = factory().getClass();
        assertTrue(
                Modifier.isPublic(type.getModifiers()),
                () -> type.getName() + " is not public, so ServiceLoader cannot make it.");
        assertTrue(
                List.of(type.getConstructors()).stream().anyMatch(each -> each.getParameterCount() == 0),
                () -> type.getName()
                        + " has no public constructor without parameters, so ServiceLoader cannot make it.");
        assertTrue(
                announced(type.getClassLoader()).contains(type.getName()),
                () -> "No " + SERVICE_FILE + " on the class path has the line " + type.getName() + ".");
    }

    /**
     * Every field of the configuration has a title in English.
     *
     * <p>If this fails, add {@code <field>.title} to {@code messages.en.properties}.
     */
    @Test
    public final void D03_every_field_has_a_title_in_english() {
        ConfigurationSchema schema = schema();
        Set<String> untitled = new TreeSet<>();
        for (String field : properties(schema).names()) {
            String title = schema.descriptor()
                    .message(field + ".title")
                    .map(text -> text.in(Locale.ENGLISH))
                    .orElse("");
            if (title.isBlank()) {
                untitled.add(field + ".title");
            }
        }
        assertEquals(Set.of(), untitled, "messages.en.properties lacks the titles of fields.");
    }

    /**
     * Every language has all the texts that English has, and no others.
     *
     * <p>If this fails, translate what the message names, or take it out.
     */
    @Test
    public final void D04_every_translation_is_complete_against_english() {
        SocialConnectorFactory factory = factory();
        assertEquals(
                List.of(),
                new MessagesInspection(factory.getClass(), descriptor(factory)).findings(),
                "The messages differ between languages; a reader would see some in English, others not at all.");
    }

    /**
     * The guide exists in English and has no active content: it is shown inside the administrator's page.
     *
     * <p>If this fails, add {@code guide.en.md}, write Markdown instead of HTML, link to https only, and show no
     * images from other hosts.
     */
    @Test
    public final void D05_the_guide_is_there_and_inert() {
        LocalizedText guide = descriptor(factory())
                .guide()
                .orElseThrow(() -> new AssertionFailedError(
                        "There is no guide.en.md. Say how an administrator sets the provider up."));
        assertAll(guide.byLanguage().entrySet().stream()
                .map(text -> () -> assertEquals(
                        List.of(),
                        GuideInspection.findings(text.getValue()),
                        "guide." + text.getKey() + ".md is not fit to be shown.")));
    }

    /**
     * The logos are SVG images that can do nothing: no script, no event handler, no reference to elsewhere, no document type, at
     * most 256 KiB (cases T54 and T55).
     *
     * <p>If this fails, export the logo as plain SVG with all its paths inside.
     */
    @Test
    public final void T55_the_logos_are_small_inert_svg_images() {
        ConnectorDescriptor descriptor = descriptor(factory());
        assertAll(
                () -> assertInert("logo.svg", descriptor.logo()),
                () -> descriptor.darkLogo().ifPresent(logo -> assertInert("logo-dark.svg", logo)));
    }

    private static Set<String> differences(ConnectorDescriptor one, ConnectorDescriptor other) {
        Map<String, Function<ConnectorDescriptor, Object>> parts = Map.of(
                "ID", ConnectorDescriptor::id,
                "target", ConnectorDescriptor::target,
                "platform", ConnectorDescriptor::platform,
                "languages", ConnectorDescriptor::languages,
                "name", descriptor -> descriptor.name().byLanguage(),
                "description", descriptor -> descriptor.description().byLanguage(),
                "guide", descriptor -> descriptor.guide().map(LocalizedText::byLanguage),
                "schema", ConnectorDescriptor::configurationSchema,
                "logo", ConnectorDescriptor::logo,
                "dark logo", ConnectorDescriptor::darkLogo);
        Set<String> differences = new TreeSet<>();
        parts.forEach((name, part) -> {
            if (!part.apply(one).equals(part.apply(other))) {
                differences.add(name);
            }
        });
        return differences;
    }

    private static void assertInert(String name, String svg) {
        assertEquals(List.of(), SvgInspection.findings(svg), name + " is not a safe image.");
    }

    private static Set<String> announced(ClassLoader loader) throws IOException {
        Set<String> names = new TreeSet<>();
        for (URL file : Collections.list(loader.getResources(SERVICE_FILE))) {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(file.openStream(), StandardCharsets.UTF_8))) {
                lines.lines().map(line -> line.replaceFirst("#.*", "").strip()).forEach(names::add);
            }
        }
        return names;
    }
}
