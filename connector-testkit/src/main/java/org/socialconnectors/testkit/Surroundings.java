package org.socialconnectors.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;

/**
 * What a connector can reach without its context, watched from the first rule of a class to the last: the JDK's clients and sockets,
 * which ask the default {@link ProxySelector} for the way; the sockets that this process has open; the common pool; the threads of
 * {@link java.lang.ref.Cleaner}s. A class of rules has the process to itself, so what is found is the connector's or its test's.
 */
final class Surroundings implements AutoCloseable {
    private static final Duration TO_SETTLE = Duration.ofSeconds(2);
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final String THREAD_OF_THE_JDK = "jdk.internal.misc.InnocuousThread";
    // The JDK's own, which all of it shares, is called Common-Cleaner.
    private static final Pattern CLEANER = Pattern.compile("Cleaner-\\d+");

    private final @Nullable ProxySelector selectorBefore = ProxySelector.getDefault();
    private final Watch watch = new Watch(selectorBefore);
    private final boolean poolWasIdle;
    private final Set<String> socketsBefore;
    private final Set<Thread> cleanersBefore = cleaners();

    Surroundings() {
        openWhatThePlatformKeepsOpen();
        startWhatThePlatformKeepsRunning();
        poolWasIdle = isPoolIdle();
        socketsBefore = seesSockets() ? sockets() : Set.of();
        ProxySelector.setDefault(watch);
    }

    @Override
    public void close() {
        // Somebody who set another one meanwhile, as a test does in @AfterAll, has the last word.
        if (ProxySelector.getDefault() == watch) {
            ProxySelector.setDefault(selectorBefore);
        }
    }

    /** Something that may fail. */
    @FunctionalInterface
    interface Action {
        void perform() throws InterruptedException;
    }

    /**
     * What went round the context during an action.
     *
     * @param requests where the JDK's clients and sockets were sent, by scheme, host and port; they did not get there
     * @param selectorReplaced whether the default selector was another one at the end, so that there may have been more
     * @param failure how the action ended, if it did not succeed; perhaps because such a request did not get there
     */
    record Detours(
            List<String> requests,
            boolean selectorReplaced,
            @Nullable Throwable failure) {}

    /** Watches an action, whoever has set another selector before it; that one is set again after it. */
    Detours during(Action action) throws InterruptedException {
        return watch.during(action);
    }

    /** Whether this system tells which sockets a process has open. */
    static boolean seesSockets() {
        return Files.isDirectory(DESCRIPTORS);
    }

    /** How many sockets are open that were not before the first rule; those that are about to be closed do not count. */
    int socketsLeft() {
        return settled(this::newSockets, Set::isEmpty).size();
    }

    /** Whether somebody has left work on the common pool; unknown, and so false, if it was at work before the first rule. */
    boolean isWorkLeftOnThePool() {
        return poolWasIdle && !isPoolIdle();
    }

    /** The names of the threads of cleaners that were not there before the first rule. */
    List<String> cleanersLeft() {
        return cleaners().stream()
                .filter(thread -> !cleanersBefore.contains(thread))
                .map(Thread::getName)
                .sorted()
                .toList();
    }

    /** They belong to a group of the JDK's, whoever made them. */
    private static Set<Thread> cleaners() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getClass().getName().equals(THREAD_OF_THE_JDK)
                        && CLEANER.matcher(thread.getName()).matches())
                .collect(Collectors.toSet());
    }

    /** Looks again and again until it is good or the time is over. */
    static <T> T settled(Supplier<T> look, Predicate<T> good) {
        long end = System.nanoTime() + TO_SETTLE.toNanos();
        T seen = look.get();
        while (!good.test(seen) && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            seen = look.get();
        }
        return seen;
    }

    private static boolean isPoolIdle() {
        return settled(() -> ForkJoinPool.commonPool().isQuiescent(), Boolean::booleanValue);
    }

    private Set<String> newSockets() {
        Set<String> open = sockets();
        open.removeAll(socketsBefore);
        return open;
    }

    private static Set<String> sockets() {
        Set<String> open = new TreeSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                String target = target(descriptor);
                if (target.startsWith("socket:")) {
                    open.add(target);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return open;
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException closedMeanwhile) {
            return "";
        }
    }

    /** The JDK keeps a socket of its own once anybody has used one; it must not be taken for a connector's. */
    private static void openWhatThePlatformKeepsOpen() {
        try {
            SocketChannel.open().close();
            DatagramChannel.open().close();
            Selector.open().close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * The JDK keeps a thread for time limits once anybody has set one; it must not be taken for a connector's, and so not belong to
     * the group in which a connector is run.
     */
    private static void startWhatThePlatformKeepsRunning() {
        ThreadGroup topmost = Thread.currentThread().getThreadGroup();
        while (topmost.getParent() != null) {
            topmost = topmost.getParent();
        }
        CompletableFuture<Void> limited = new CompletableFuture<>();
        Thread starter =
                new Thread(topmost, () -> limited.completeOnTimeout(null, 1, TimeUnit.NANOSECONDS), "conformance");
        starter.setDaemon(true);
        starter.start();
        limited.join();
    }

    /** Sends everybody where they want to go, but for the time of an action: nowhere. */
    private static final class Watch extends ProxySelector {
        // Refused at once, by clients because nobody listens there, by sockets because they know no such kind of proxy.
        private static final Proxy NOWHERE =
                new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));

        private final @Nullable ProxySelector behind;
        private final List<String> seen = new CopyOnWriteArrayList<>();
        private volatile boolean closed;

        Watch(@Nullable ProxySelector behind) {
            this.behind = behind;
        }

        Detours during(Action action) throws InterruptedException {
            ProxySelector before = ProxySelector.getDefault();
            Changes.Change watching = Changes.ofThisRule().make(this::close, () -> open(before));
            try {
                Throwable failure = failureOf(action);
                return new Detours(seen.stream().distinct().toList(), ProxySelector.getDefault() != this, failure);
            } finally {
                watching.close();
            }
        }

        private static @Nullable Throwable failureOf(Action action) throws InterruptedException {
            try {
                action.perform();
                return null;
            } catch (RuntimeException | Error failure) {
                return failure;
            }
        }

        private void close() {
            seen.clear();
            ProxySelector.setDefault(this);
            closed = true;
        }

        private void open(@Nullable ProxySelector before) {
            ProxySelector.setDefault(before);
            closed = false;
        }

        @Override
        public List<Proxy> select(URI uri) {
            if (closed) {
                seen.add(uri.getScheme() + "://" + uri.getHost() + (uri.getPort() == -1 ? "" : ":" + uri.getPort()));
                return List.of(NOWHERE);
            }
            return behind == null ? List.of(Proxy.NO_PROXY) : behind.select(uri);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            if (behind != null) {
                behind.connectFailed(uri, address, failure);
            }
        }
    }

    /** Lets every test of a class of rules know its surroundings, and restores them after the last. */
    static final class Extension implements TestInstancePostProcessor {
        private static final ExtensionContext.Namespace NAMESPACE =
                ExtensionContext.Namespace.create(Surroundings.class);

        /** For JUnit. */
        Extension() {}

        @Override
        public void postProcessTestInstance(Object test, ExtensionContext context) {
            if (test instanceof SocialConnectorConformance rules) {
                rules.surroundings = context.getStore(NAMESPACE)
                        .getOrComputeIfAbsent(Surroundings.class, key -> new Surroundings(), Surroundings.class);
            }
        }
    }
}
