/** The ways to an access token. */
import { expect } from "@open-wc/testing";
import { createTokenSource } from "../../../src/element/phone/token-source.js";
import { rejection } from "../helpers.js";

describe("token sources", () => {
  const none = { token: null, getToken: null, tokenUrl: "", signIn: false };
  const noSignIn = (): Promise<never> => Promise.reject(new Error("no sign-in was asked for"));

  it("gives a fixed token, and does not offer a refused one again", async () => {
    const source = createTokenSource({ ...none, token: "t" }, noSignIn);
    expect(await source("start")).to.equal("t");
    expect(await rejection(source("rejected"))).to.have.property("code", "signed-out");
  });

  it("asks the page's function first, and throws what that throws", async () => {
    const cause = new Error("offline");
    const source = createTokenSource({ ...none, token: "t", getToken: () => Promise.reject(cause) }, noSignIn);
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
    ];
    window.fetch = async (url, init) => {
      asked.push([url, init?.credentials]);
      return answers.shift() ?? Response.error();
    };
    try {
      const source = createTokenSource({ ...none, tokenUrl: "/my/token" }, noSignIn);
      expect(await source("start")).to.deep.equal({ accessToken: "t", expiresIn: 60 });
      expect(asked[0]).to.deep.equal(["/my/token", "include"]);
      expect(await rejection(source("rejected"))).to.have.property("code", "signed-out");
      expect(await rejection(source("start"))).to.have.property("message", "token-url answered 500");
      expect(await rejection(source("start"))).to.have.property("message", "token-url gave no access_token");
    } finally {
      window.fetch = fetch;
    }
  });
});
