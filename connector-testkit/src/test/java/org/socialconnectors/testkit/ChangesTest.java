package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private final List<String> done = new ArrayList<>();
    private final Changes changes = new Changes();

    @Test
    void a_change_is_made_at_once_and_undone_once() {
        Changes.Change change = make("it");
        assertEquals(List.of("make it"), done);
        change.close();
        change.close();
        changes.end();
        assertEquals(List.of("make it", "undo it"), done);
    }

    @Test
    void at_the_end_what_is_in_force_is_undone_the_latest_first() {
        Changes.Change first = make("first");
        make("second").close();
        make("third");
        done.clear();
        changes.end();
        first.close();
        assertEquals(List.of("undo third", "undo first"), done);
    }

    @Test
    void nothing_can_be_changed_after_the_end() {
        changes.end();
        assertThrows(IllegalStateException.class, () -> make("late"));
        assertEquals(List.of(), done);
    }

    @Test
    void a_rule_has_its_changes_and_other_threads_have_their_own() {
        AtomicReference<Changes> seen = new AtomicReference<>();
        run(new Thread(changes.of(() -> seen.set(Changes.ofThisRule()))));
        assertSame(changes, seen.get());
        assertNotSame(changes, Changes.ofThisRule());
    }

    @Test
    void they_are_over_at_the_end() {
        assertFalse(changes.areOver());
        changes.end();
        assertTrue(changes.areOver());
    }

    private Changes.Change make(String what) {
        return changes.make(() -> done.add("make " + what), () -> done.add("undo " + what));
    }

    private static void run(Thread thread) {
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
