// An OpenID provider on a loopback port, with the package's own sign-in and consent pages, which accept every password.
// Settings are the package's defaults but where a test needs an optional feature. The keys are new at each start.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const redirectUris = [process.env.REDIRECT_URI, process.env.SECURE_REDIRECT_URI];

function client(id, more) {
  return {
    client_id: id,
    redirect_uris: redirectUris,
    grant_types: ['authorization_code', 'refresh_token'],
    ...more,
  };
}

function signingKey(type, options) {
  const { privateKey } = generateKeyPairSync(type, options);
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig' };
}

const configuration = {
  clients: [
    client('confidential client', {
      client_secret: 'canary:secret+%/',
      post_logout_redirect_uris: [process.env.GOODBYE],
    }),
    client('device', {
      client_secret: 'canary:device',
      redirect_uris: [],
      response_types: [],
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code'],
    }),
    client('posting', { client_secret: 'canary:posting', token_endpoint_auth_method: 'client_secret_post' }),
    client('declined', { client_secret: 'canary:declined' }),
    client('public-client', { token_endpoint_auth_method: 'none' }),
    client('secret-jwt', {
      client_secret: 'canary-a-secret-of-at-least-thirty-two-bytes',
      token_endpoint_auth_method: 'client_secret_jwt',
    }),
    client('private-key-jwt', {
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      jwks: JSON.parse(process.env.CLIENT_KEYS),
    }),
    client('pushing', { client_secret: 'canary:pushing', require_pushed_authorization_requests: true }),
    client('bound', { client_secret: 'canary:bound', dpop_bound_access_tokens: true }),
    ...['PS256', 'ES256', 'EdDSA'].map((algorithm) => client(algorithm, {
      client_secret: `canary:${algorithm}`,
      id_token_signed_response_alg: algorithm,
    })),
    client('signed-userinfo', { client_secret: 'canary:signed', userinfo_signed_response_alg: 'RS256' }),
  ],
  claims: {
    openid: ['sub'],
    profile: ['name', 'preferred_username'],
    email: ['email', 'email_verified'],
  },
  findAccount: (context, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      name: id.toUpperCase(),
      preferred_username: id,
      email: `${id}@example.org`,
      email_verified: id === 'ada',
    }),
  }),
  features: {
    deviceFlow: { enabled: true },
    // RFC 9449 section 8: each proof has to carry a nonce that the provider handed out.
    dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 'nonce'), requireNonce: () => true },
    jwtUserinfo: { enabled: true },
    revocation: { enabled: true },
  },
  rotateRefreshToken: true,
  enabledJWA: {
    clientAuthSigningAlgValues: ['HS256', 'RS256', 'ES256'],
  },
  clientAuthMethods: [
    'client_secret_basic',
    'client_secret_post',
    'client_secret_jwt',
    'private_key_jwt',
    'none',
  ],
  jwks: {
    keys: [
      signingKey('rsa', { modulusLength: 2048 }),
      signingKey('ec', { namedCurve: 'P-256' }),
      signingKey('ed25519', {}),
    ],
  },
  cookies: { keys: ['interop'] },
};

const server = createServer();
server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  server.on('request', new Provider(issuer, configuration).callback());
  console.log(`Listening on: ${issuer}`);
});
