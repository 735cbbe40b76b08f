/** Signing people in: the whole way through a certified provider, and each way it can go wrong. */
import assert from "node:assert/strict";
import { after, before, describe, it, type TestContext, test } from "node:test";
import { createDemoProvider, type DemoProvider } from "../../../demo/sign-in/provider.mjs";
import { type Gateway, type GatewayOptions, type SignInOptions, createGateway } from "../../../src/gateway/index.js";
import { createSeal } from "../../../src/gateway/sign-in-seal.js";
import { startGateway } from "./bench.js";

const origin = "https://crm.example";
const pageState = "the-attempt-of-this-page";
const users = [{ name: "alice", number: "+4790000001" }];
const nowhere = { upstream: "http://127.0.0.1:1", allowOrigins: [origin, "*"] };

/** A window: it goes where it is sent, and has the cookies of each host and port. */
function openWindow(): {
  go(
    url: string,
    init?: RequestInit,
  ): Promise<{ readonly status: number; readonly url: string; readonly text: string; readonly headers: Headers }>;
  readonly cookies: Map<string, string>;
} {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async go(url, init = {}) {
      for (let to = url, request = init; ; request = {}) {
        const { host } = new URL(to);
        const own = [...cookies]
          .filter(([name]) => name.startsWith(`${host} `))
          .map(([name, value]) => `${name.slice(host.length + 1)}=${value}`);
        const response = await fetch(to, {
          ...request,
          redirect: "manual",
          headers: { ...request.headers, cookie: own.join("; ") },
        });
        for (const line of response.headers.getSetCookie()) {
          const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          if (value === "") cookies.delete(`${host} ${name}`);
          else cookies.set(`${host} ${name}`, value);
        }
        const next = response.headers.get("location");
        const text = await response.text();
        if (next === null) return { status: response.status, url: to, text, headers: response.headers };
        to = new URL(next, to).href;
      }
    },
  };
}

/** What a page of the window tells, and to whom. */
function told(text: string): { message: Record<string, unknown>; origin: string } {
  const [, message = "", to = ""] = /opener\.postMessage\((\{.*?\}), ("[^"]*")\)/.exec(text) ?? [];
  assert.notEqual(message, "", text);
  return { message: JSON.parse(message) as Record<string, unknown>, origin: JSON.parse(to) as string };
}

const startOf = (gateway: Gateway, from = origin, state = pageState): string =>
  `${gateway.url}/sign-in?origin=${encodeURIComponent(from)}&state=${state}`;

/** Where the window goes from the gateway. */
const awayFrom = (text: string): string =>
  JSON.parse(/location\.replace\(("[^"]*")\)/.exec(text)?.[1] ?? '""') as string;

/** The whole way, with the person's click at the provider. */
async function signIn(gateway: Gateway, user = "alice"): Promise<Record<string, string>> {
  const window = openWindow();
  const first = await window.go(startOf(gateway));
  const asked = await window.go(awayFrom(first.text));
  const last = await window.go(asked.url, { method: "POST", body: new URLSearchParams({ user }) });
  const { message, origin: to } = told(last.text);
  assert.equal(to, origin);
  return message as Record<string, string>;
}

function ask(
  gateway: Gateway,
  step: "token" | "revoke",
  session: string,
  from: string | null = origin,
): Promise<Response> {
  return fetch(`${gateway.url}/sign-in/${step}`, {
    method: "POST",
    body: new URLSearchParams({ session }),
    headers: from === null ? {} : { origin: from },
  });
}

describe("signing in", () => {
  let provider: DemoProvider;
  let gateway: Gateway;
  let settings: SignInOptions;
  const lines: string[] = [];
  const log = (fields: object, text: string): number => lines.push(`${text} ${JSON.stringify(fields)}`);
  before(async () => {
    provider = await createDemoProvider({ users });
    settings = {
      issuer: provider.issuer,
      clientId: provider.client.id,
      clientSecret: provider.client.secret,
      key: "k".repeat(32),
    };
    gateway = await createGateway({ ...nowhere, signIn: settings, logger: { debug: log, info: log, warn: log } });
  });
  after(async () => {
    await gateway.close();
    await provider.close();
  });

  it("gives the page an access token of the provider and a sealed session, and no refresh token", async () => {
    const { access_token, session, expires_in, ...rest } = await signIn(gateway);
    assert.equal(provider.userOf(access_token ?? ""), "alice");
    assert.deepEqual(rest, { type: "web-terminal-sign-in", state: pageState });
    // An hour, less the moment that it took to come here.
    assert.ok(Number(expires_in) > 3590 && Number(expires_in) <= 3600, String(expires_in));
    assert.equal(session?.split(".").length, 5);
    const opened = await (await createSeal(settings.key)).open("web-terminal-session", session ?? "");
    assert.equal(opened?.["origin"], origin);
    for (const secret of [access_token, session, String(opened?.["refresh"]), provider.client.secret]) {
      assert.ok(!lines.some((line) => line.includes(secret ?? "")), "a secret in the log");
    }
  });

  it("asks the provider with PKCE, state, nonce, consent, and its own address", async () => {
    const { text, headers } = await openWindow().go(startOf(gateway));
    const url = new URL(awayFrom(text));
    const query = Object.fromEntries(url.searchParams);
    assert.equal(url.origin, provider.issuer);
    assert.equal(query["redirect_uri"], `${gateway.url}/sign-in/callback`);
    assert.equal(query["scope"], "openid offline_access phone call.control.answer_and_initiate");
    assert.equal(query["response_type"], "code");
    assert.equal(query["code_challenge_method"], "S256");
    assert.equal(query["prompt"], "consent");
    for (const name of ["state", "nonce", "code_challenge"]) assert.ok((query[name]?.length ?? 0) >= 43, name);
    assert.deepEqual(told(text), { message: { type: "web-terminal-sign-in", state: pageState, opened: true }, origin });
    const nonce = /<script nonce="([^"]+)">/.exec(text)?.[1];
    assert.match(headers.get("content-security-policy") ?? "", /^default-src 'none';.*frame-ancestors 'none'/);
    assert.ok(headers.get("content-security-policy")?.includes(`script-src 'nonce-${nonce}'`));
    assert.equal(headers.get("cache-control"), "no-store");
    assert.match(
      headers.get("set-cookie") ?? "",
      /^web-terminal-[\w-]{16}=[\w.-]+; Path=\/sign-in; Max-Age=600; HttpOnly; SameSite=Lax$/,
    );
  });

  it("renews by the session, with a new session each time, and signs out", async () => {
    const { session = "", access_token } = await signIn(gateway);
    const before = provider.asked.renewals;
    const renewed = await ask(gateway, "token", session);
    assert.equal(renewed.headers.get("access-control-allow-origin"), origin);
    const given = (await renewed.json()) as Record<string, string>;
    assert.equal(provider.asked.renewals, before + 1);
    assert.equal(provider.userOf(given["access_token"] ?? ""), "alice");
    assert.notEqual(given["access_token"], access_token);
    assert.notEqual(given["session"], session);
    assert.equal((await ask(gateway, "revoke", given["session"] ?? "")).status, 200);
    assert.equal(provider.userOf(given["access_token"] ?? ""), undefined);
    const over = await ask(gateway, "token", given["session"] ?? "");
    assert.equal(over.status, 401);
    assert.deepEqual(await over.json(), { error: "invalid_grant" });
  });

  it("renews at another instance that has the same key, and at none that has another", async (t) => {
    const { session = "" } = await signIn(gateway);
    const [same, other] = await Promise.all([
      startGateway(t, { ...nowhere, signIn: settings }),
      startGateway(t, { ...nowhere, signIn: { ...settings, key: "x".repeat(32) } }),
    ]);
    assert.equal((await ask(other, "token", session)).status, 401);
    assert.equal((await ask(same, "token", session)).status, 200);
  });

  it("gives nothing for a session that was changed, of another kind, or of another origin", async (t) => {
    const second = "https://shop.example";
    const wider = await startGateway(t, { ...nowhere, allowOrigins: [origin, second], signIn: settings });
    const { session = "" } = await signIn(wider);
    const parts = session.split(".");
    const changed = [
      ...parts.slice(0, 3),
      `${parts[3]?.startsWith("A") ? "B" : "A"}${parts[3]?.slice(1)}`,
      parts[4],
    ].join(".");
    const seal = await createSeal(settings.key);
    const otherKind = await seal.close("web-terminal-pending", { refresh: "r", origin }, 60);
    for (const bad of [changed, otherKind, "", "x".repeat(20_000)])
      assert.equal((await ask(wider, "token", bad)).status, 401);
    assert.equal((await ask(wider, "token", session, second)).status, 401);
    assert.equal((await ask(wider, "token", session, "https://evil.example")).status, 403);
    assert.equal((await ask(wider, "token", session, null)).status, 403);
    assert.equal((await ask(wider, "token", session)).status, 200);
  });

  it("opens for listed origins only: a star is not enough", async () => {
    for (const bad of ["https://evil.example", "*", "", "null", `${origin}.evil.example`]) {
      const { status, text } = await openWindow().go(startOf(gateway, bad));
      assert.equal(status, 403, bad);
      assert.ok(!text.includes("<script"), bad);
    }
    assert.equal((await openWindow().go(startOf(gateway, gateway.url))).status, 200);
    assert.equal((await openWindow().go(startOf(gateway, origin, "short"))).status, 400);
    assert.ok(!(await openWindow().go(startOf(gateway, "<script>alert(1)</script>"))).text.includes("<script>"));
  });

  it("refuses an answer that this browser has not asked for", async () => {
    const window = openWindow();
    const { text } = await window.go(startOf(gateway));
    const state = new URL(awayFrom(text)).searchParams.get("state") ?? "";
    const callback = (of: string): string =>
      `${gateway.url}/sign-in/callback?code=stolen&state=${of}&iss=${provider.issuer}`;
    for (const [each, of] of [
      [openWindow(), state],
      [window, `${state}x`],
      [window, `${state.slice(0, 16)}${"y".repeat(27)}`],
      [window, ""],
    ] as const) {
      const { status, text: page } = await each.go(callback(of));
      assert.equal(status, 400);
      assert.match(page, /expired, or was started in another browser/);
      assert.ok(!page.includes("<script"));
    }
    // The right one goes to the provider, which knows no such code.
    assert.deepEqual(told((await window.go(callback(state))).text).message, {
      type: "web-terminal-sign-in",
      state: pageState,
      error: "invalid_grant",
    });
    // And once only.
    assert.equal((await window.go(callback(state))).status, 400);
  });

  it("refuses a cookie that has expired, or was made elsewhere", async () => {
    const seal = await createSeal(settings.key);
    const stranger = await createSeal(undefined);
    const state = "s".repeat(43);
    const claims = { state, nonce: "n", verifier: "v".repeat(43), origin, page: pageState };
    for (const value of [
      await seal.close("web-terminal-pending", claims, -1),
      await stranger.close("web-terminal-pending", claims, 60),
      await seal.close("web-terminal-session", claims, 60),
      "nonsense",
    ]) {
      const window = openWindow();
      window.cookies.set(`${new URL(gateway.url).host} web-terminal-${state.slice(0, 16)}`, value);
      assert.equal((await window.go(`${gateway.url}/sign-in/callback?code=c&state=${state}`)).status, 400);
    }
  });

  it("tells the page what the provider says: the person canceled", async () => {
    assert.deepEqual(await signIn(gateway, ""), {
      type: "web-terminal-sign-in",
      state: pageState,
      error: "access_denied",
    });
  });

  it("counts the steps", async () => {
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    for (const each of [
      'finish",outcome="ok',
      'finish",outcome="refused',
      'renew",outcome="refused',
      'revoke",outcome="ok',
    ]) {
      assert.match(text, new RegExp(`sign_in_total\\{step="${each}"\\} [1-9]`));
    }
  });

  it("takes POST for sessions and GET for windows, and lets no other origin read", async () => {
    assert.equal((await fetch(`${gateway.url}/sign-in/token`)).status, 405);
    assert.equal((await fetch(`${gateway.url}/sign-in`, { method: "POST" })).status, 405);
    const offered = await fetch(`${gateway.url}/sign-in/provider`, { headers: { origin } });
    assert.deepEqual(await offered.json(), { issuer: provider.issuer });
    assert.equal(offered.headers.get("access-control-allow-origin"), origin);
    const evil = await fetch(`${gateway.url}/sign-in/provider`, { headers: { origin: "https://evil.example" } });
    assert.equal(evil.headers.get("access-control-allow-origin"), null);
  });

  it("stands below a prefix, and behind a proxy that speaks TLS, or where it is told", async (t) => {
    const behind = await startGateway(t, { ...nowhere, pathPrefix: "/phone", trustProxy: true, signIn: settings });
    const through = await fetch(startOf(behind).replace("/sign-in", "/phone/sign-in"), {
      headers: { "x-forwarded-proto": "https" },
    });
    const redirect = new URL(awayFrom(await through.text())).searchParams.get("redirect_uri");
    assert.equal(redirect, `${behind.url.replace("http:", "https:")}/phone/sign-in/callback`);
    assert.match(through.headers.get("set-cookie") ?? "", /; Path=\/phone\/sign-in; .*; Secure$/);
    const told = await startGateway(t, {
      ...nowhere,
      signIn: { ...settings, publicUrl: "https://calls.example/here/" },
    });
    const asTold = await (await fetch(startOf(told))).text();
    assert.equal(
      new URL(awayFrom(asTold)).searchParams.get("redirect_uri"),
      "https://calls.example/here/sign-in/callback",
    );
  });
});

test("a provider that cannot be reached: the page is told, and the next try looks again", async (t: TestContext) => {
  const settings = { clientId: "web-terminal", key: "k".repeat(32) };
  const away = await createDemoProvider({ users });
  await away.close();
  const gateway = await startGateway(t, { ...nowhere, signIn: { ...settings, issuer: away.issuer } });
  const { text } = await openWindow().go(startOf(gateway));
  assert.equal(told(text).message["error"], "server_error");
  const seal = await createSeal(settings.key);
  const session = await seal.close("web-terminal-session", { refresh: "r", origin });
  const renewed = await ask(gateway, "token", session);
  assert.equal(renewed.status, 502);
  assert.deepEqual(await renewed.json(), { error: "temporarily_unavailable" });
  const back = await createDemoProvider({ users, port: Number(new URL(away.issuer).port) });
  t.after(() => back.close());
  assert.ok(awayFrom((await openWindow().go(startOf(gateway))).text).startsWith(back.issuer));
});

test("without settings there is nothing to sign in with, and a page can tell", async (t: TestContext) => {
  const gateway = await startGateway(t, nowhere);
  assert.equal((await openWindow().go(startOf(gateway))).status, 404);
  const offered = await fetch(`${gateway.url}/sign-in/provider`, { headers: { origin } });
  assert.equal(offered.status, 404);
  assert.equal(offered.headers.get("access-control-allow-origin"), origin);
});

test("settings that cannot work are refused at the start", async () => {
  const good: SignInOptions = { issuer: "https://id.example", clientId: "a" };
  const bad: [Partial<SignInOptions>, RegExp][] = [
    [{ issuer: "id.example" }, /Invalid issuer/],
    [{ issuer: "http://id.example" }, /Invalid issuer/],
    [{ publicUrl: "calls.example" }, /Invalid public URL/],
    [{ key: "short" }, /at least 32 characters/],
  ];
  for (const [part, reason] of bad) {
    const options: GatewayOptions = { ...nowhere, signIn: { ...good, ...part } };
    await assert.rejects(createGateway(options), reason);
  }
});
