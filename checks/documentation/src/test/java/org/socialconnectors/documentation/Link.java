package org.socialconnectors.documentation;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A link or an image.
 *
 * @param where file and line
 * @param destination what it leads to
 */
record Link(String where, String destination) {
    /** Fails if it is relative and leads to nothing, or out of the repository. Other sites are not asked. */
    void check(Path root, Path file) {
        URI uri;
        try {
            uri = new URI(destination);
        } catch (URISyntaxException notAnAddress) {
            fail(where + ": not an address: " + destination);
            return;
        }
        if (uri.isAbsolute() || uri.getPath().isEmpty()) {
            return;
        }
        Path target = file.resolveSibling(uri.getPath()).normalize();
        assertTrue(
                uri.getRawAuthority() == null && target.startsWith(root) && Files.exists(target),
                () -> where + ": leads to nothing in the repository: " + destination);
    }
}
