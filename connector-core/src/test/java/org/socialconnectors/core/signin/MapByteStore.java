package org.socialconnectors.core.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;

/** A store with a clock, a limit and a switch of its own, as several nodes would share it. Its entries can be seen and changed. */
final class MapByteStore implements ByteStore {
    static final Instant START = Instant.EPOCH;

    final Map<String, Entry> entries = new TreeMap<>();
    private final int capacity;
    private Instant now = START;
    private boolean down;

    MapByteStore(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public synchronized void put(String key, byte[] value, Duration timeToLive) {
        requireUp();
        if (size() >= capacity) {
            throw ConnectorException.of(ErrorCode.CAPACITY_EXCEEDED, "the store is full")
                    .build();
        }
        entries.put(key, new Entry(value.clone(), now.plus(timeToLive)));
    }

    @Override
    public synchronized Optional<byte[]> take(String key) {
        requireUp();
        return Optional.ofNullable(entries.remove(key))
                .filter(entry -> entry.end().isAfter(now))
                .map(Entry::value);
    }

    synchronized long size() {
        entries.values().removeIf(entry -> !entry.end().isAfter(now));
        return entries.size();
    }

    synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    synchronized void down(boolean value) {
        down = value;
    }

    private void requireUp() {
        if (down) {
            throw new IllegalStateException("canary: payload of the store");
        }
    }

    record Entry(byte[] value, Instant end) {}
}
