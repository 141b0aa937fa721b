package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.RecordedRequest;

/**
 * What came of a refusal that was rehearsed.
 *
 * @param refusal what had to be refused
 * @param rehearsal where it happened
 * @param thrown how it ended, or null if nothing was refused
 * @param output what was logged or printed meanwhile, and what the threads were called
 */
record Trial(Refusal refusal, Rehearsal rehearsal, @Nullable Throwable thrown, String output) {
    /** Checks that it was refused as it has to be. */
    ConnectorException assertRefused(String advice) {
        if (thrown == null) {
            throw failure("should end in " + codes() + ", but the connector accepts it", advice);
        }
        if (!(thrown instanceof ConnectorException known)) {
            throw failure(
                    "should end in a ConnectorException with " + codes() + ", but it ends in "
                            + thrown.getClass().getName(),
                    advice,
                    rehearsal.printable(thrown));
        }
        if (!refusal.expected().contains(known.code())) {
            throw failure("should end in " + codes() + ", but it ends in " + known.code(), advice);
        }
        Set<String> foreign = rehearsal.provider.foreignHosts();
        if (!foreign.isEmpty()) {
            throw failure("must not lead the connector to other hosts, but it asked " + foreign, advice);
        }
        Set<String> unprotected = askedWithoutTls();
        if (!unprotected.isEmpty()) {
            throw failure("must not lead the connector out of TLS, but it asked " + unprotected, advice);
        }
        int requests = rehearsal.count(Endpoint.TOKEN);
        if (requests != refusal.tokenRequests()) {
            throw failure(
                    "allows " + (refusal.tokenRequests() == 1 ? "1 request" : refusal.tokenRequests() + " requests")
                            + " to the token endpoint, but it saw " + requests,
                    advice);
        }
        int pushes = rehearsal.count(Endpoint.PUSHED_AUTHORIZATION);
        if (pushes > rehearsal.begins()) {
            throw failure("must not make the connector push a request again, but it pushed " + pushes, advice);
        }
        int userinfo = rehearsal.count(Endpoint.USERINFO);
        if (userinfo > Math.max(refusal.tokenRequests(), 1)) {
            throw failure(
                    "must not make the connector ask userinfo again, but it asked " + userinfo + " times", advice);
        }
        for (Endpoint endpoint : List.of(Endpoint.DEVICE_AUTHORIZATION, Endpoint.REVOCATION)) {
            int asked = rehearsal.count(endpoint);
            if (asked > 1) {
                throw failure(
                        "must not make the connector ask the endpoint " + endpoint + " again, but it asked " + asked
                                + " times",
                        advice);
            }
        }
        return known;
    }

    /** The same, if what had to be refused may have been seen sooner. */
    Trial perhapsRefusedSooner() {
        int requests = Math.min(rehearsal.count(Endpoint.TOKEN), refusal.tokenRequests());
        return new Trial(
                new Refusal(refusal.rule(), refusal.given(), refusal.expected(), requests, refusal.act()),
                rehearsal,
                thrown,
                output);
    }

    /** Checks that nothing secret or personal shows in how it ended, nor in what was logged or printed. */
    void assertShowsNothing() {
        Canaries canaries = rehearsal.canaries();
        Throwable end = thrown;
        if (end != null) {
            assertEquals(
                    Set.of(),
                    canaries.in(end),
                    () -> "Given " + refusal.given() + ": the "
                            + end.getClass().getSimpleName()
                            + " or one of its causes shows secrets or personal data. Throw ConnectorException with a constant reason and"
                            + " without cause.");
        }
        assertEquals(
                Set.of(),
                canaries.in(output),
                () -> "Given " + refusal.given()
                        + ": secrets or personal data are logged or printed, or in the name of a thread. Log no payload.");
    }

    /** Such requests are refused on their way, if the provider is not on a loopback address. */
    Set<String> askedWithoutTls() {
        Set<URI> seen =
                rehearsal.provider.requests().stream().map(RecordedRequest::uri).collect(Collectors.toSet());
        return rehearsal.network.requests().stream()
                .map(HttpTransport.Request::uri)
                .filter(uri -> "http".equalsIgnoreCase(uri.getScheme()) && !seen.contains(uri))
                .map(uri -> uri.getScheme() + "://" + uri.getHost())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String codes() {
        return String.join(
                " or ",
                new TreeSet<>(refusal.expected().stream().map(ErrorCode::name).toList()));
    }

    private AssertionFailedError failure(String what, String advice) {
        return failure(what, advice, null);
    }

    private AssertionFailedError failure(String what, String advice, @Nullable Throwable cause) {
        return new AssertionFailedError("Given " + refusal.given() + ": this " + what + ". " + advice, cause);
    }
}
