package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VirtualThreadsTest {
    private static final int FIRST_JDK_WITH_THEM = 21;

    @Test
    void they_are_listed_by_every_jdk_that_has_them() {
        assertEquals(Runtime.version().feature() >= FIRST_JDK_WITH_THEM, VirtualThreads.areListed());
    }

    @Test
    void none_is_alive_where_there_are_none() {
        assumeTrue(Runtime.version().feature() < FIRST_JDK_WITH_THEM, "this JDK has virtual threads");
        assertEquals(Set.of(), VirtualThreads.alive());
    }

    @Test
    void one_that_waits_is_alive_until_it_ends_and_a_platform_thread_is_none() throws Exception {
        assumeTrue(VirtualThreads.areListed(), "this JDK has no virtual threads");
        Set<String> before = VirtualThreads.alive();
        CountDownLatch end = new CountDownLatch(1);
        Runnable task = () -> {
            try {
                end.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        };
        Thread virtual = startVirtual(task);
        Thread platform = new Thread(task, "a platform thread");
        platform.start();
        try {
            Set<String> alive = VirtualThreads.alive();
            alive.removeAll(before);
            assertEquals(Set.of("#" + virtual.getId() + " \"\" virtual"), alive);
        } finally {
            end.countDown();
            virtual.join();
            platform.join();
        }
        assertEquals(before, Surroundings.settled(VirtualThreads::alive, before::equals));
    }

    @Test
    void no_file_is_left() throws IOException {
        Set<Path> before = files();
        VirtualThreads.alive();
        Set<Path> left = files();
        left.removeAll(before);
        assertTrue(
                left.stream().noneMatch(file -> file.getFileName().toString().startsWith(VirtualThreads.FOLDER)),
                left::toString);
    }

    private static Set<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.collect(Collectors.toSet());
        }
    }

    // This is compiled for a JDK that has none.
    private static Thread startVirtual(Runnable task) throws ReflectiveOperationException {
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }
}
