package org.socialconnectors.console.setup;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.huggingface.HuggingFaceSpace;

/**
 * How to run, as the environment says: {@code PORT}, {@code SIMULATOR_PORT} and what {@link HuggingFaceSpace} reads. The real
 * provider is used if and only if {@code OAUTH_CLIENT_ID} is set; nothing falls back to the simulated one. Immutable and
 * thread-safe.
 */
public final class Setup {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String ALL_ADDRESSES = "0.0.0.0";
    private static final int PORT = 8080;
    private static final int SPACE_PORT = 7860;
    private static final int SIMULATOR_PORT = 9090;
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");
    private static final List<String> ONLY_WITH_CLIENT_ID =
            List.of("OAUTH_CLIENT_SECRET", "OAUTH_SCOPES", "OPENID_PROVIDER_URL", "SPACE_HOST");

    private final String host;
    private final int port;
    private final int simulatorPort;
    private final @Nullable URI publicOrigin;
    private final @Nullable JsonObject providerConfig;

    private Setup(
            String host, int port, int simulatorPort, @Nullable URI publicOrigin, @Nullable JsonObject providerConfig) {
        this.host = host;
        this.port = port;
        this.simulatorPort = simulatorPort;
        this.publicOrigin = publicOrigin;
        this.providerConfig = providerConfig;
    }

    /**
     * Reads the environment. A variable that is set to nothing counts as not set.
     *
     * @param environment such as {@link System#getenv()}
     * @return how to run
     * @throws SetupRefusedException if variables contradict one another or cannot be read
     */
    public static Setup of(Map<String, String> environment) {
        Optional<HuggingFaceSpace> provider = provider(environment);
        List<String> orphans = ONLY_WITH_CLIENT_ID.stream()
                .filter(variable -> isSet(environment, variable))
                .toList();
        if (provider.isEmpty() && !orphans.isEmpty()) {
            throw new SetupRefusedException(List.of(
                    String.join(", ", orphans) + (orphans.size() == 1 ? " is" : " are")
                            + " set, but OAUTH_CLIENT_ID is not.",
                    "Set OAUTH_CLIENT_ID to sign in with the real provider (in a Space: add hf_oauth: true to its"
                            + " README.md), or unset the rest to run with the simulated one."));
        }
        Optional<URI> publicOrigin = provider.flatMap(HuggingFaceSpace::origin);
        return new Setup(
                publicOrigin.isPresent() ? ALL_ADDRESSES : LOOPBACK,
                port(environment, "PORT", publicOrigin.isPresent() ? SPACE_PORT : PORT),
                port(environment, "SIMULATOR_PORT", SIMULATOR_PORT),
                publicOrigin.orElse(null),
                provider.map(HuggingFaceSpace::config).orElse(null));
    }

    /**
     * On which address to listen: the loopback address, or in a Space all addresses.
     *
     * @return an IPv4 address
     */
    public String host() {
        return host;
    }

    /**
     * On which port to listen.
     *
     * @return the port; 0 for any that is free
     */
    public int port() {
        return port;
    }

    /**
     * On which port the simulated provider listens, if it runs.
     *
     * @return the port; 0 for any that is free
     */
    public int simulatorPort() {
        return simulatorPort;
    }

    /**
     * Where people reach the program from outside, in a Space.
     *
     * @return an https origin without a path; empty if the program is reached where it listens
     */
    public Optional<URI> publicOrigin() {
        return Optional.ofNullable(publicOrigin);
    }

    /**
     * The configuration of the connector for the real provider, not validated yet.
     *
     * @return the configuration; empty if the simulated provider is to be used
     */
    public Optional<JsonObject> providerConfig() {
        return Optional.ofNullable(providerConfig);
    }

    @Override
    public String toString() {
        return "Setup(" + host + ":" + port + ")";
    }

    private static Optional<HuggingFaceSpace> provider(Map<String, String> environment) {
        try {
            return HuggingFaceSpace.of(environment);
        } catch (ConnectorException malformed) {
            throw new SetupRefusedException(List.of("SPACE_HOST is not a host name."));
        }
    }

    private static boolean isSet(Map<String, String> environment, String variable) {
        return !environment.getOrDefault(variable, "").isBlank();
    }

    private static int port(Map<String, String> environment, String variable, int otherwise) {
        if (!isSet(environment, variable)) {
            return otherwise;
        }
        String text = environment.getOrDefault(variable, "").strip();
        if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) > HIGHEST_PORT) {
            throw new SetupRefusedException(
                    List.of(variable + " is not a port: it has to be a number from 0 to " + HIGHEST_PORT + "."));
        }
        return Integer.parseInt(text);
    }
}
