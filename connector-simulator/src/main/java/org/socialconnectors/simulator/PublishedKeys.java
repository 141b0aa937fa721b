package org.socialconnectors.simulator;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which keys the simulated provider publishes (RFC 7517). Immutable and thread-safe.
 *
 * @param algorithms a key for each; the first signs
 * @param keyIds whether the keys and the tokens carry {@code kid}
 * @param encryptionKey whether an RSA key with {@code use: enc} is published before the others
 * @param weak whether RSA keys have 1024 bit, which RFC 7518 section 3.3 forbids; not the one for {@code PS512}
 */
public record PublishedKeys(List<SigningAlgorithm> algorithms, boolean keyIds, boolean encryptionKey, boolean weak) {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there is no algorithm, or one is there twice
     */
    public PublishedKeys {
        algorithms = List.copyOf(algorithms);
        if (algorithms.isEmpty() || algorithms.stream().distinct().count() != algorithms.size()) {
            throw new IllegalArgumentException("every algorithm once, and at least one");
        }
    }

    /**
     * Keys of 2048 bit, or of the size that the algorithm prescribes, with key IDs.
     *
     * @param signing what tokens are signed with
     * @param beside other algorithms, of which the keys are published too
     * @return the keys
     */
    public static PublishedKeys of(SigningAlgorithm signing, SigningAlgorithm... beside) {
        return new PublishedKeys(
                Stream.concat(Stream.of(signing), Stream.of(beside)).toList(), true, false, false);
    }

    /**
     * The same without {@code kid}, in keys and tokens.
     *
     * @return other keys
     */
    public PublishedKeys withoutKeyIds() {
        return new PublishedKeys(algorithms, false, encryptionKey, weak);
    }

    /**
     * The same with an RSA key that is not for signing. It is the one of {@link IdTokenDraft#signWithForeignKey()} if the first
     * algorithm is one of RSA: such a token is then signed by a published key of the wrong use.
     *
     * @return other keys
     */
    public PublishedKeys withEncryptionKey() {
        return new PublishedKeys(algorithms, keyIds, true, weak);
    }

    /**
     * The same with RSA keys of 1024 bit. The one for {@code PS512} stays as it is: a key of 1024 bit is too short to sign with
     * that at all (RFC 8017 section 9.1.1).
     *
     * @return other keys
     */
    public PublishedKeys withWeakRsa() {
        return new PublishedKeys(algorithms, keyIds, encryptionKey, true);
    }

    /**
     * Whether tokens are signed with an RSA key of 1024 bit. That is not so where {@link #withWeakRsa()} has weakened only other
     * keys than the first.
     *
     * @return true if so
     */
    public boolean signsWithWeakRsa() {
        return weak && SigningKeys.canBeWeak(algorithms.get(0));
    }
}
