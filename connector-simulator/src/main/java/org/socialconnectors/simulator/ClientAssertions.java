package org.socialconnectors.simulator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** JWTs by which a client proves who it is (RFC 7523 section 3, OpenID Connect Core section 9). Thread-safe. */
final class ClientAssertions {
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    static final List<String> HMAC_ALGORITHMS = List.of("HS256");
    static final List<String> SIGNATURE_ALGORITHMS = List.of("RS256", "PS256", "ES256");

    private final Set<String> audiences;
    private final ClientSignatures signatures;
    private final InstantSource clock;
    private final UsedIdentifiers used;

    /** The audiences are what the provider answers to: its issuer and its token endpoint. */
    ClientAssertions(Set<String> audiences, ClientSignatures signatures, InstantSource clock) {
        this.audiences = audiences;
        this.signatures = signatures;
        this.clock = clock;
        this.used = new UsedIdentifiers(clock);
    }

    Optional<SimulatedClient> verify(
            String assertion, Optional<String> clientId, Function<String, Optional<SimulatedClient>> clients) {
        try {
            SignedJWT jwt = SignedJWT.parse(assertion);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Optional<String> subject = Optional.ofNullable(claims.getSubject());
            Optional<SimulatedClient> client = subject.flatMap(clients);
            boolean proven = client.isPresent()
                    && subject.equals(Optional.ofNullable(claims.getIssuer()))
                    && clientId.map(id -> subject.equals(Optional.of(id))).orElse(true)
                    && claims.getAudience().stream().anyMatch(audiences::contains)
                    && isSignedBy(client.get(), jwt)
                    && isTimely(claims)
                    && claims.getJWTID() != null
                    && used.use(
                            client.get().clientId(),
                            claims.getJWTID(),
                            claims.getExpirationTime().toInstant());
            return proven ? client : Optional.empty();
        } catch (ParseException | JOSEException unusable) {
            return Optional.empty();
        }
    }

    static JWK parse(String publicKey) {
        try {
            JWK key = JWK.parse(publicKey);
            if (!key.isPrivate()) {
                return key;
            }
        } catch (ParseException notAKey) {
            // Refused below, without its text.
        }
        throw new IllegalArgumentException("not a public JSON Web Key");
    }

    private boolean isTimely(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date expiration = claims.getExpirationTime();
        Date notBefore = claims.getNotBeforeTime();
        return expiration != null
                && now.isBefore(expiration.toInstant())
                && (notBefore == null || !now.isBefore(notBefore.toInstant()));
    }

    private boolean isSignedBy(SimulatedClient client, SignedJWT jwt) throws JOSEException {
        JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
        if (HMAC_ALGORITHMS.contains(algorithm.getName())) {
            return client.may(ClientAuthenticationMethod.CLIENT_SECRET_JWT)
                    && client.secret().isPresent()
                    && jwt.verify(new MACVerifier(client.secret().get().reveal()));
        }
        if (!SIGNATURE_ALGORITHMS.contains(algorithm.getName())
                || !client.may(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                || client.publicKey().isEmpty()) {
            return false;
        }
        JWK key = parse(client.publicKey().get());
        String keyId = jwt.getHeader().getKeyID();
        boolean sameKey = keyId == null || key.getKeyID() == null || keyId.equals(key.getKeyID());
        return sameKey && signatures.isSignedWith(key, jwt);
    }
}
