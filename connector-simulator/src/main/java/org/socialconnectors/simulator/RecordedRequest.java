package org.socialconnectors.simulator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.text.ParseException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request that reached the simulated provider, for a test to look at. Immutable and thread-safe.
 *
 * @param endpoint what it was for
 * @param method the HTTP method
 * @param uri where to, with its query
 * @param headers the header fields; names are compared without regard to case, and the values of one that is there more than once
 *     are joined by commas (RFC 9110 section 5.3)
 * @param body the body as text, empty if there was none
 */
public record RecordedRequest(Endpoint endpoint, String method, URI uri, Map<String, String> headers, String body) {

    /** Copies the headers; of names that differ in case only none is lost. */
    public RecordedRequest {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> all.merge(name, value, (one, another) -> one + ", " + another));
        headers = Collections.unmodifiableMap(all);
    }

    /**
     * A header field.
     *
     * @param name its name, in any case
     * @return its value, if it was sent
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /**
     * The fields of the form.
     *
     * @return every field's decoded values in the order sent; empty if the body is not a form
     */
    public Map<String, List<String>> form() {
        boolean isForm = header("Content-Type").orElse("").startsWith(Parameters.FORM);
        return isForm ? Parameters.parse(body).all() : Map.of();
    }

    /**
     * The parameters of the query.
     *
     * @return every parameter's decoded values in the order sent
     */
    public Map<String, List<String>> query() {
        return Parameters.parse(Optional.ofNullable(uri.getRawQuery()).orElse(""))
                .all();
    }

    /**
     * Whether an address names where this request went, as a proof of possession has to (RFC 9449 section 4.2). Addresses that
     * are equivalent by RFC 3986 sections 6.2.2 and 6.2.3 are the same, such as {@code HTTPS://id.example:443} and {@code
     * https://id.example/}; one with a query or a fragment is another.
     *
     * @param address any text
     * @return whether it is this request's address without query
     */
    public boolean isTo(String address) {
        Optional<TargetUri> here = TargetUri.withoutQuery(uri);
        return here.isPresent() && here.equals(TargetUri.parse(address));
    }

    /**
     * Whether its proof of possession verifies with the public key in the proof's own header (RFC 9449 section 4.3, check 7).
     *
     * @return false also if there is no proof, or none that can be verified
     */
    public boolean isProofSigned() {
        Optional<String> proof = header("DPoP");
        if (proof.isEmpty()) {
            return false;
        }
        try {
            SignedJWT jwt = SignedJWT.parse(proof.get());
            JWK key = jwt.getHeader().getJWK();
            return key != null && jwt.verify(PublicKeys.verifier(key));
        } catch (ParseException | JOSEException unusable) {
            return false;
        }
    }

    /** Whether a browser says that a page of another site sent it. */
    boolean isFromElsewhere() {
        return header("Sec-Fetch-Site")
                .filter(site -> !site.equals("same-origin"))
                .isPresent();
    }

    /** Endpoint and method only: all else can carry credentials. */
    @Override
    public String toString() {
        return endpoint + " " + method;
    }
}
