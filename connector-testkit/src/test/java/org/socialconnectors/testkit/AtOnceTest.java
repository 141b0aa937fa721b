package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AtOnceTest {
    @Test
    void all_tasks_run_at_the_same_time_and_are_answered_in_their_order() throws Exception {
        // It opens only when all have come to it.
        CyclicBarrier barrier = new CyclicBarrier(8);
        List<Callable<Integer>> tasks = IntStream.range(0, 8)
                .<Callable<Integer>>mapToObj(number -> () -> {
                    await(barrier);
                    return number;
                })
                .toList();
        assertEquals(IntStream.range(0, 8).boxed().toList(), AtOnce.run(tasks));
    }

    @Test
    void an_exception_of_a_task_is_thrown() {
        IOException failure = new IOException("failed");
        Callable<String> failing = () -> {
            throw failure;
        };
        assertSame(failure, assertThrows(IOException.class, () -> AtOnce.run(List.of(failing))));
    }

    @Test
    void an_error_of_a_task_is_thrown() {
        AssertionError failure = new AssertionError("failed");
        Callable<String> failing = () -> {
            throw failure;
        };
        assertSame(failure, assertThrows(AssertionError.class, () -> AtOnce.run(List.of(failing))));
    }

    @Test
    void no_thread_is_left_and_none_would_keep_the_process_alive() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Callable<Boolean> task = () -> threads.add(Thread.currentThread());
        AtOnce.run(List.of(task, task));
        assertEquals(2, threads.size());
        for (Thread thread : threads) {
            assertTrue(thread.isDaemon());
            thread.join(60_000);
            assertFalse(thread.isAlive());
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
