package org.socialconnectors.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.RecordedRequest;

/** Looks at the proofs of possession of requests, one after the other (RFC 9449 sections 4.2 and 7.1). For one thread. */
final class ProofInspection {
    static final String HEADER = "DPoP";

    private static final Set<Endpoint> WITH_ACCESS_TOKEN = Set.of(Endpoint.USERINFO, Endpoint.RESOURCE);
    private static final Set<Endpoint> WITH_PROOF = Set.of(Endpoint.TOKEN, Endpoint.USERINFO, Endpoint.RESOURCE);
    private static final Duration ALLOWANCE = Duration.ofMinutes(1);

    private final Instant now;
    private final Set<String> nonces;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> thumbprints = new LinkedHashSet<>();

    /** The nonces are those that the provider has given. */
    ProofInspection(Instant now, Set<String> nonces) {
        this.now = now;
        this.nonces = Set.copyOf(nonces);
    }

    /** What is wrong with the proof of the next request; empty if nothing is, or if it needs none and has none. */
    List<String> findings(RecordedRequest request) {
        Optional<String> proof = request.header(HEADER);
        if (proof.isEmpty()) {
            return WITH_PROOF.contains(request.endpoint()) ? List.of("there is none") : List.of();
        }
        // A compact JWT has no comma: it stands between the values of two header fields (RFC 9110 section 5.3).
        if (proof.get().contains(",")) {
            return List.of("there is more than one");
        }
        return JwtInspection.findings(proof.get(), (jwt, claims) -> {
            List<String> findings = new ArrayList<>(ofHeader(jwt, request));
            findings.addAll(ofClaims(claims, request));
            return findings;
        });
    }

    /** The keys of all the proofs so far (RFC 7638). */
    Set<String> thumbprints() {
        return thumbprints;
    }

    private List<String> ofHeader(SignedJWT jwt, RecordedRequest request) {
        List<String> findings = new ArrayList<>();
        JWSHeader header = jwt.getHeader();
        if (header.getType() == null || !header.getType().getType().equals("dpop+jwt")) {
            findings.add("its typ is not dpop+jwt");
        }
        JWK key = header.getJWK();
        if (key == null) {
            findings.add("its header has no jwk");
        } else {
            if (!request.isProofSigned()) {
                findings.add("its signature is not of the key in its header");
            }
            thumbprints.add(thumbprint(key));
        }
        return findings;
    }

    private List<String> ofClaims(JWTClaimsSet claims, RecordedRequest request) throws ParseException {
        List<String> findings = new ArrayList<>();
        String id = claims.getJWTID();
        if (id == null || id.isEmpty()) {
            findings.add("it has no jti");
        } else if (!seen.add(id)) {
            findings.add("its jti was used before");
        }
        if (!request.method().equals(claims.getStringClaim("htm"))) {
            findings.add("its htm is not the request's method");
        }
        String address = claims.getStringClaim("htu");
        if (address == null || !request.isTo(address)) {
            findings.add("its htu is not the request's address without query");
        }
        if (!isNow(claims.getIssueTime())) {
            findings.add("its iat is not the time of the context's clock");
        }
        String nonce = claims.getStringClaim("nonce");
        if (nonce != null && !nonces.contains(nonce)) {
            findings.add("its nonce is not one that the provider gave");
        }
        if (WITH_ACCESS_TOKEN.contains(request.endpoint())) {
            String[] authorization = request.header("Authorization").orElse("").split(" ", 2);
            if (!authorization[0].equalsIgnoreCase(HEADER)) {
                findings.add("beside it the access token is not sent with the scheme DPoP");
            }
            if (!hash(authorization[authorization.length - 1]).equals(claims.getStringClaim("ath"))) {
                findings.add("its ath is not the hash of the access token");
            }
        }
        return findings;
    }

    private boolean isNow(@Nullable Date issued) {
        return issued != null && Duration.between(issued.toInstant(), now).abs().compareTo(ALLOWANCE) <= 0;
    }

    private static String thumbprint(JWK key) {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static String hash(String accessToken) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(accessToken.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
