package org.socialconnectors.huggingface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.huggingface.HuggingFaceProfile.Organization;

class HuggingFaceProfileTest {
    @Test
    void everything_known_today_is_typed() {
        HuggingFaceProfile profile = profile(Map.of(
                "isPro",
                true,
                "canPay",
                true,
                "website",
                "https://ada.example",
                "orgs",
                List.of(Map.of(
                        "sub", "5f0c",
                        "name", "Analytical Engines",
                        "preferred_username", "engines",
                        "picture", "https://huggingface.co/engines.svg",
                        "plan", "enterprise",
                        "canPay", true,
                        "roleInOrg", "admin",
                        "securityRestrictions", List.of("mfa", "sso"),
                        "resourceGroups", List.of(Map.of("sub", "1"))))));

        assertTrue(profile.isPro());
        assertTrue(profile.canPay());
        assertEquals(Optional.of(URI.create("https://ada.example")), profile.website());
        Organization organization = profile.organizations().get(0);
        assertEquals(Optional.of("5f0c"), organization.subject());
        assertEquals(Optional.of("Analytical Engines"), organization.name());
        assertEquals(Optional.of("engines"), organization.username());
        assertEquals(Optional.of(URI.create("https://huggingface.co/engines.svg")), organization.picture());
        assertEquals(Optional.of("enterprise"), organization.plan());
        assertTrue(organization.canPay());
        assertEquals(Optional.of("admin"), organization.role());
        assertEquals(List.of("mfa", "sso"), organization.securityRestrictions());
        assertEquals(1, organization.raw().objects("resourceGroups").size());
    }

    @Test
    void what_is_absent_or_of_another_form_is_not_there_and_locks_nobody_out() {
        Map<String, Object> novelties = new HashMap<>();
        novelties.put("isPro", "true");
        novelties.put("canPay", null);
        novelties.put("website", "javascript:alert(1)");
        novelties.put("orgs", List.of("text", Map.of("roleInOrg", 7, "securityRestrictions", "mfa"), 1));

        for (HuggingFaceProfile profile : List.of(profile(Map.of()), profile(novelties))) {
            assertFalse(profile.isPro());
            assertFalse(profile.canPay());
            assertEquals(Optional.empty(), profile.website());
            for (Organization organization : profile.organizations()) {
                assertEquals(Optional.empty(), organization.role());
                assertEquals(List.of(), organization.securityRestrictions());
            }
        }
        assertEquals(1, profile(novelties).organizations().size());
    }

    private static HuggingFaceProfile profile(Map<String, ?> raw) {
        return HuggingFaceProfile.of(
                SocialProfile.builder().raw(JsonObject.response(raw)).build());
    }
}
