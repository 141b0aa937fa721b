package org.socialconnectors.simulator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.secret.Secret;

/** Proofs of possession (RFC 9449 section 4.3). Thread-safe. */
final class Dpop {
    static final List<String> ALGORITHMS = List.of("ES256", "RS256", "PS256", "EdDSA", "Ed25519");
    private static final Duration ALLOWANCE = Duration.ofMinutes(1);

    private final boolean supported;
    private final boolean nonceRequired;
    private final ClientSignatures signatures;
    private final InstantSource clock;
    private final UsedIdentifiers used;
    private volatile String nonce = Secret.random().reveal();

    Dpop(boolean supported, boolean nonceRequired, ClientSignatures signatures, InstantSource clock) {
        this.supported = supported;
        this.nonceRequired = nonceRequired;
        this.signatures = signatures;
        this.clock = clock;
        this.used = new UsedIdentifiers(clock);
    }

    boolean supported() {
        return supported;
    }

    void rotateNonce() {
        nonce = Secret.random().reveal();
    }

    /** Looks at the proof of a request; the access token is the one that comes with it. */
    Proof check(RecordedRequest request, Optional<String> accessToken) {
        Optional<String> header = request.header("DPoP");
        if (!supported || header.isEmpty()) {
            return Proof.NONE;
        }
        try {
            SignedJWT jwt = SignedJWT.parse(header.get());
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            JWK key = jwt.getHeader().getJWK();
            boolean proven = key != null
                    && jwt.getHeader().getType() != null
                    && jwt.getHeader().getType().getType().equals("dpop+jwt")
                    && ALGORITHMS.contains(jwt.getHeader().getAlgorithm().getName())
                    && signatures.isSignedWith(key, jwt)
                    && request.method().equals(claims.getStringClaim("htm"))
                    && isHere(claims.getStringClaim("htu"), request)
                    && isTimely(claims.getIssueTime())
                    && (accessToken.isEmpty()
                            || Digests.sha256(accessToken.get()).equals(claims.getStringClaim("ath")));
            if (!proven || claims.getJWTID() == null) {
                return Proof.refused("invalid_dpop_proof");
            }
            String thumbprint = key.computeThumbprint().toString();
            if (!used.use(
                    thumbprint,
                    claims.getJWTID(),
                    claims.getIssueTime().toInstant().plus(ALLOWANCE))) {
                return Proof.refused("invalid_dpop_proof");
            }
            return nonceRequired && !nonce.equals(claims.getStringClaim("nonce"))
                    ? Proof.refused("use_dpop_nonce")
                    : Proof.of(thumbprint);
        } catch (ParseException | JOSEException unusable) {
            return Proof.refused("invalid_dpop_proof");
        }
    }

    /** The answer with the nonce for the next proof. */
    Response withNonce(Response answer) {
        return supported && nonceRequired ? Answers.with(answer, "DPoP-Nonce", nonce) : answer;
    }

    private boolean isTimely(@Nullable Date issued) {
        if (issued == null) {
            return false;
        }
        Instant now = clock.instant();
        return !issued.toInstant().isBefore(now.minus(ALLOWANCE))
                && !issued.toInstant().isAfter(now.plus(ALLOWANCE));
    }

    private static boolean isHere(@Nullable String claimed, RecordedRequest request) {
        return claimed != null && request.isTo(claimed);
    }
}
