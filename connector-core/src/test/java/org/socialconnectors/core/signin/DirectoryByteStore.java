package org.socialconnectors.core.signin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** A store that processes of one machine share: of many that rename a file away, one can. It keeps everything for ever. */
record DirectoryByteStore(Path directory) implements ByteStore {
    @Override
    public void put(String key, byte[] value, Duration timeToLive) {
        try {
            Files.write(directory.resolve(key), value);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public Optional<byte[]> take(String key) {
        try {
            Path own = directory.resolve("taken-" + UUID.randomUUID());
            Files.move(directory.resolve(key), own, StandardCopyOption.ATOMIC_MOVE);
            return Optional.of(Files.readAllBytes(own));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
