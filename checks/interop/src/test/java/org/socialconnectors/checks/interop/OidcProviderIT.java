package org.socialconnectors.checks.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.SignInResult;

/** Sign-in with the npm package oidc-provider, a certified provider that nobody here wrote. */
class OidcProviderIT extends ProviderContract {
    @Override
    RunningProvider start(JWKSet clientKeys) throws IOException, InterruptedException {
        return OidcProvider.start(clientKeys);
    }

    @Test
    void userinfo_may_be_a_signed_token() throws Exception {
        try (Application application =
                Application.confidential(provider().issuer(), "signed-userinfo", "canary:signed", NO_OPTIONS)) {
            SignInResult result = signIn(application, "ada");

            assertEquals(Optional.of("ada"), result.profile().username());
            assertEquals(EnumSet.allOf(Check.class), result.assurance().checks());
        }
    }
}
