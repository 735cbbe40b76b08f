/**
 * An OpenID provider on this machine, for the demo and the tests: `oidc-provider`, which is certified, with
 * a page where a click says who one is. Nobody is asked for a password: never put it on a network.
 */
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";

const scope = "openid offline_access phone call.control.answer_and_initiate";

/** The library warns of what is meant here: a Node that it works with, nothing kept, no password. */
async function quietly(work) {
  const { warn, info } = console;
  console.warn = console.info = () => undefined;
  try {
    return await work();
  } finally {
    Object.assign(console, { warn, info });
  }
}

const page = (body) =>
  `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Sign in</title>` +
  `<style>:root{color-scheme:light dark}body{font:1rem/1.5 system-ui;margin:2rem auto;padding:0 1rem;max-width:22rem}h1{font-size:1.4rem}` +
  `button{display:flex;justify-content:space-between;width:100%;margin:.5rem 0;padding:.75rem 1rem;border:1px solid #8885;border-radius:.6rem;background:#8881;color:inherit;font:inherit;cursor:pointer;text-transform:capitalize}` +
  `button[value=""]{justify-content:center;border:0;background:none}</style>${body}`;

/**
 * Starts a provider.
 *
 * @param {{ users: readonly {name: string, number: string}[], port?: number }} options
 */
export async function createDemoProvider({ users, port = 0 }) {
  /** What a test may change while it runs. */
  const settings = { tokenSeconds: 3600, headers: {} };
  const client = { id: "web-terminal", secret: randomBytes(24).toString("base64url") };
  /** Whose each access token is, and of which grant. */
  const tokens = new Map();
  const grants = new Set();
  /** How often each thing was asked for, for tests. */
  const asked = { renewals: 0, revocations: 0 };

  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const issuer = `http://localhost:${server.address().port}`;

  const provider = await quietly(async () => {
    const [{ default: Provider }, { exportJWK, generateKeyPair }] = await Promise.all([
      import("oidc-provider"),
      import("jose"),
    ]);
    const { privateKey } = await generateKeyPair("RS256", { extractable: true });
    return new Provider(issuer, {
      clients: [
        {
          client_id: client.id,
          client_secret: client.secret,
          redirect_uris: ["http://localhost/sign-in/callback"],
          grant_types: ["authorization_code", "refresh_token"],
          response_types: ["code"],
        },
      ],
      jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: "RS256", use: "sig" }] },
      cookies: { keys: [randomBytes(24).toString("base64url")] },
      scopes: scope.split(" "),
      claims: { openid: ["sub"], phone: ["phone_number"] },
      pkce: { required: () => true },
      rotateRefreshToken: () => true,
      ttl: {
        AccessToken: () => settings.tokenSeconds,
        ...Object.fromEntries(
          ["Grant", "IdToken", "Interaction", "RefreshToken", "Session"].map((name) => [name, 86_400]),
        ),
      },
      features: {
        devInteractions: { enabled: false },
        revocation: { enabled: true, allowedPolicy: (_context, { clientId }, token) => token.clientId === clientId },
      },
      interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
      findAccount: (_context, id) => {
        const user = users.find(({ name }) => name === id);
        return user && { accountId: id, claims: () => ({ sub: id, phone_number: user.number }) };
      },
    });
  });
  // Whatever port the gateway on this machine has.
  provider.Client.prototype.redirectUriAllowed = (uri) =>
    /^http:\/\/localhost:\d+(\/[\w-]+)*\/sign-in\/callback$/.test(uri);
  provider.on("access_token.saved", ({ jti, accountId, grantId }) => tokens.set(jti, { accountId, grantId }));
  provider.on("refresh_token.saved", ({ grantId }) => grants.add(grantId));
  provider.on("grant.success", (context) => {
    if (context.oidc.params.grant_type === "refresh_token") asked.renewals += 1;
  });
  provider.on("grant.revoked", (_context, grantId) => {
    asked.revocations += 1;
    forget(grantId);
  });

  function forget(grantId) {
    for (const [token, { grantId: of }] of tokens) if (of === grantId) tokens.delete(token);
    grants.delete(grantId);
  }

  async function interact(request, response) {
    const { uid, params } = await provider.interactionDetails(request, response);
    if (request.method === "GET") {
      const buttons = users
        .map(({ name, number }) => `<button name="user" value="${name}">${name} <small>${number}</small></button>`)
        .join("");
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end(
        page(
          `<h1>Sign in</h1><p>This machine's own sign-in service asks for no password. Who are you?</p><form method="post" action="/interaction/${uid}">${buttons}<button name="user" value="">Cancel</button></form>`,
        ),
      );
      return;
    }
    let body = "";
    for await (const chunk of request) body += chunk;
    const user = new URLSearchParams(body).get("user");
    if (!users.some(({ name }) => name === user)) {
      await provider.interactionFinished(request, response, { error: "access_denied", error_description: "Canceled." });
      return;
    }
    const grant = new provider.Grant({ accountId: user, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    await provider.interactionFinished(request, response, {
      login: { accountId: user },
      consent: { grantId: await grant.save() },
    });
  }

  const answer = provider.callback();
  server.on("request", (request, response) => {
    for (const [name, value] of Object.entries(settings.headers)) response.setHeader(name, value);
    if (!request.url.startsWith("/interaction/")) answer(request, response);
    else
      interact(request, response).catch((error) => {
        response.writeHead(400, { "content-type": "text/plain" }).end(`${error.message}\n`);
      });
  });

  return {
    issuer,
    client,
    asked,
    settings,
    /** Whose access token it is, by name. */
    userOf: (token) => tokens.get(token)?.accountId,
    /** Takes back all that was granted: access tokens are not known any more, and nothing is renewed. */
    async forgetAll() {
      for (const grantId of [...grants]) {
        await provider.RefreshToken.revokeByGrantId(grantId);
        await provider.AccessToken.revokeByGrantId(grantId);
        forget(grantId);
      }
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
