package org.socialconnectors.simulator;

import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * ID tokens that every client must refuse (OpenID Connect Core section 3.1.3.7, RFC 8725), each wrong in one way. Times are
 * wrong by an hour, beyond any sensible allowance for clocks.
 */
public enum IdTokenFault implements IdTokenForgery {
    /** {@code alg} is {@code none}, and there is no signature. */
    ALG_NONE(draft -> draft.header("alg", "none").unsigned()),
    /** {@code alg} is the honest one, but the signature is empty. */
    UNSIGNED(IdTokenDraft::unsigned),
    /** The signature is zeros, of the right length: ECDSA takes it for right unless its range is looked at (CVE-2022-21449). */
    SIGNATURE_OF_ZEROS(draft -> {
        String signature = draft.sign();
        int bytes = Base64.getUrlDecoder().decode(signature.substring(signature.lastIndexOf('.') + 1)).length;
        return draft.unsigned() + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[bytes]);
    }),
    /** The payload was changed after it was signed. */
    TAMPERED_PAYLOAD(draft -> {
        String signature = draft.sign();
        String forged = draft.claim("sub", "000000000000000000000000").unsigned();
        return forged + signature.substring(signature.lastIndexOf('.') + 1);
    }),
    /** Signed by another key under the {@code kid} of the published one. */
    FOREIGN_KEY_UNDER_KNOWN_KID(IdTokenDraft::signWithForeignKey),
    /** Signed by another key under a {@code kid} that is not published. */
    FOREIGN_KEY_UNDER_UNKNOWN_KID(draft -> draft.header("kid", "unpublished").signWithForeignKey()),
    /** Signed by another key, and no {@code kid} says by which. */
    FOREIGN_KEY_WITHOUT_KID(draft -> withoutKeyId(draft).signWithForeignKey()),
    /** {@code HS256} with the text of the public key, as PEM, for the secret. */
    HMAC_WITH_PUBLIC_KEY_PEM(draft -> {
        String encoded = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(draft.publicKey().getEncoded());
        String pem = "-----BEGIN PUBLIC KEY-----\n" + encoded + "\n-----END PUBLIC KEY-----\n";
        return draft.header("alg", "HS256").signWithHmac(Json.bytes(pem));
    }),
    /** {@code HS256} with the bytes of the public key, as DER, for the secret. */
    HMAC_WITH_PUBLIC_KEY_DER(
            draft -> draft.header("alg", "HS256").signWithHmac(draft.publicKey().getEncoded())),
    /** {@code HS256} with the client's secret; with the client ID if it has none. */
    HMAC_WITH_CLIENT_SECRET(draft -> draft.header("alg", "HS256").signWithHmac(draft.clientSecretAsKey())),
    /** No {@code iss}. */
    ISS_MISSING(draft -> draft.without("iss").sign()),
    /** Another issuer. */
    ISS_OTHER(draft -> draft.claim("iss", "https://attacker.example").sign()),
    /** Another issuer, whose address begins with the right one. */
    ISS_BEGINS_ALIKE(draft ->
            draft.claim("iss", draft.claims().get("iss") + ".attacker.example").sign()),
    /** No {@code aud}. */
    AUD_MISSING(draft -> draft.without("aud").sign()),
    /** For another client. */
    AUD_OTHER(draft -> draft.claim("aud", "another-client").sign()),
    /** For another client, whose ID begins with the right one. */
    AUD_BEGINS_ALIKE(
            draft -> draft.claim("aud", draft.client().clientId() + "-2").sign()),
    /** For an empty list of clients. */
    AUD_EMPTY(draft -> draft.claim("aud", List.of()).sign()),
    /** For two clients, and no {@code azp} says which of them asked. */
    AUD_TWO_WITHOUT_AZP(draft -> draft.claim("aud", List.of(draft.client().clientId(), "another-client"))
            .without("azp")
            .sign()),
    /** For another client, although this one asked for it. */
    AUD_OTHER_WITH_OWN_AZP(draft -> draft.claim("aud", "another-client")
            .claim("azp", draft.client().clientId())
            .sign()),
    /** Another client asked for it. */
    AZP_OTHER(draft -> draft.claim("azp", "another-client").sign()),
    /** Expired. */
    EXP_PAST(draft -> draft.claim("exp", seconds(draft, -3600)).sign()),
    /** No {@code exp}. */
    EXP_MISSING(draft -> draft.without("exp").sign()),
    /** {@code exp} is a string. */
    EXP_TEXT(draft -> draft.claim("exp", Long.toString(seconds(draft, 3600))).sign()),
    /** Issued in the future. */
    IAT_AHEAD(draft -> draft.claim("iat", seconds(draft, 3600))
            .claim("exp", seconds(draft, 7200))
            .sign()),
    /** No {@code iat}. */
    IAT_MISSING(draft -> draft.without("iat").sign()),
    /** {@code iat} is a string. */
    IAT_TEXT(draft -> draft.claim("iat", Long.toString(seconds(draft, 0))).sign()),
    /** Not valid yet. */
    NBF_AHEAD(draft -> draft.claim("nbf", seconds(draft, 3600)).sign()),
    /** No {@code sub}. */
    SUB_MISSING(draft -> draft.without("sub").sign()),
    /** {@code sub} is a number. */
    SUB_NUMBER(draft -> draft.claim("sub", 42).sign()),
    /** No {@code nonce}. */
    NONCE_MISSING(draft -> draft.without("nonce").sign()),
    /** A nonce that nobody sent. */
    NONCE_OTHER(draft -> draft.claim("nonce", "another-nonce").sign()),
    /** The nonce of an earlier sign-in; one that nobody sent if there was none. */
    NONCE_STALE(draft -> draft.claim("nonce", draft.previousNonce().orElse("an-earlier-nonce"))
            .sign()),
    /** Signed by a key of which {@code jku} says where it is published: on a host of the attacker. */
    HEADER_JKU(draft -> draft.header("kid", "attacker")
            .header("jku", "https://attacker.example/jwks")
            .signWithForeignKey()),
    /** The same, on a host whose address begins with the issuer's. */
    HEADER_JKU_BEGINS_ALIKE(draft -> draft.header("kid", "attacker")
            .header("jku", draft.claims().get("iss") + ".attacker.example/jwks")
            .signWithForeignKey()),
    /** Signed by a key of which {@code x5u} says where its certificate is: on a host of the attacker. */
    HEADER_X5U(draft -> draft.header("kid", "attacker")
            .header("x5u", "https://attacker.example/certificate")
            .signWithForeignKey()),
    /** Signed by a key that the header itself brings along. */
    HEADER_JWK(draft -> withForeignKeyId(withForeignKey(draft)).signWithForeignKey()),
    /** The same under the {@code kid} of the provider's key. */
    HEADER_JWK_UNDER_KNOWN_KID(draft -> withForeignKey(draft).signWithForeignKey()),
    /** The same without {@code kid}. */
    HEADER_JWK_WITHOUT_KID(draft -> withoutKeyId(withForeignKey(draft)).signWithForeignKey()),
    /** Signed by a key of which the header brings a certificate along, issued by the attacker. */
    HEADER_X5C(draft -> withForeignKeyId(withForeignCertificate(draft)).signWithForeignKey()),
    /** The same under the {@code kid} of the provider's key. */
    HEADER_X5C_UNDER_KNOWN_KID(draft -> withForeignCertificate(draft).signWithForeignKey()),
    /** The same without {@code kid}. */
    HEADER_X5C_WITHOUT_KID(draft -> withoutKeyId(withForeignCertificate(draft)).signWithForeignKey()),
    /** An extension of which {@code crit} says that who does not know it must refuse (RFC 7515 section 4.1.11). */
    HEADER_CRIT_UNKNOWN(draft -> draft.header("crit", List.of("https://example.org/extension"))
            .header("https://example.org/extension", Map.of("on", true))
            .sign());

    // The lambdas above capture nothing; the check cannot see that of an interface.
    @SuppressWarnings("ImmutableEnumChecker")
    private final IdTokenForgery forgery;

    IdTokenFault(IdTokenForgery forgery) {
        this.forgery = forgery;
    }

    @Override
    public String forge(IdTokenDraft draft) {
        return forgery.forge(draft);
    }

    private static IdTokenDraft withForeignKey(IdTokenDraft draft) {
        return draft.header("jwk", draft.foreignKey().publicJwk().toJSONObject());
    }

    private static IdTokenDraft withForeignCertificate(IdTokenDraft draft) {
        return draft.header("x5c", List.of(draft.foreignCertificate()));
    }

    private static IdTokenDraft withForeignKeyId(IdTokenDraft draft) {
        return draft.header("kid", draft.foreignKey().publicJwk().getKeyID());
    }

    private static IdTokenDraft withoutKeyId(IdTokenDraft draft) {
        draft.header().remove("kid");
        return draft;
    }

    private static long seconds(IdTokenDraft draft, long fromNow) {
        return draft.now().getEpochSecond() + fromNow;
    }
}
