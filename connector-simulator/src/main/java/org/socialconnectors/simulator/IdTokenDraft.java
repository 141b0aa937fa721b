package org.socialconnectors.simulator;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.secret.Secret;

/**
 * An ID token, or userinfo as a JWT, before it is signed (RFC 7519). It is put together by hand where a library would refuse, because its purpose is to
 * be wrong. Mutable, for one thread.
 */
public final class IdTokenDraft {
    private final Map<String, @Nullable Object> header;
    private final Map<String, @Nullable Object> claims;
    private final ProviderKeys keys;
    private final SigningKey key;
    private final SimulatedClient client;
    private final Instant now;
    private final Optional<String> previousNonce;

    IdTokenDraft(
            Map<String, ? extends @Nullable Object> claims,
            ProviderKeys keys,
            SimulatedClient client,
            Instant now,
            Optional<String> previousNonce) {
        this.keys = keys;
        this.key = keys.signing();
        this.header = new LinkedHashMap<>();
        header.put("alg", key.algorithm().identifier());
        header.put("typ", "JWT");
        if (keys.published().keyIds()) {
            header.put("kid", key.publicJwk().getKeyID());
        }
        this.claims = new LinkedHashMap<>(claims);
        this.client = client;
        this.now = now;
        this.previousNonce = previousNonce;
    }

    /**
     * The JOSE header.
     *
     * @return the header itself, to be changed
     */
    public Map<String, @Nullable Object> header() {
        return header;
    }

    /**
     * The claims.
     *
     * @return the claims themselves, to be changed
     */
    public Map<String, @Nullable Object> claims() {
        return claims;
    }

    /**
     * Sets a member of the header.
     *
     * @param name the member
     * @param value its value, of any JSON type
     * @return this draft
     */
    public IdTokenDraft header(String name, @Nullable Object value) {
        header.put(name, value);
        return this;
    }

    /**
     * Sets a claim.
     *
     * @param name the claim
     * @param value its value, of any JSON type
     * @return this draft
     */
    public IdTokenDraft claim(String name, @Nullable Object value) {
        claims.put(name, value);
        return this;
    }

    /**
     * Takes a claim away.
     *
     * @param name the claim
     * @return this draft
     */
    public IdTokenDraft without(String name) {
        claims.remove(name);
        return this;
    }

    /**
     * The provider's time.
     *
     * @return when the token is made
     */
    public Instant now() {
        return now;
    }

    /**
     * The client the token is for.
     *
     * @return the client
     */
    public SimulatedClient client() {
        return client;
    }

    /**
     * The nonce of the authorization request that was approved before this one.
     *
     * @return the nonce, if there was such a request and it had one
     */
    public Optional<String> previousNonce() {
        return previousNonce;
    }

    /**
     * The provider's public key.
     *
     * @return the key that checks an honest signature
     */
    public PublicKey publicKey() {
        return key.publicKey();
    }

    /**
     * A public key that the provider has never published.
     *
     * @return the key that checks {@link #signWithForeignKey()}
     */
    public PublicKey foreignPublicKey() {
        return foreignKey().publicKey();
    }

    /**
     * The token signed by the provider's key with the first of its algorithms, whatever the header says.
     *
     * @return compact serialization
     */
    public String sign() {
        return sign(key);
    }

    /**
     * The token signed by a key that the provider has never published with the first of its algorithms, whatever the header
     * says.
     *
     * @return compact serialization
     */
    public String signWithForeignKey() {
        return sign(foreignKey());
    }

    /**
     * The token signed by the key that the provider had before it changed its key last, with the first of its algorithms; {@code kid}
     * becomes that key's.
     *
     * @return compact serialization
     * @throws IllegalStateException if the provider has not changed its key
     */
    public String signWithPreviousKey() {
        SigningKey previous = keys.previous();
        header.computeIfPresent("kid", (name, value) -> previous.publicJwk().getKeyID());
        return sign(previous);
    }

    /**
     * The token signed by another of the provider's keys; {@code alg} and {@code kid} become those of that key.
     *
     * @param algorithm one of the provider's
     * @return compact serialization
     */
    public String signWith(SigningAlgorithm algorithm) {
        SigningKey other = keys.current(algorithm);
        header.put("alg", algorithm.identifier());
        header.computeIfPresent("kid", (name, value) -> other.publicJwk().getKeyID());
        return sign(other);
    }

    /**
     * The token with an HMAC-SHA-256 code, whatever the header says.
     *
     * @param macKey the key, of any length but none
     * @return compact serialization
     */
    public String signWithHmac(byte[] macKey) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(macKey, "HmacSHA256"));
            return signingInput() + "." + base64(mac.doFinal(Json.bytes(signingInput())));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this platform has no HMAC-SHA-256", impossible);
        }
    }

    /**
     * The token with an empty signature, whatever the header says.
     *
     * @return compact serialization
     */
    public String unsigned() {
        return signingInput() + ".";
    }

    /** Which claims there are, without their values. */
    @Override
    public String toString() {
        return claims.keySet().toString();
    }

    /** What a client's secret is as a key; a client without one gets its client ID, which everybody knows. */
    byte[] clientSecretAsKey() {
        return Json.bytes(client.secret().map(Secret::reveal).orElse(client.clientId()));
    }

    SigningAlgorithm algorithm() {
        return key.algorithm();
    }

    SigningKey foreignKey() {
        return ForeignKeys.key(key.algorithm());
    }

    /** The certificate of the foreign key, as {@code x5c} has it (RFC 7515 section 4.1.6). */
    String foreignCertificate() {
        try {
            return Base64.getEncoder()
                    .encodeToString(ForeignKeys.certificate(key.algorithm()).getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("it was read from its encoded form", impossible);
        }
    }

    private String sign(SigningKey signingKey) {
        String input = signingInput();
        return input + "." + signingKey.sign(Json.bytes(input));
    }

    private String signingInput() {
        return base64(Json.bytes(Json.write(header))) + "." + base64(Json.bytes(Json.write(claims)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
