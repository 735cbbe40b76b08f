/** Values of the page that are wrong: each costs its own field and one warning, never a call. */
import { expect, waitUntil } from "@open-wc/testing";
import { openDB } from "idb";
import type { DialOptions, WebTerminalElement } from "../../src/index.js";
import { openHistory } from "../../src/element/history/history-store.js";
import { makeCall } from "../support/fake-phone.js";
import { callThrough, mustPart, rejection, shown, stage, warned } from "./helpers.js";

const name = "Ada";
const thrower = {
  name,
  get url(): string {
    throw new Error("not to be read");
  },
};

describe("a contact of the page", () => {
  const wrongFields: readonly [field: string, value: unknown][] = [
    ["url", "https://"],
    ["url", "javascript:alert(1)"],
    ["url", " Java\tScript:alert(1)"],
    ["url", "data:text/html,<p>"],
    ["url", "vbscript:x"],
    ["url", { href: "https://crm.example" }],
    ["detail", { _$litType$: 1, strings: ["<b>"], values: [] }],
    ["detail", 5],
    ["detail", Symbol("detail")],
    ["picture", {}],
    ["picture", "javascript:alert(1)"],
    ["picture", "data:text/html,<p>"],
    ["picture", "https://"],
  ];

  for (const [field, value] of wrongFields) {
    it(`loses a wrong ${field} (${typeof value === "string" ? value : typeof value}), and its call nothing`, async () => {
      const staged = await warned({ resolveContact: async () => ({ name, [field]: value }) });
      const { element, phone, warnings } = staged;
      phone.ring();
      await shown(element, name);
      expect(element.call?.contact).to.deep.equal({ name });
      expect(mustPart(element, "contact").querySelector("a, img, b")).to.equal(null);
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.match(new RegExp(`resolveContact: ${field}: expected .+, got .+\\. It is ignored\\.`));
      await callThrough(staged);
      expect(warnings).to.have.length(1);
    });
  }

  for (const contact of [
    "Ada",
    [name],
    { name: "" },
    { name: 5 },
    { name: { toString: () => name } },
    {},
    thrower,
    () => name,
  ]) {
    it(`that is none (${typeof contact}, ${JSON.stringify(contact === thrower ? "throws" : contact)}) is not shown`, async () => {
      const staged = await warned({ resolveContact: () => Promise.resolve(contact) });
      const { element, phone, warnings } = staged;
      phone.ring();
      await waitUntil(() => warnings.length === 1);
      expect(warnings[0]).to.contain("resolveContact").and.to.contain("expected");
      expect(element.call?.contact).to.equal(null);
      await callThrough(staged);
      expect(warnings).to.have.length(1);
    });
  }

  for (const nothing of [null, undefined, ""]) {
    it(`may leave fields empty (${JSON.stringify(nothing)})`, async () => {
      const contact = { name, url: nothing, detail: nothing, picture: nothing };
      const { element, phone, warnings } = await warned({ resolveContact: () => Promise.resolve(contact) });
      phone.ring();
      await shown(element, name);
      expect(mustPart(element, "contact").querySelector("a, img")).to.equal(null);
      expect(warnings).to.be.empty;
    });
  }

  for (const [url, target] of [
    ["https://crm.example/ada", "_blank"],
    ["/crm/ada", "_blank"],
    ["mailto:ada@crm.example", null],
    ["tel:+4790000002", null],
    ["sms:+4790000002", null],
  ] as const) {
    it(`is a link to ${url}`, async () => {
      const { element, phone, warnings } = await warned({ resolveContact: () => Promise.resolve({ name, url }) });
      phone.ring();
      await shown(element, name);
      const link = mustPart(element, "contact").querySelector("a");
      expect([link?.getAttribute("href"), link?.getAttribute("target")]).to.deep.equal([url, target]);
      expect(warnings).to.be.empty;
    });
  }

  it("is validated in the list of calls as well", async () => {
    const contact = { name, url: "https://" };
    const { element, phone } = await warned({
      resolveContact: () => Promise.resolve(contact),
      history: true,
      account: `account-${Math.random()}`,
    });
    phone.ring();
    phone.end("remote-hangup");
    phone.dismiss();
    await waitUntil(() => element.shadowRoot?.querySelector(".past-who")?.textContent.trim() === name);
    expect(element.shadowRoot?.querySelector(".past-who a")).to.equal(null);
  });
});

describe("the list of calls in storage", () => {
  it("leaves out rows that cannot be shown, and names that are none", async () => {
    const database = `test-${Math.random()}`;
    const warnings: string[] = [];
    const store = await openHistory("a", database, (text) => warnings.push(text));
    const call = { cause: "hangup", startedAt: 1, endedAt: 2, answeredAt: 1 } as const;
    await store.add(makeCall({ ...call, id: "right" }));
    const raw = await openDB(database);
    const row = { ...call, owner: "a", direction: "incoming", number: "112", name: null };
    await raw.put("calls", { ...row, id: "no time", endedAt: NaN });
    await raw.put("calls", { ...row, id: "no date", answeredAt: 1e300 });
    await raw.put("calls", { ...row, id: "no number", number: 112 });
    await raw.put("calls", { ...row, id: "no name", name: { first: "Ada" } });
    raw.close();
    expect((await store.list()).map(({ id, name: who }) => [id, who])).to.deep.equal([
      ["right", null],
      ["no name", null],
    ]);
    expect(warnings).to.have.length(4);
    store.close();
  });
});

describe("settings that are wrong", () => {
  const numbers: readonly [value: unknown, volume: number, wait: number][] = [
    [NaN, 1, 1000],
    [Infinity, 1, 1000],
    ["loud", 1, 1000],
    ["", 1, 1000],
    [-1, 0, 0],
    ["-1", 0, 0],
  ];

  for (const [value, volume, wait] of numbers) {
    it(`as numbers (${JSON.stringify(value) + typeof value}) have a value that works, and one warning each`, async () => {
      const { element, phone, warnings } = await warned({ ringVolume: value, iceWait: value });
      expect([element.ringVolume, element.iceWait]).to.deep.equal([volume, wait]);
      expect([phone.options.ringVolume, phone.options.iceWait]).to.deep.equal([volume, wait]);
      expect(warnings).to.have.length(2);
      expect(warnings[0]).to.contain("<web-terminal> ring-volume: expected a number from 0 to 1, got ");
      expect(warnings[1]).to.contain("<web-terminal> iceWait: expected a number from 0 to 60000, got ");
      // Set while the phone reads it, before the element has looked.
      element.ringVolume = NaN;
      expect(phone.options.ringVolume).to.equal(1);
    });
  }

  it('ring at full volume with ring-volume="50", and with none', async () => {
    const { element, phone, warnings } = await warned();
    for (const [value, volume] of [
      ["50", 1],
      ["0.25", 0.25],
      ["loud", 1],
      ["", 1],
      ["0", 0],
      [null, 1],
    ] as const) {
      if (value === null) element.removeAttribute("ring-volume");
      else element.setAttribute("ring-volume", value);
      await element.updateComplete;
      expect([element.ringVolume, phone.options.ringVolume], String(value)).to.deep.equal([volume, volume]);
    }
    expect(warnings).to.have.length(3);
    Object.assign(element, { ringVolume: null, iceWait: null });
    await element.updateComplete;
    expect([element.ringVolume, element.iceWait]).to.deep.equal([1, 1000]);
    expect(warnings).to.have.length(3);
  });

  it("ring as loud as the page says where storage holds no number", async () => {
    for (const kept of ["loud", "", "NaN"]) {
      localStorage.setItem("web-terminal:ring-volume", kept);
      const { phone } = await stage({ ringVolume: 0.4 });
      expect(phone.options.ringVolume, kept).to.equal(0.4);
    }
    localStorage.removeItem("web-terminal:ring-volume");
  });

  it("as words have their default, and one warning each", async () => {
    const words = ["call-mode", "mode", "placement", "theme", "busy", "call-links", "leave", "tabs", "transport"];
    const { element, phones, warnings } = await warned();
    for (const word of words) element.setAttribute(word, "pink");
    await element.updateComplete;
    expect(
      warnings.map((text) => /^<web-terminal> ([\w-]+): expected one of .+, got "pink"/.exec(text)?.[1]),
    ).to.have.members(words);
    expect([element.callMode, element.mode, element.callLinks]).to.deep.equal(["single", "inline", "marked"]);
    for (const word of words) element.removeAttribute(word);
    await element.updateComplete;
    expect(warnings).to.have.length(words.length);
    expect(phones).to.have.length(1);
  });

  it("are none where they are missing", async () => {
    const missing = {
      account: null,
      region: undefined,
      callRoot: null,
      lang: null,
      ringUrl: undefined,
      tokenUrl: null,
    };
    const more = { getToken: undefined, resolveContact: undefined, strings: null, iceServers: undefined };
    const { element, phone, warnings } = await warned({ ...missing, ...more });
    expect(await phone.options.getToken("start")).to.equal("demo-alice");
    expect(phone.options.iceServers).to.deep.equal([]);
    element.setAttribute("region", "NO");
    element.removeAttribute("region");
    element.setAttribute("account", "a");
    element.removeAttribute("account");
    await element.updateComplete;
    await element.dial("22334455");
    expect(phone.asked.at(-1)).to.deep.equal(["dial", "22334455", { metadata: null }]);
    // A call would keep its registration.
    await element.hangup();
    element.removeAttribute("endpoint");
    Object.assign(element, { endpoint: undefined });
    await shown(element, "endpoint");
    expect(warnings).to.be.empty;
  });

  it("as callbacks and lists leave a phone that works", async () => {
    const { element, phone, warnings } = await warned({
      getToken: "/token",
      resolveContact: {},
      strings: { hangup: 5, answer: "Take it", reject: null },
      iceServers: [{ urls: "https://stun.example" }, { urls: "stun:stun.example" }],
      account: 42,
    });
    expect(await phone.options.getToken("start")).to.equal("demo-alice");
    expect(phone.options.iceServers).to.deep.equal([{ urls: "stun:stun.example" }]);
    const fields = ["account", "getToken", "iceServers[0].urls", "resolveContact", "strings.hangup"];
    expect(warnings.map((text) => /> (.+?): expected/.exec(text)?.[1]).sort()).to.deep.equal(fields);
    phone.ring();
    await shown(element, "Take it");
    await element.answer();
    await shown(element, "Hang up");
  });

  it("as logger leave warnings to the console, or lose the warning alone", async () => {
    const { warn } = console;
    const { reportError } = window;
    const said: unknown[] = [];
    const thrown: unknown[] = [];
    console.warn = (text: unknown) => void said.push(text);
    window.reportError = (error) => void thrown.push(error);
    try {
      await stage({ logger: "console", ringVolume: NaN } as unknown as Partial<WebTerminalElement>);
      expect(said.map((text) => /> (.+?): expected/.exec(String(text))?.[1])).to.have.members([
        "logger",
        "ring-volume",
      ]);
      const failure = new Error("full");
      const { element, phone } = await stage({
        logger: {
          ...console,
          warn: () => {
            throw failure;
          },
        },
        ringVolume: NaN,
      });
      expect(thrown).to.deep.equal([failure]);
      expect(element.ringVolume).to.equal(1);
      phone.ring();
      await element.answer();
    } finally {
      console.warn = warn;
      window.reportError = reportError;
    }
  });
});

describe("a token of the page", () => {
  for (const token of [null, undefined, 123_456, {}, { accessToken: "" }]) {
    it(`that is none (${JSON.stringify(token)}) is told of, without what it holds`, async () => {
      const { phone, warnings } = await warned({ getToken: () => Promise.resolve(token) });
      const { message } = await rejection(phone.options.getToken("start"));
      await rejection(phone.options.getToken("start"));
      expect(message).to.contain("getToken: expected an access token, got ").and.not.to.contain("123");
      expect(warnings).to.deep.equal([`<web-terminal> ${message}`]);
    });
  }

  it("without a usable life is used all the same", async () => {
    const token = { accessToken: "t", expiresIn: "soon" };
    const { phone, warnings } = await warned({ getToken: () => Promise.resolve(token) });
    expect(await phone.options.getToken("start")).to.equal("t");
    expect(warnings).to.have.length(1);
  });
});

describe("a call that the page asks for", () => {
  for (const number of [undefined, null, 4_790_000_002, {}]) {
    it(`is refused where its number is ${JSON.stringify(number)}, also when a listener wrote that`, async () => {
      const { element, phone, warnings } = await warned();
      expect(await rejection(element.dial(number as string))).to.have.property("code", "invalid-number");
      element.addEventListener("before-dial", (event) => (event.number = number as string));
      expect(await rejection(element.dial("+4790000002"))).to.have.property("code", "invalid-number");
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.contain("dial: number: expected a string, got ");
      expect(phone.asked).to.deep.equal([["connect"]]);
    });
  }

  it("is made without options that are none", async () => {
    for (const [options, count] of [
      [null, 0],
      ["Ada", 1],
      [{ label: { name } }, 1],
      [{ label: "" }, 0],
    ] as const) {
      const { element, phone, warnings } = await warned();
      await element.dial("+4790000002", options as unknown as DialOptions);
      expect(phone.asked.at(-1)).to.deep.equal(["dial", "+4790000002", { metadata: null }]);
      expect(warnings).to.have.length(count);
      await shown(element, "Hang up");
    }
  });

  it("has no metadata where a listener took it away", async () => {
    const { element, phone } = await warned();
    element.addEventListener("before-dial", (event) => (event.metadata = undefined));
    await element.dial("+4790000002", { metadata: { deal: 1 } });
    expect(phone.asked.at(-1)).to.deep.equal(["dial", "+4790000002", { metadata: null }]);
  });

  it("sends no digits that are no text", async () => {
    const { element, phone } = await warned();
    phone.show({ state: "active", answeredAt: 1 });
    expect(await rejection(element.sendDigits(5 as unknown as string))).to.have.property("code", "invalid-digits");
  });
});
