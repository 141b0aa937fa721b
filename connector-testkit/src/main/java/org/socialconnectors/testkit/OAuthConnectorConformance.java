package org.socialconnectors.testkit;

import java.util.Set;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.simulator.SimulatedProvider;

/**
 * The rules for a connector that speaks OAuth 2.0 or OpenID Connect, on top of those for every connector. The connector is tested
 * against a {@link SimulatedProvider} in memory, first honest, then lying in every way that the framework's cases list; it does
 * not matter whether the connector is built on {@code connector-oauth} or from scratch.
 *
 * <p>An author says which connector it is, what its provider is like, and who is expected to have signed in:
 *
 * <pre>{@code
 * class ExampleConformanceTest extends OAuthConnectorConformance {
 *     protected SocialConnectorFactory factory() {
 *         return new ExampleConnectorFactory();
 *     }
 *
 *     protected SimulatedProvider.Builder provider() {
 *         return SimulatedProvider.builder(URI.create("https://id.example"))
 *                 .authorizationEndpoint(URI.create("https://id.example/authorize"))
 *                 .tokenEndpoint(URI.create("https://id.example/token"))
 *                 .userinfoEndpoint(URI.create("https://id.example/me"))
 *                 .jwksUri(URI.create("https://id.example/keys"))
 *                 .discovery(true);
 *     }
 *
 *     protected SocialProfile expectedProfile() {
 *         return SocialProfile.builder().name("Ada Example").email("ada@example.org", true).build();
 *     }
 * }
 * }</pre>
 *
 * <p>The tests use client ID and client secret of their own; {@link #configurationFor} puts them into the configuration. Logs are
 * looked at as far as they go through {@code java.util.logging}, {@link System.Logger} or to standard output and error; a
 * connector that logs with SLF4J is best tested with {@code slf4j-jdk14} on the class path.
 */
public abstract class OAuthConnectorConformance extends SecrecyRules {
    /** For subclasses. */
    protected OAuthConnectorConformance() {}

    @Override
    final void tryOut() throws InterruptedException {
        Rehearsal rehearsal = rehearseForTheAnswer();
        SignInResult result = signsIn(rehearsal);
        useAll(rehearsal, result);
        // Whoever reports failures somewhere does it now.
        for (Refusal refusal : Refusals.of(this)) {
            if (Set.of("T17", "T21").contains(refusal.rule())) {
                refusal.happensIn(rehearseForTheAnswer());
            }
        }
    }
}
