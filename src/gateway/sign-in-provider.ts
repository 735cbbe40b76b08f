/** The client of the OpenID provider: authorization code with PKCE, renewal, revocation. */
import type * as openid from "openid-client";
import { DEFAULT_SCOPE, type SignInOptions } from "./options.js";

/** The state of an attempt until the provider sends the person back. */
export interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** The tokens from the provider. */
export interface Grant {
  readonly accessToken: string;
  /** In seconds. */
  readonly expiresIn: number | undefined;
  readonly refreshToken: string | undefined;
}

/** Why there are no tokens. `code` is OAuth's (RFC 6749, 4.1.2.1 and 5.2), or `server_error` if there was no answer. */
export class SignInFailure extends Error {
  readonly code: string;

  constructor(code: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : code, { cause });
    this.code = code;
  }
}

/** The provider. Its methods reject with a {@link SignInFailure}. */
export interface Provider {
  /** Resolves with the address for the person's window, and the state to keep. */
  begin(redirectUri: string): Promise<{ readonly url: string; readonly pending: Pending }>;
  /** Exchanges the code for tokens. `url`: the address to which the person's window came back. */
  finish(url: URL, pending: Pending): Promise<Grant>;
  renew(refreshToken: string): Promise<Grant>;
  revoke(token: string): Promise<void>;
}

/** How long the provider has for an answer, in seconds. */
const ANSWER_TIMEOUT_S = 10;

/** Creates a client of the provider. Discovery runs at the first use, and again while it fails. */
export async function createProvider(options: SignInOptions): Promise<Provider> {
  const client = await import("openid-client");
  const issuer = new URL(options.issuer);
  const local = issuer.protocol === "http:";
  const scope = options.scope ?? DEFAULT_SCOPE;
  const prompt = options.prompt ?? (scope.split(" ").includes("offline_access") ? "consent" : "");
  let found: Promise<openid.Configuration> | null = null;

  async function discover(): Promise<openid.Configuration> {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to stand out; for a provider on this machine
    const execute = local ? [client.allowInsecureRequests] : [];
    const first = await client.discovery(issuer, options.clientId, undefined, client.None(), {
      execute,
      timeout: ANSWER_TIMEOUT_S,
    });
    const server = { ...first.serverMetadata() };
    const config = new client.Configuration(server, options.clientId, undefined, authentication(server));
    config.timeout = ANSWER_TIMEOUT_S;
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- as above
    if (local) client.allowInsecureRequests(config);
    // The ID token comes straight from the provider over TLS; its signature is checked all the same.
    client.enableNonRepudiationChecks(config);
    return config;
  }

  /** Authenticates as the provider asks; HTTP Basic if it does not say (OpenID Connect Discovery, 3). */
  function authentication(server: openid.ServerMetadata): openid.ClientAuth {
    if (options.clientSecret === undefined) return client.None();
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    return methods.includes("client_secret_basic")
      ? client.ClientSecretBasic(options.clientSecret)
      : client.ClientSecretPost(options.clientSecret);
  }

  function configuration(): Promise<openid.Configuration> {
    found ??= discover().catch((error: unknown) => {
      found = null;
      throw error;
    });
    return found;
  }

  async function ask<Result>(deed: (config: openid.Configuration) => Promise<Result>): Promise<Result> {
    try {
      return await deed(await configuration());
    } catch (error) {
      const said = error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError;
      throw new SignInFailure(said ? error.error : "server_error", error);
    }
  }

  function grantOf(tokens: openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers): Grant {
    return {
      accessToken: tokens.access_token,
      expiresIn: tokens.expiresIn(),
      refreshToken: tokens.refresh_token,
    };
  }

  return {
    begin: (redirectUri) =>
      ask(async (config) => {
        const pending = {
          state: client.randomState(),
          nonce: client.randomNonce(),
          verifier: client.randomPKCECodeVerifier(),
        };
        const url = client.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          scope,
          state: pending.state,
          nonce: pending.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
          code_challenge_method: "S256",
          ...(prompt !== "" && { prompt }),
        });
        return { url: url.href, pending };
      }),
    finish: (url, { state, nonce, verifier }) =>
      ask(async (config) =>
        grantOf(
          await client.authorizationCodeGrant(config, url, {
            expectedState: state,
            expectedNonce: nonce,
            pkceCodeVerifier: verifier,
            idTokenExpected: true,
          }),
        ),
      ),
    renew: (refreshToken) => ask(async (config) => grantOf(await client.refreshTokenGrant(config, refreshToken))),
    revoke: (token) =>
      ask(async (config) => {
        // Not every provider revokes tokens: then they expire.
        if (config.serverMetadata().revocation_endpoint === undefined) return;
        await client.tokenRevocation(config, token, { token_type_hint: "refresh_token" });
      }),
  };
}
