package org.socialconnectors.simulator;

import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Where the provider has what. Immutable. */
final class Addresses {
    private final Map<Endpoint, URI> endpoints;
    private final Map<URI, Function<Persona, ?>> resources;
    private final URI issuer;
    private final List<Persona> personas;
    private final Set<String> hosts = new TreeSet<>();

    Addresses(
            URI issuer,
            Map<Endpoint, URI> endpoints,
            Map<URI, Function<Persona, ?>> resources,
            List<Persona> personas) {
        this.issuer = issuer;
        this.endpoints = endpoints.isEmpty() ? Map.of() : new EnumMap<>(endpoints);
        this.resources = Map.copyOf(resources);
        this.personas = List.copyOf(personas);
        hosts.add(origin(issuer));
        endpoints.values().forEach(uri -> hosts.add(origin(uri)));
        resources.keySet().forEach(uri -> hosts.add(origin(uri)));
    }

    Optional<URI> of(Endpoint endpoint) {
        return Optional.ofNullable(endpoints.get(endpoint));
    }

    Endpoint endpointAt(URI uri) {
        if (!hosts.contains(origin(uri))) {
            return Endpoint.FOREIGN_HOST;
        }
        for (Map.Entry<Endpoint, URI> endpoint : endpoints.entrySet()) {
            if (samePlace(endpoint.getValue(), uri)) {
                return endpoint.getKey();
            }
        }
        if (resource(uri).isPresent()) {
            return Endpoint.RESOURCE;
        }
        return avatarOwner(uri).isPresent() ? Endpoint.AVATAR : Endpoint.UNKNOWN_PATH;
    }

    Optional<Function<Persona, ?>> resource(URI uri) {
        for (Map.Entry<URI, Function<Persona, ?>> resource : resources.entrySet()) {
            if (samePlace(resource.getKey(), uri)) {
                return Optional.of(resource.getValue());
            }
        }
        return Optional.empty();
    }

    Optional<String> avatarOwner(URI uri) {
        return personas.stream()
                .flatMap(Userinfo::usernames)
                .filter(username -> samePlace(Userinfo.avatar(issuer, username), uri))
                .findFirst();
    }

    private static boolean samePlace(URI one, URI other) {
        return origin(one).equals(origin(other)) && one.getRawPath().equals(other.getRawPath());
    }

    private static String origin(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }
}
