package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.opentest4j.AssertionFailedError;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.LocalizedText;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.core.configuration.Violation;
import org.socialconnectors.core.form.ConfigurationForm;
import org.socialconnectors.core.registry.ConnectorRegistry;

/**
 * The rules for every connector, whatever its protocol. Subclass it, say which connector it is, and run it as any JUnit test;
 * for OAuth 2.0 and OpenID Connect subclass {@link OAuthConnectorConformance} instead, which has these rules too.
 *
 * <p>Each test is one rule; its name begins with the rule's number: {@code D} for the description and the other files, {@code C}
 * for the configuration, {@code S} for signing in, {@code T} for a numbered case of the framework. A rule cannot be overridden.
 * What a connector cannot do is said by overriding a capability, a method that answers {@code true} here; the rule then demands
 * that the connector refuses, or leaves out, exactly that.
 *
 * <p>A rule has 20 seconds; when a connector did not come back from two rules, the others are not tried. A class of rules has the
 * process to itself, also if other tests run in parallel: rules look at what the connector does to the process.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@TestMethodOrder(MethodOrderer.MethodName.class)
@Execution(ExecutionMode.SAME_THREAD)
@ResourceLock(Resources.GLOBAL)
@ExtendWith({ConformanceRun.Extension.class, Surroundings.Extension.class, Deadline.class})
public abstract class SocialConnectorConformance {
    /** Registered with every provider of the kit. Its encoded query shows whether it is sent byte for byte. */
    static final URI REDIRECT_URI = URI.create("https://app.example.org/sign-in/callback?tenant=a%20b&x=%2F");

    private static final int AT_ONCE = 16;
    private static final Pattern SECRET_LOOKING =
            Pattern.compile("(?i).*(secret|password|passphrase|private_?key|api_?key|credentials?|token)");
    private static final String SERVICE_FILE = "META-INF/services/" + SocialConnectorFactory.class.getName();

    /** Those that this class has begun itself; their secrets must not be seen. */
    private final List<SignInAttempt> attempts = new CopyOnWriteArrayList<>();

    /** Set by its extension. */
    @Nullable
    Surroundings surroundings;

    /** Set by its extension to the whole run's. */
    ConformanceRun run = new ConformanceRun();

    /** For subclasses. */
    protected SocialConnectorConformance() {}

    /**
     * The connector's factory. One makes all connectors of a run, as a registry has one for all of an application; rules about the
     * factory itself make more.
     *
     * @return a new factory
     */
    protected abstract SocialConnectorFactory factory();

    /**
     * A configuration that is valid and complete enough to sign in.
     *
     * @return strings, booleans, numbers, lists, maps and nulls by member
     */
    protected abstract Map<String, ?> configuration();

    /**
     * Who answers the connector. A connector whose {@code begin} makes requests needs somebody who answers them.
     *
     * @return nobody, unless overridden: every request is refused as it would be without a network
     */
    protected HttpTransport network() {
        return request -> {
            throw ConnectorException.of(ErrorCode.PROVIDER_UNAVAILABLE, "the test has no network")
                    .build();
        };
    }

    /**
     * Capability: {@code begin} needs no request. Deny it for a connector that needs discovery, a pushed authorization request or
     * a request token first.
     *
     * @return true unless overridden
     */
    protected boolean beginsWithoutRequest() {
        return true;
    }

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

    /**
     * The schema is JSON Schema draft-07, has only patterns that cannot run for ever (case T56), and stands alone.
     *
     * <p>If this fails, check {@code $schema}, {@code "type": "object"}, every {@code pattern} against RE2's syntax (no
     * look-ahead, no back-reference) and every {@code $ref}.
     */
    @Test
    public final void C01_the_schema_is_draft_07_and_compiles() {
        ConnectorDescriptor descriptor = descriptor(factory());
        try {
            ConfigurationSchema.of(descriptor);
        } catch (ConnectorException unusable) {
            fail("config.schema.json cannot be used: " + unusable.getMessage());
        }
    }

    /**
     * The form can be derived in each of the connector's languages.
     *
     * <p>If this fails, check {@code x-form}: its widget must fit the field's type.
     */
    @Test
    public final void C02_the_form_can_be_derived_in_every_language() {
        ConfigurationSchema schema = schema();
        for (String language : schema.descriptor().name().byLanguage().keySet()) {
            assertFormIn(Locale.forLanguageTag(language), schema);
        }
    }

    /**
     * The required fields alone make a connector; nothing that the form calls optional is needed.
     *
     * <p>If this fails, give the field a default, read it with {@code optionalText}, or list it under {@code required}.
     */
    @Test
    public final void C03_the_required_fields_suffice() {
        ConfigurationSchema schema = schema();
        Map<String, Object> least = required(schema);
        assertEquals(
                List.of(),
                pointers(schema.violations(JsonObject.config(least))),
                "A configuration with the required fields only violates the schema; these pointers are at fault.");
        try {
            assertNotNull(
                    factory().create(schema.complete(JsonObject.config(least)), context(network())),
                    "create answered null.");
        } catch (ConnectorException refused) {
            fail("create refuses a configuration with the required fields only: " + refused.getMessage());
        }
    }

    /**
     * A required field that is missing is refused, and the refusal points at it.
     *
     * <p>If this fails, list the field under {@code required}.
     */
    @Test
    public final void C04_a_missing_required_field_is_refused_with_its_pointer() {
        ConfigurationSchema schema = schema();
        Map<String, Object> least = required(schema);
        least.keySet().removeAll(schema.hidden(JsonObject.config(least)));
        for (String field : least.keySet()) {
            Map<String, Object> without = new LinkedHashMap<>(least);
            without.remove(field);
            assertViolation(schema, without, pointer(field), "required");
        }
    }

    /**
     * A field that the schema does not know is refused, and the refusal points at it: most are typing errors.
     *
     * <p>If this fails, add {@code "additionalProperties": false} to the schema.
     */
    @Test
    public final void C05_an_unknown_field_is_refused_with_pointer_and_keyword() {
        Map<String, Object> more = new LinkedHashMap<>(configuration());
        more.put("noSuchField", "value");
        assertViolation(schema(), more, "/noSuchField", "additionalProperties");
    }

    /**
     * A field of the wrong JSON type is refused, and the refusal points at it.
     *
     * <p>If this fails, give every property a {@code type}.
     */
    @Test
    public final void C06_a_field_of_the_wrong_type_is_refused_with_pointer_and_keyword() {
        ConfigurationSchema schema = schema();
        for (String field : properties(schema).names()) {
            Map<String, Object> mistyped = new LinkedHashMap<>(configuration());
            String type = properties(schema)
                    .object(field)
                    .flatMap(property -> property.displayText("type"))
                    .orElse("");
            boolean isList = type.equals("array");
            mistyped.put(field, isList ? "the wrong type" : List.of(Map.of("of", "the wrong type")));
            // Nobody looks at the value of a hidden field.
            if (!schema.hidden(JsonObject.config(mistyped)).contains(field)) {
                assertTrue(
                        schema.violations(JsonObject.config(mistyped)).stream()
                                .anyMatch(each -> each.pointer().equals(pointer(field))),
                        () -> "The schema accepts a " + (isList ? "text" : "list") + " for " + field
                                + ", whose type it gives as \"" + type + "\".");
            }
        }
    }

    /**
     * A field that looks like a secret is {@code writeOnly}, and a write-only field has neither default nor example: the form
     * would show them.
     *
     * <p>If this fails, add {@code "writeOnly": true} to the property.
     */
    @Test
    public final void C07_every_secret_is_write_only() {
        JsonObject properties = properties(schema());
        List<String> shown = new ArrayList<>();
        for (String field : properties.names()) {
            JsonObject property = properties.object(field).orElse(JsonObject.config(Map.of()));
            boolean secretLooking = (SECRET_LOOKING.matcher(field).matches() && canHoldASecret(property))
                    || property.displayText("format").equals(Optional.of("password"));
            if (secretLooking && !property.isTrue("writeOnly")) {
                shown.add(field + " looks like a secret and is not writeOnly");
            }
            if (property.isTrue("writeOnly") && (property.has("default") || property.has("examples"))) {
                shown.add(field + " is writeOnly and has a default or examples");
            }
        }
        assertEquals(List.of(), shown, "Somebody could read a secret back from the form.");
    }

    /**
     * A field that the form hides is never needed: nobody could fill it in.
     *
     * <p>If this fails, check {@code anyOf}, {@code oneOf} and {@code if}/{@code then} against {@code showWhen}.
     */
    @Test
    public final void C08_a_hidden_field_is_never_required() {
        ConfigurationSchema schema = schema();
        for (Map<String, Object> config : variations(schema)) {
            Set<String> hidden = schema.hidden(JsonObject.config(config));
            List<Violation> violations = schema.violations(JsonObject.config(config));
            // A violation of a field, which is one that is shown, or of the whole object while all is shown, can be put
            // right.
            boolean repairable =
                    violations.stream().noneMatch(each -> each.pointer().isEmpty());
            assertTrue(
                    hidden.isEmpty() || repairable,
                    () -> "While " + hidden + " cannot be seen, the schema refuses the configuration by "
                            + pointers(violations) + ", and nobody could put it right in the form.");
        }
    }

    /**
     * Making a connector makes no request: a host makes all its connectors when it starts.
     *
     * <p>If this fails, move discovery and the like to the first sign-in.
     */
    @Test
    public final void S01_making_a_connector_makes_no_request() {
        RecordingTransport recording = new RecordingTransport(network());
        connector(recording);
        assertEquals(
                List.of(),
                recording.requests().stream().map(Object::toString).toList(),
                "create reached for the network. Put it off until it is needed.");
    }

    /**
     * {@code begin} makes no request, unless {@link #beginsWithoutRequest()} is denied; then it makes one.
     *
     * <p>If this fails, keep {@code begin} to putting an address together, or deny the capability.
     */
    @Test
    public final void S02_begin_makes_a_request_only_if_declared() throws InterruptedException {
        RecordingTransport recording = new RecordingTransport(network());
        begin(connector(recording));
        assertEquals(
                beginsWithoutRequest(),
                recording.requests().isEmpty(),
                () -> beginsWithoutRequest()
                        ? "begin made requests: " + recording.requests()
                                + ". If it has to, deny beginsWithoutRequest()."
                        : "begin made no request although beginsWithoutRequest() is denied. Do not deny it.");
    }

    /**
     * {@code begin} answers an absolute https address (http only on a loopback host) without credentials.
     *
     * <p>If this fails, check the authorization endpoint.
     */
    @Test
    public final void S03_begin_answers_an_absolute_https_address() throws InterruptedException {
        URI uri = begin(connector(network())).uri();
        boolean loopback = Set.of("localhost", "127.0.0.1", "[::1]").contains(String.valueOf(uri.getHost()));
        assertTrue(
                uri.isAbsolute()
                        && uri.getHost() != null
                        && ("https".equalsIgnoreCase(uri.getScheme())
                                || (loopback && "http".equalsIgnoreCase(uri.getScheme()))),
                () -> "The browser would be sent to " + uri.getScheme() + "://" + uri.getHost()
                        + ", which is not https.");
        assertTrue(uri.getUserInfo() == null, "The address carries a user name or password before its host.");
    }

    /**
     * The browser is shown neither the code verifier nor a configured secret: addresses end up in histories and logs.
     *
     * <p>If this fails, send the verifier's S256 challenge only, and secrets only to the token endpoint.
     */
    @Test
    public final void S04_the_redirect_shows_no_secret() throws InterruptedException {
        SocialConnector connector = connector(network());
        SignInAttempt attempt = attempt(connector);
        Canaries canaries =
                configuredSecrets().add("code verifier", attempt.codeVerifier().reveal());
        String address = begun(connector, attempt).uri().toString();
        assertEquals(Set.of(), canaries.in(address), "The redirect's address shows secrets.");
    }

    /**
     * Sign-ins that begin at the same time do not mix: each redirect has its own state and nobody else's.
     *
     * <p>If this fails, look for fields of the connector that change; it has to be immutable.
     */
    @Test
    public final void S05_sign_ins_that_begin_at_once_do_not_mix() throws Exception {
        SocialConnector connector = connector(network());
        List<SignInAttempt> attempts = Collections.nCopies(AT_ONCE, 0).stream()
                .map(each -> attempt(connector))
                .toList();
        List<Callable<String>> begins = attempts.stream()
                .<Callable<String>>map(
                        attempt -> () -> begun(connector, attempt).uri().toString())
                .toList();
        List<String> addresses = AtOnce.run(begins);
        for (int own = 0; own < AT_ONCE; own++) {
            for (int other = 0; other < AT_ONCE; other++) {
                if (other != own) {
                    String foreign = attempts.get(other).state().reveal();
                    boolean mixed = addresses.get(own).contains(foreign);
                    assertTrue(!mixed, "A redirect carries the state of another sign-in that began at the same time.");
                }
            }
        }
    }

    /**
     * What a connector cannot do it does not offer: an unknown capability is empty, not null and not an exception.
     *
     * <p>If this fails, end {@code capability} with {@code return Optional.empty()}.
     */
    @Test
    public final void S06_an_unknown_capability_is_not_offered() {
        SocialConnector connector = connector(network());
        try {
            assertEquals(
                    Optional.empty(),
                    connector.capability(NoSuchCapability.class),
                    "capability answered something for a type that nobody knows.");
        } catch (RuntimeException thrown) {
            fail(
                    "capability threw " + thrown.getClass().getName() + " for a type that it does not know.",
                    printable(thrown));
        }
    }

    /**
     * The text of no public value shows a configured secret or a secret of the sign-in (case T45).
     *
     * <p>If this fails, hold secrets as {@code Secret} and write {@code toString} by hand: a record prints all its components.
     */
    @Test
    public final void S07_the_text_of_no_public_value_shows_a_secret() throws InterruptedException {
        SocialConnectorFactory factory = factory();
        SocialConnector connector = connector(network());
        SignInAttempt attempt = attempt(connector);
        Redirect redirect = begun(connector, attempt);
        Canaries canaries = configuredSecrets();
        attempt.secrets().forEach(secret -> canaries.add("secret of the sign-in", secret.reveal()));
        for (Object value : List.of(factory, descriptor(factory), connector, redirect, redirect.carry())) {
            assertEquals(
                    Set.of(),
                    canaries.in(value.toString()),
                    "The text of " + value.getClass().getName() + " shows secrets.");
        }
    }

    /**
     * Every request goes through {@code context.http()}: only there do time limits, the size of answers and the host's proxy count.
     * Whoever uses {@code java.net.http.HttpClient}, {@code URL.openConnection}, {@code java.net.Socket} or what is built on them is
     * noticed, unless it was made before the first rule or goes without the default {@link java.net.ProxySelector}. Who replaces
     * that one, which is the whole process's, is noticed too; one that your test sets is put aside for the time of this rule.
     *
     * <p>If this fails, look for a client of the connector's own, or of a library that it uses; give the library a transport that
     * calls {@code context.http()}.
     */
    @Test
    public final void S08_every_request_goes_through_the_context() throws Throwable {
        Surroundings.Detours detours = surroundings().during(this::tryOut);
        assertEquals(
                List.of(),
                detours.requests(),
                "The connector went round context.http(). Send these requests with it, or not at all.");
        assertFalse(
                detours.selectorReplaced(),
                "The connector replaced the default ProxySelector, by which the whole process finds its way. Leave it alone, and"
                        + " send every request with context.http().");
        if (detours.failure() != null) {
            throw detours.failure();
        }
    }

    /**
     * No connection that the connector opened by itself is left open. The open sockets of the process are compared with those
     * before the first rule; where the system does not list them (no {@code /proc/self/fd}) the rule is not tried.
     *
     * <p>If this fails, send every request with {@code context.http()}; own no socket, and no client with a pool. Connections of
     * your test are best opened in a method with {@code @BeforeAll}.
     */
    @Test
    public final void S09_no_connection_is_left_open() throws InterruptedException {
        if (!Surroundings.seesSockets()) {
            throw new NotTriedException("This system does not list the open sockets of a process in /proc/self/fd.");
        }
        tryOut();
        assertEquals(
                0,
                surroundings().socketsLeft(),
                "The connector left connections open that it made by itself. Send every request with context.http(); own no"
                        + " socket, and no client with a pool.");
    }

    /**
     * Neither a thread nor a task on the common pool is left behind. Virtual threads, which a JDK from 21 on lists unless its system
     * property {@code jdk.trackAllThreads} is false, do not tell who made them: one that was not there before the rule counts. Nor do
     * those of a {@link java.lang.ref.Cleaner}: one that was not there before the first rule counts.
     *
     * <p>If this fails, own no thread: no executor, no timer, no cleaner, no client with a pool; and wait for every task that you start.
     * A server of your test that works on virtual threads must end them too, or work on others.
     */
    @Test
    public final void S14_no_thread_is_left_behind() throws InterruptedException {
        Set<String> virtualBefore = VirtualThreads.alive();
        ThreadGroup group = new ThreadGroup("conformance");
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        // Threads made without saying where belong to the group of their maker.
        Runnable attempt = () -> {
            try {
                tryOut();
            } catch (Throwable thrown) {
                failure.set(thrown);
            }
        };
        Thread maker = new Thread(group, Changes.ofThisRule().of(attempt));
        maker.start();
        try {
            maker.join();
        } finally {
            // It may be at work still if the rule is given up.
            maker.interrupt();
        }
        Throwable thrown = failure.get();
        if (thrown instanceof AssertionFailedError ofTheKit) {
            throw ofTheKit;
        }
        if (thrown != null) {
            fail(
                    "The connector cannot be tried; it ends in "
                            + thrown.getClass().getName() + ".",
                    printable(thrown));
        }
        assertEquals(
                List.of(),
                Surroundings.settled(() -> left(group, surroundings(), virtualBefore), List::isEmpty),
                "The connector left threads behind. Own no thread: no executor, no timer, no client with a pool.");
        assertFalse(
                surroundings().isWorkLeftOnThePool(),
                "The connector left a task running on ForkJoinPool.commonPool(). Wait for every task that you start, or do"
                        + " its work on the calling thread.");
    }

    /** A capability that no connector has. */
    private interface NoSuchCapability {}

    /** Lets the connector do what it can, as far as the kit knows. */
    void tryOut() throws InterruptedException {
        begin(connector(network()));
    }

    private static void assertFormIn(Locale locale, ConfigurationSchema schema) {
        try {
            ConfigurationForm.of(schema, locale);
        } catch (ConnectorException underivable) {
            fail("The form cannot be derived: " + underivable.getMessage() + ". Check x-form.");
        }
    }

    private static List<String> left(ThreadGroup group, Surroundings surroundings, Set<String> virtualBefore) {
        return Stream.of(
                        names(group).stream(),
                        surroundings.cleanersLeft().stream(),
                        VirtualThreads.alive().stream().filter(thread -> !virtualBefore.contains(thread)))
                .flatMap(names -> names)
                .toList();
    }

    private static List<String> names(ThreadGroup group) {
        Thread[] threads = new Thread[group.activeCount() + AT_ONCE];
        int count = group.enumerate(threads);
        return Arrays.stream(threads, 0, count)
                // Whoever needs the common pool first makes its threads, which are nobody's.
                .filter(thread -> !(thread instanceof ForkJoinWorkerThread worker)
                        || worker.getPool() != ForkJoinPool.commonPool())
                .map(Thread::getName)
                .toList();
    }

    private Surroundings surroundings() {
        return assertNotNullAnd(surroundings, "The rules were not run by JUnit.");
    }

    final ConnectorDescriptor descriptor(SocialConnectorFactory factory) {
        return assertNotNullAnd(factory.descriptor(), "descriptor() answered null.");
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

    final ConfigurationSchema schema() {
        return run.schema(() -> descriptor(onlyFactory()));
    }

    private SocialConnectorFactory onlyFactory() {
        return run.factory(this::factory);
    }

    /** What the connectors are made of: the author's configuration, unless {@link #network()} knows another client. */
    Map<String, ?> configurationInUse() {
        return configuration();
    }

    final SocialConnector connector(HttpTransport network) {
        return connector(configurationInUse(), context(network));
    }

    final SocialConnector connector(Map<String, ?> config, ConnectorContext context) {
        JsonObject complete = schema().complete(JsonObject.config(config));
        return assertNotNullAnd(onlyFactory().create(complete, context), "create answered null.");
    }

    static Redirect begun(SocialConnector connector, SignInAttempt attempt) throws InterruptedException {
        return assertNotNullAnd(connector.begin(attempt), "begin answered null.");
    }

    static <T> T assertNotNullAnd(@Nullable T value, String message) {
        if (value == null) {
            throw new AssertionFailedError(message);
        }
        return value;
    }

    /** Fails with everything that is wrong, not only the first of it. */
    static void assertAllHold(List<Executable> assertions) {
        assertAll(assertions);
    }

    private Redirect begin(SocialConnector connector) throws InterruptedException {
        return begun(connector, attempt(connector));
    }

    private SignInAttempt attempt(SocialConnector connector) {
        SignInAttempt attempt = SignInAttempt.builder(REDIRECT_URI)
                .stateParameter(connector.stateParameter())
                .callbackArrival(connector.callbackArrival())
                .build();
        attempts.add(attempt);
        return attempt;
    }

    private static ConnectorContext context(HttpTransport network) {
        return ConnectorContext.of(network, new MovableClock(Instant.now()));
    }

    private Canaries configuredSecrets() {
        Canaries canaries = new Canaries();
        JsonObject properties = properties(schema());
        configurationInUse().forEach((field, value) -> {
            boolean writeOnly = properties
                    .object(field)
                    .filter(property -> property.isTrue("writeOnly"))
                    .isPresent();
            if (writeOnly && value instanceof String text) {
                canaries.add(field, text);
            }
        });
        return canaries;
    }

    private static JsonObject properties(ConfigurationSchema schema) {
        return schema.document().object("properties").orElse(JsonObject.config(Map.of()));
    }

    /** What is switched, counted or chosen is about a secret at most. */
    private static boolean canHoldASecret(JsonObject property) {
        return !property.has("enum")
                && !Set.of("boolean", "integer", "number")
                        .contains(property.displayText("type").orElse(""));
    }

    private Map<String, Object> required(ConfigurationSchema schema) {
        Map<String, Object> least = new LinkedHashMap<>(configuration());
        least.keySet().retainAll(schema.document().texts("required"));
        return least;
    }

    /** The author's configuration, and one more for each value of each field that can be chosen or switched. */
    private List<Map<String, Object>> variations(ConfigurationSchema schema) {
        List<Map<String, Object>> variations = new ArrayList<>(List.of(new LinkedHashMap<>(configuration())));
        JsonObject properties = properties(schema);
        for (String field : properties.names()) {
            JsonObject property = properties.object(field).orElse(JsonObject.config(Map.of()));
            List<?> values = property.toMap().get("enum") instanceof List<?> options
                    ? options
                    : property.displayText("type").equals(Optional.of("boolean")) ? List.of(true, false) : List.of();
            for (Object value : values) {
                Map<String, Object> variation = new LinkedHashMap<>(configuration());
                variation.put(field, value);
                variations.add(variation);
            }
        }
        return variations;
    }

    private static void assertViolation(
            ConfigurationSchema schema, Map<String, ?> config, String pointer, String keyword) {
        List<Violation> violations = schema.violations(JsonObject.config(config));
        assertTrue(
                violations.stream()
                        .anyMatch(each ->
                                each.pointer().equals(pointer) && each.keyword().equals(keyword)),
                () -> "The schema should refuse " + pointer + " by the keyword " + keyword + ", but it refuses "
                        + violations.stream()
                                .map(each -> each.pointer() + " by " + each.keyword())
                                .toList()
                        + ".");
    }

    private static List<String> pointers(List<Violation> violations) {
        return violations.stream()
                .map(each -> each.pointer() + " by " + each.keyword())
                .toList();
    }

    private static String pointer(String field) {
        return "/" + field.replace("~", "~0").replace("/", "~1");
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

    /** What was thrown, if it may be the cause of a failure, which reports print with its words: nothing that shows a secret. */
    @Nullable
    Throwable printable(Throwable thrown) {
        Canaries canaries = configuredSecrets();
        attempts.forEach(
                attempt -> attempt.secrets().forEach(secret -> canaries.add("secret of the sign-in", secret.reveal())));
        return canaries.in(thrown).isEmpty() ? thrown : null;
    }

    /** What a connector said when it should have done something; no secret. */
    String said(ConnectorException refusal) {
        return refusal.getMessage() + ".";
    }
}
