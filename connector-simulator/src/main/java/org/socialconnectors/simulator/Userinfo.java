package org.socialconnectors.simulator;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The userinfo answer in Hugging Face's shape. */
final class Userinfo {
    private Userinfo() {}

    static Map<String, @Nullable Object> of(URI issuer, Persona persona, Set<String> scopes) {
        return persona.userinfo().orElseGet(() -> inHuggingFaceShape(issuer, persona, scopes));
    }

    /** The members that ID tokens share with userinfo. */
    static Map<String, @Nullable Object> standardClaims(URI issuer, Persona persona, Set<String> scopes) {
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        claims.put("sub", persona.subject());
        if (scopes.contains("profile")) {
            claims.put("name", persona.name());
            claims.put("preferred_username", persona.username());
            claims.put("profile", page(issuer, persona).toString());
            claims.put("picture", avatar(issuer, persona.username()).toString());
            claims.put("website", persona.website().map(URI::toString).orElse(null));
        }
        return claims;
    }

    static URI avatar(URI issuer, String username) {
        return URI.create(issuer + "/avatars/" + encode(username) + ".svg");
    }

    static URI page(URI issuer, Persona persona) {
        return URI.create(issuer + "/" + encode(persona.username()));
    }

    /** Whose avatars a persona's userinfo points to. */
    static Stream<String> usernames(Persona persona) {
        return Stream.concat(
                Stream.of(persona.username()), persona.organizations().stream().map(Persona.Organization::username));
    }

    private static Map<String, @Nullable Object> inHuggingFaceShape(URI issuer, Persona persona, Set<String> scopes) {
        Map<String, @Nullable Object> members = standardClaims(issuer, persona, scopes);
        if (scopes.contains("email")) {
            persona.email().ifPresent(email -> {
                members.put("email", email.address());
                members.put("email_verified", email.verified());
            });
        }
        if (scopes.contains("profile")) {
            members.put("isPro", persona.pro());
            members.put(
                    "orgs",
                    persona.organizations().stream()
                            .map(organization -> organization(issuer, organization))
                            .toList());
        }
        if (scopes.contains("read-billing")) {
            members.put("canPay", persona.canPay());
        }
        return members;
    }

    private static Map<String, Object> organization(URI issuer, Persona.Organization organization) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("sub", organization.subject());
        members.put("name", organization.name());
        members.put("preferred_username", organization.username());
        members.put("picture", avatar(issuer, organization.username()).toString());
        members.put("plan", organization.plan());
        members.put("roleInOrg", organization.role());
        members.put("securityRestrictions", organization.securityRestrictions());
        members.put("resourceGroups", List.of());
        return members;
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
