package org.socialconnectors.simulator;

import com.nimbusds.jose.jwk.JWK;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of one provider, which change. Thread-safe. */
final class ProviderKeys {
    // Guarded by this.
    private PublishedKeys published;
    private int oldestPublished;
    private int newest;
    private boolean rotateBeforeSigning;

    ProviderKeys(PublishedKeys published) {
        this.published = published;
    }

    synchronized PublishedKeys published() {
        return published;
    }

    synchronized void publish(PublishedKeys keys) {
        published = keys;
    }

    /** The members of the key set (RFC 7517 section 5). */
    synchronized Map<String, Object> keySet() {
        List<Map<String, Object>> keys = new ArrayList<>();
        if (published.encryptionKey()) {
            keys.add(member(SigningKeys.encryption()));
        }
        for (int rotations = oldestPublished; rotations <= newest; rotations++) {
            for (SigningAlgorithm algorithm : published.algorithms()) {
                keys.add(member(SigningKeys.afterRotations(algorithm, published.weak(), rotations)
                        .publicJwk()));
            }
        }
        return Map.of("keys", keys);
    }

    synchronized SigningKey signing() {
        if (rotateBeforeSigning) {
            rotateBeforeSigning = false;
            newest++;
        }
        return current(published.algorithms().get(0));
    }

    synchronized SigningKey current(SigningAlgorithm algorithm) {
        return SigningKeys.afterRotations(algorithm, published.weak(), newest);
    }

    synchronized SigningKey previous() {
        if (newest == 0) {
            throw new IllegalStateException("there was no other key before");
        }
        return SigningKeys.afterRotations(published.algorithms().get(0), published.weak(), newest - 1);
    }

    synchronized void rotate() {
        newest++;
    }

    synchronized void rotateBeforeSigning() {
        rotateBeforeSigning = true;
    }

    synchronized void withdrawOldKeys() {
        oldestPublished = newest;
    }

    private Map<String, Object> member(JWK key) {
        Map<String, Object> members = new LinkedHashMap<>(key.toJSONObject());
        if (!published.keyIds()) {
            members.remove("kid");
        }
        return members;
    }
}
