package org.socialconnectors.testkit;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.simulator.ClientAuthenticationMethod;

/**
 * Looks at the assertions by which a client authenticates, one after the other (RFC 7523 section 3, OpenID Connect Core 1.0 section
 * 9). Whether the signature verifies the provider finds out. For one thread.
 */
final class AssertionInspection {
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);

    private final String clientId;
    private final ClientAuthenticationMethod declared;
    private final Set<String> audiences;
    private final Instant now;
    private final Canaries secrets;
    private final Set<String> seen = new HashSet<>();

    /** The audiences are the names to which the provider answers. */
    AssertionInspection(
            String clientId,
            ClientAuthenticationMethod declared,
            Set<String> audiences,
            Instant now,
            Canaries secrets) {
        this.clientId = clientId;
        this.declared = declared;
        this.audiences = Set.copyOf(audiences);
        this.now = now;
        this.secrets = secrets;
    }

    /** What is wrong with the next assertion; empty if nothing is. */
    List<String> findings(String assertion) {
        return JwtInspection.findings(assertion, (jwt, claims) -> {
            List<String> findings = new ArrayList<>(ofHeader(jwt.getHeader()));
            findings.addAll(ofClaims(claims));
            Set<String> shown = secrets.in(jwt.getHeader().toString());
            shown.addAll(secrets.in(jwt.getPayload().toString()));
            shown.forEach(name -> findings.add("it carries the " + name));
            return findings;
        });
    }

    private List<String> ofHeader(JWSHeader header) {
        List<String> findings = new ArrayList<>();
        boolean symmetric = JWSAlgorithm.Family.HMAC_SHA.contains(header.getAlgorithm());
        if (symmetric != (declared == ClientAuthenticationMethod.CLIENT_SECRET_JWT)) {
            findings.add("its alg, " + header.getAlgorithm() + ", is not one of " + declared.identifier());
        }
        return findings;
    }

    private List<String> ofClaims(JWTClaimsSet claims) {
        List<String> findings = new ArrayList<>();
        if (!clientId.equals(claims.getIssuer())) {
            findings.add("its iss is not the client ID");
        }
        if (!clientId.equals(claims.getSubject())) {
            findings.add("its sub is not the client ID");
        }
        if (claims.getAudience().isEmpty() || !audiences.containsAll(claims.getAudience())) {
            findings.add(
                    "its aud " + claims.getAudience() + " is not the provider alone: its issuer, or an endpoint of it");
        }
        String id = claims.getJWTID();
        if (id == null || id.isEmpty()) {
            findings.add("it has no jti");
        } else if (!seen.add(id)) {
            findings.add("its jti was used before");
        }
        if (!isAround(claims.getExpirationTime())) {
            findings.add(
                    "its exp is not within the next " + LONGEST_LIFE.toMinutes() + " minutes of the context's clock");
        }
        for (Date start : new @Nullable Date[] {claims.getNotBeforeTime(), claims.getIssueTime()}) {
            if (start != null && start.toInstant().isAfter(now)) {
                findings.add("its nbf or iat is ahead of the context's clock");
            }
        }
        return findings;
    }

    private boolean isAround(@Nullable Date expiration) {
        return expiration != null
                && expiration.toInstant().isAfter(now)
                && !expiration.toInstant().isAfter(now.plus(LONGEST_LIFE));
    }
}
