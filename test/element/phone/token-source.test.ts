/** The ways to an access token. */
import { expect } from "@open-wc/testing";
import type { TokenSettings } from "../../../src/element/phone/token-kind.js";
import { createTokenSource } from "../../../src/element/phone/token-source.js";
import type { TokenSource } from "../../../src/phone/types.js";
import { rejection } from "../helpers.js";

describe("token sources", () => {
  const none: TokenSettings = { token: null, getToken: null, tokenUrl: "", signIn: false };
  const warnings: string[] = [];
  const host = {
    signInToken: (): Promise<never> => Promise.reject(new Error("no sign-in was asked for")),
    warnOnce: (text: string): void => void warnings.push(text),
  };

  const sourceOf = (settings: Partial<TokenSettings>): TokenSource =>
    createTokenSource(() => ({ ...none, ...settings }), host);

  beforeEach(() => warnings.splice(0));

  it("gives a fixed token, and does not offer a refused one again", async () => {
    const source = sourceOf({ token: "t" });
    expect(await source("start")).to.equal("t");
    expect(await rejection(source("rejected"))).to.have.property("code", "signed-out");
  });

  it("gives a fixed token that has taken the place of a refused one", async () => {
    let token = "t";
    const source = createTokenSource(() => ({ ...none, token }), host);
    expect(await source("start")).to.equal("t");
    token = "u";
    expect(await source("rejected")).to.equal("u");
    expect(await rejection(source("rejected"))).to.have.property("code", "signed-out");
  });

  it("asks the page's function first, and throws what that throws", async () => {
    const cause = new Error("offline");
    const source = sourceOf({ token: "t", getToken: () => Promise.reject(cause) });
    expect(await rejection(source("start"))).to.equal(cause);
  });

  it("fetches a URL with the page's credentials", async () => {
    const { fetch } = window;
    const asked: unknown[] = [];
    const answers = [
      Response.json({ access_token: "t", expires_in: 60 }),
      new Response(null, { status: 401 }),
      new Response(null, { status: 500 }),
      Response.json({}),
      Response.json(["t"]),
      new Response("<!doctype html>"),
    ];
    window.fetch = async (url, init) => {
      asked.push([url, init?.credentials]);
      return answers.shift() ?? Response.error();
    };
    try {
      const source = sourceOf({ tokenUrl: "/my/token" });
      expect(await source("start")).to.deep.equal({ accessToken: "t", expiresIn: 60 });
      expect(asked[0]).to.deep.equal(["/my/token", "include"]);
      expect(await rejection(source("rejected"))).to.have.property("code", "signed-out");
      expect(await rejection(source("start"))).to.have.property("message", "token-url answered 500");
      for (const came of ["an object whose access token is undefined", "null", "null"]) {
        const { message } = await rejection(source("start"));
        expect(message).to.equal(`token-url: expected an access token, got ${came}. Nothing is registered with it.`);
        expect(warnings.pop()).to.equal(message);
      }
    } finally {
      window.fetch = fetch;
    }
  });
});
