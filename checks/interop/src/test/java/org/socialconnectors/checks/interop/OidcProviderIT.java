package org.socialconnectors.checks.interop;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;

/** Sign-in with the npm package oidc-provider, a certified provider that nobody here wrote. */
class OidcProviderIT extends ProviderPagesContract {
    @Override
    RunningProvider start(JWKSet clientKeys, Website website) throws IOException, InterruptedException {
        return OidcProvider.start(clientKeys, website);
    }
}
