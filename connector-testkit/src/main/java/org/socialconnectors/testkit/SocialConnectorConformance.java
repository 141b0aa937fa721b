package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.opentest4j.AssertionFailedError;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;

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
public abstract class SocialConnectorConformance extends ConfigurationRules {
    private static final int AT_ONCE = 16;

    /** Those that this class has begun itself; their secrets must not be seen. */
    private final List<SignInAttempt> attempts = new CopyOnWriteArrayList<>();

    /** For subclasses. */
    protected SocialConnectorConformance() {}

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
                "The connector left threads behind. Own no thread: no executor, no timer, no cleaner, no client"
                        + " with a pool.");
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

    private Surroundings surroundings() {
        return assertNotNullAnd(surroundings, "The rules were not run by JUnit.");
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
