/** Settings that change while the phone is registered: what needs another registration, and what a call has to do with it. */
import { expect, fixtureSync, html, waitUntil } from "@open-wc/testing";
import { WebTerminalElement } from "../../src/index.js";
import { FakePhone } from "../support/fake-phone.js";
import { part, record, stage, textOf, type Stage } from "./helpers.js";

type Settings = Partial<WebTerminalElement>;

/** A JSON Web Token of this subject. Nobody verifies it here. */
const jwt = (sub: string, id = ""): string => `e30.${btoa(JSON.stringify({ sub, jti: id }))}.signature`;

/** How often a phone was asked to register. */
const connects = (phone: FakePhone | undefined): number =>
  phone?.asked.filter(([method]) => method === "connect").length ?? 0;

/** The element has looked at its settings: a phone that is to be replaced is closed by now. */
async function looked(element: WebTerminalElement): Promise<void> {
  element.requestUpdate();
  await element.updateComplete;
  await element.updateComplete;
}

/** The registration that the stage began with is the only one, and was opened once. */
async function expectUntouched({ element, phones }: Stage): Promise<void> {
  await looked(element);
  expect(phones).to.have.length(1);
  expect(phones[0]?.closed).to.equal(false);
  expect(connects(phones[0])).to.equal(1);
}

/** There are this many phones by now, all but the last one closed, and that is registered. */
async function expectPhones({ element, phones }: Pick<Stage, "element" | "phones">, count: number): Promise<void> {
  await waitUntil(() => phones.length === count && element.connection === "ready", `not ${count} phones`);
  await looked(element);
  expect(phones.map(({ closed }) => closed)).to.deep.equal(phones.map((_, index) => index < count - 1));
}

/** Each needs another registration than that of the stage. */
const others: Record<string, Settings> = {
  endpoint: { endpoint: "https://other.example" },
  "endpoint of another path": { endpoint: "https://gateway.example/voice" },
  "endpoint of another port": { endpoint: "https://gateway.example:8443" },
  account: { account: "alice" },
  "call mode": { callMode: "multiple" },
  tabs: { tabs: "single" },
  transport: { transport: "fetch" },
  "token of another person": { token: "demo-bob" },
};

/** Each leaves no registration. */
const none: Record<string, Settings> = { endpoint: { endpoint: "" }, token: { token: null } };

/** Each means the same as `https://gateway.example` and the other settings of the stage. */
const same: Record<string, (element: WebTerminalElement) => void> = {
  "endpoint with a slash": (element) => (element.endpoint = "https://gateway.example/"),
  "endpoint in capitals": (element) => element.setAttribute("endpoint", "HTTPS://Gateway.EXAMPLE"),
  "endpoint with its default port": (element) => (element.endpoint = "https://gateway.example:443"),
  "endpoint of the WebSocket": (element) => (element.endpoint = "wss://gateway.example"),
  "endpoint as a URL object": (element) => Object.assign(element, { endpoint: new URL("https://gateway.example") }),
  "the defaults as words": (element) => {
    for (const [name, value] of [
      ["account", ""],
      ["call-mode", "single"],
      ["tabs", "shared"],
      ["transport", "auto"],
    ] as const)
      element.setAttribute(name, value);
  },
  "unknown words": (element) => {
    element.logger = { ...console, warn: () => undefined };
    for (const name of ["call-mode", "tabs", "transport"]) element.setAttribute(name, "unheard-of");
  },
  "no attributes at all": (element) => {
    for (const name of ["account", "call-mode", "tabs", "transport", "token-url", "sign-in"]) {
      element.setAttribute(name, name === "call-mode" ? "single" : "");
      element.removeAttribute(name);
    }
  },
  "undefined, as frameworks set what they do not have": (element) =>
    Object.assign(element, { account: undefined, tokenUrl: undefined, getToken: undefined }),
  "the same token": (element) => element.setAttribute("token", "demo-alice"),
  "what the phone reads when it needs it": (element) =>
    Object.assign(element, {
      region: "SE",
      busy: "reject",
      leave: "hangup",
      iceServers: [{ urls: "stun:stun.example" }],
      iceWait: 50,
      ringUrl: "/ring.mp3",
      ringVolume: 0.5,
      mode: "floating",
      open: true,
      lang: "de",
      theme: "dark",
      callLinks: "tel",
      notifications: true,
    } satisfies Settings),
};

/** How a call can be up. */
const calls: Record<string, (stage: Stage) => unknown> = {
  "a ring": ({ phone }) => phone.ring(),
  "a call on its way out": ({ element }) => element.dial("+4790000002"),
  "a call": ({ phone }) => phone.show({ state: "active", answeredAt: Date.now() }),
  "a call of another tab": ({ phone }) => phone.show({ state: "active", answeredAt: Date.now(), owner: false }),
};

describe("settings that change without a call", () => {
  for (const [name, settings] of Object.entries(others)) {
    it(`register again: ${name}`, async () => {
      const at = await stage();
      Object.assign(at.element, settings);
      await expectPhones(at, 2);
    });
  }

  for (const [name, change] of Object.entries(same)) {
    it(`mean the same and change nothing: ${name}`, async () => {
      const at = await stage();
      change(at.element);
      await expectUntouched(at);
    });
  }

  it("mean the same, relative or absolute, wherever the page moves its own address", async () => {
    const { href } = location;
    const at = await stage({ endpoint: "gateway/", tokenUrl: "token", token: null });
    try {
      const absolute = at.phone.options.endpoint;
      expect(absolute).to.equal(new URL("gateway/", href).href);
      history.pushState(null, "", "/somewhere/else");
      await expectUntouched(at);
      at.element.endpoint = absolute;
      at.element.tokenUrl = new URL("token", href).href;
      await expectUntouched(at);
    } finally {
      history.pushState(null, "", href);
    }
  });

  for (const [name, settings] of Object.entries(none)) {
    it(`end the registration: no ${name}`, async () => {
      const at = await stage();
      Object.assign(at.element, settings);
      await waitUntil(() => at.phone.closed);
      await waitUntil(() => textOf(at.element).includes("This phone is not set up yet"));
    });
  }

  it("treats a removed endpoint as none", async () => {
    const at = await stage();
    at.element.setAttribute("endpoint", "https://gateway.example");
    at.element.removeAttribute("endpoint");
    await waitUntil(() => at.phone.closed);
    expect(at.element.endpoint).to.equal("");
  });
});

for (const [during, begin] of Object.entries(calls)) {
  describe(`settings that change during ${during}`, () => {
    for (const [name, settings] of Object.entries({ ...others, ...none })) {
      it(`wait for its end: ${name}`, async () => {
        const at = await stage();
        const { element, phone } = at;
        await begin(at);
        const ended = record(element, "call-ended");
        Object.assign(element, settings);
        await expectUntouched(at);
        expect(ended).to.be.empty;
        expect(element.connection).to.equal("ready");
        phone.end("remote-hangup");
        if (settings.endpoint === "" || settings.token === null) {
          await waitUntil(() => phone.closed);
          await looked(element);
          expect(at.phones).to.have.length(1);
        } else {
          await expectPhones(at, 2);
        }
        expect(ended.map(({ cause }) => cause)).to.deep.equal(["remote-hangup"]);
      });
    }

    for (const [name, change] of Object.entries(same)) {
      it(`mean the same and change nothing: ${name}`, async () => {
        const at = await stage();
        await begin(at);
        change(at.element);
        await expectUntouched(at);
        at.phone.end("remote-hangup");
        await expectUntouched(at);
      });
    }

    it("count as they are at its end", async () => {
      const at = await stage();
      const { element, phone } = at;
      await begin(at);
      for (const settings of [...Object.values(others), { endpoint: "https://last.example", account: "carol" }]) {
        Object.assign(element, settings);
        await looked(element);
      }
      await expectUntouched(at);
      phone.end("remote-hangup");
      await expectPhones(at, 2);
      expect(at.phone.options).to.include({
        endpoint: "https://last.example/",
        account: "carol",
        calls: "multiple",
        tabs: "single",
        transport: "fetch",
      });
    });

    it("and back again leave everything as it was", async () => {
      const at = await stage();
      const { element, phone } = at;
      await begin(at);
      const { endpoint, account, callMode, tabs, transport, token } = element;
      const before = { endpoint, account, callMode, tabs, transport, token };
      for (const settings of [...Object.values(others), ...Object.values(none), before]) {
        Object.assign(element, settings);
        await looked(element);
      }
      phone.end("remote-hangup");
      await expectUntouched(at);
    });

    it("end it at once where they switch the phone off", async () => {
      const { element, phone, ...at } = await stage();
      await begin({ element, phone, ...at });
      element.endpoint = "https://other.example";
      await looked(element);
      expect(phone.closed).to.equal(false);
      element.disabled = true;
      await waitUntil(() => phone.closed);
      expect(element.calls).to.be.empty;
    });
  });
}

describe("tokens that change", () => {
  it("are taken over for the next renewal where they are the same person's", async () => {
    const at = await stage({ token: jwt("alice", "1") });
    const { element, phone } = at;
    expect(await phone.options.getToken("start")).to.equal(jwt("alice", "1"));
    phone.show({ state: "active" });
    element.token = jwt("alice", "2");
    await expectUntouched(at);
    phone.end("hangup");
    await expectUntouched(at);
    expect(await phone.options.getToken("expiring")).to.equal(jwt("alice", "2"));
    element.token = jwt("alice", "3");
    await expectUntouched(at);
    expect(await phone.options.getToken("rejected")).to.equal(jwt("alice", "3"));
    element.token = jwt("bob");
    await expectPhones(at, 2);
  });

  it("are the same person's where the account says so", async () => {
    const at = await stage({ account: "alice", token: "opaque-1" });
    at.element.token = "opaque-2";
    await expectUntouched(at);
    expect(await at.phone.options.getToken("expiring")).to.equal("opaque-2");
  });

  it("come from another source without another registration", async () => {
    const at = await stage();
    const { element, phone } = at;
    element.getToken = async () => "from-function";
    await expectUntouched(at);
    expect(await phone.options.getToken("expiring")).to.equal("from-function");
    element.getToken = async () => "from-another-function";
    await expectUntouched(at);
    expect(await phone.options.getToken("rejected")).to.equal("from-another-function");
    const { fetch } = window;
    const asked: unknown[] = [];
    window.fetch = async (url) => {
      asked.push(url);
      return Response.json({ access_token: "from-url" });
    };
    try {
      Object.assign(element, { getToken: null, token: null, tokenUrl: "/token?signature=1" } satisfies Settings);
      await expectUntouched(at);
      expect(await phone.options.getToken("expiring")).to.equal("from-url");
      element.setAttribute("token-url", "/token?signature=2");
      await expectUntouched(at);
      await phone.options.getToken("expiring");
      expect(asked).to.deep.equal(["1", "2"].map((each) => new URL(`/token?signature=${each}`, location.href).href));
    } finally {
      window.fetch = fetch;
    }
    element.signIn = true;
    element.removeAttribute("token-url");
    await expectUntouched(at);
  });

  it("of another person or gateway are not given to the registration of a call", async () => {
    for (const settings of [{ account: "bob" }, { endpoint: "https://other.example" }] satisfies Settings[]) {
      const at = await stage({ account: "alice" });
      at.phone.show({ state: "active" });
      Object.assign(at.element, settings, { token: "demo-bob" });
      await expectUntouched(at);
      expect(await at.phone.options.getToken("expiring")).to.equal("demo-alice");
      at.phone.end("hangup");
      await expectPhones(at, 2);
      expect(await at.phone.options.getToken("start")).to.equal("demo-bob");
    }
  });

  it("are given to the registration of a call whose account becomes known", async () => {
    const at = await stage();
    at.phone.show({ state: "active" });
    at.element.account = "alice";
    at.element.token = "demo-alice-2";
    await expectUntouched(at);
    expect(await at.phone.options.getToken("expiring")).to.equal("demo-alice-2");
    at.phone.end("hangup");
    await expectPhones(at, 2);
  });
});

for (const connection of ["signed-out", "failed"] as const) {
  describe(`a registration that is ${connection} during a call`, () => {
    const refused = async (settings: Settings = {}): Promise<Stage> => {
      const at = await stage({ account: "alice", ...settings });
      at.phone.show({ state: "active", answeredAt: Date.now() });
      at.phone.update({ connection });
      await looked(at.element);
      return at;
    };

    it("tries again with a new token, and keeps the call", async () => {
      const at = await refused();
      at.element.token = "demo-alice-2";
      await waitUntil(() => at.element.connection === "ready");
      expect(await at.phone.options.getToken("start")).to.equal("demo-alice-2");
      expect(connects(at.phone)).to.equal(2);
      expect(at.element.call?.state).to.equal("active");
      at.phone.end("hangup");
      await looked(at.element);
      expect(at.phones).to.have.length(1);
    });

    it("tries again with another token-url or way to a token", async () => {
      const at = await refused({ token: null, tokenUrl: "/token?signature=1" });
      at.element.tokenUrl = "/token?signature=2";
      await waitUntil(() => connects(at.phone) === 2);
      at.phone.update({ connection });
      at.element.getToken = async () => "demo-alice";
      await waitUntil(() => connects(at.phone) === 3);
      expect(at.phone.closed).to.equal(false);
    });

    it("goes to another gateway, and keeps the call; the rest follows at its end", async () => {
      const at = await refused();
      at.element.endpoint = "https://other.example";
      at.element.token = "demo-alice-2";
      await waitUntil(() => at.element.connection === "ready");
      expect(at.phones).to.have.length(1);
      expect(at.phone.options.endpoint).to.equal("https://other.example/");
      expect(await at.phone.options.getToken("start")).to.equal("demo-alice-2");
      expect(at.element.call?.state).to.equal("active");
      at.phone.end("hangup");
      await expectPhones(at, 2);
    });

    it("is not asked again for each new closure", async () => {
      const at = await refused({ getToken: async () => "demo-alice" });
      at.element.getToken = async () => "demo-alice";
      await looked(at.element);
      expect(connects(at.phone)).to.equal(1);
    });

    it("waits with the token of another person", async () => {
      const at = await refused();
      Object.assign(at.element, { account: "bob", token: "demo-bob" } satisfies Settings);
      await looked(at.element);
      expect(connects(at.phone)).to.equal(1);
      at.phone.end("hangup");
      await expectPhones(at, 2);
      expect(await at.phone.options.getToken("start")).to.equal("demo-bob");
    });
  });
}

describe("a registration without a stream", () => {
  it("tries at once with a new token-url while it waits to try again", async () => {
    const at = await stage({ token: null, tokenUrl: "/token" });
    for (const connection of ["connecting", "reconnecting"] as const) {
      const before = connects(at.phone);
      at.phone.update({ connection });
      at.element.tokenUrl += "/right";
      await waitUntil(() => connects(at.phone) === before + 1);
    }
    expect(at.phones).to.have.length(1);
  });

  it("is made with a new token where it could not be made before", async () => {
    let canMake = true;
    const phones: FakePhone[] = [];
    const element = new WebTerminalElement((options) => {
      if (!canMake) throw new Error("the script could not be loaded");
      phones.push(new FakePhone(options));
      return phones.at(-1) as FakePhone;
    });
    Object.assign(element, { endpoint: "https://gateway.example", account: "alice", token: "demo-alice" });
    fixtureSync(html`<div>${element}</div>`);
    await waitUntil(() => element.connection === "ready");
    canMake = false;
    element.endpoint = "https://other.example";
    await waitUntil(() => textOf(element).includes("Try again"));
    canMake = true;
    element.token = "demo-alice-2";
    await expectPhones({ element, phones }, 2);
  });

  it("that the page has ended is not opened by other settings before the page connects", async () => {
    const at = await stage();
    at.phone.show({ state: "active" });
    at.element.endpoint = "https://other.example";
    await looked(at.element);
    at.phone.end("hangup");
    await at.element.disconnect();
    await waitUntil(() => at.phones.length === 2);
    at.element.token = "demo-bob";
    await waitUntil(() => at.phones.length === 3);
    await looked(at.element);
    expect(connects(at.phone)).to.equal(0);
    expect(at.element.connection).to.equal("offline");
    await at.element.connect();
    expect(at.element.connection).to.equal("ready");
    expect(connects(at.phone)).to.equal(1);
  });
});

describe("another registration after a call", () => {
  it("waits for a call of the page before that is on its way back", async () => {
    const at = await stage();
    const handovers: unknown[] = [{}];
    at.phone.handovers = () => handovers as never[];
    at.element.account = "alice";
    await expectUntouched(at);
    handovers.pop();
    await looked(at.element);
    await expectPhones(at, 2);
  });

  it("leaves the call that has ended on screen, until it is dismissed or another one comes", async () => {
    for (const go of ["dismiss", "ring"] as const) {
      const at = await stage();
      await at.element.dial("+4790000002");
      at.element.tabs = "single";
      at.phone.end("remote-hangup");
      await expectPhones(at, 2);
      expect(at.element.call).to.include({ state: "ended", cause: "remote-hangup", number: "+4790000002" });
      expect(at.element.calls).to.have.length(1);
      if (go === "dismiss") at.element.dismiss();
      else at.phone.ring({ id: "another" });
      await at.element.updateComplete;
      expect(at.element.calls.map(({ id }) => id)).to.deep.equal(go === "dismiss" ? [] : ["another"]);
      expect(part(at.element, go === "dismiss" ? "dialpad" : "ring-dialog")).to.exist;
    }
  });

  it("shows nothing of it to another person", async () => {
    const at = await stage({ account: "alice" });
    await at.element.dial("+4790000002");
    at.element.account = "bob";
    at.phone.end("remote-hangup");
    await expectPhones(at, 2);
    expect(at.element.calls).to.be.empty;
  });
});
