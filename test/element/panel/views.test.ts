import { expect, fixtureSync, html, waitUntil } from "@open-wc/testing";
import { TerminalError, type CallInfo, type WebTerminalElement } from "../../../src/index.js";
import type { FakePhone } from "../../support/fake-phone.js";
import {
  makeTerminal,
  mustPart,
  part,
  rejection,
  said,
  settled,
  shown,
  stage,
  textOf,
  type Stage,
} from "../helpers.js";

const ada = { name: "Ada Lovelace", detail: "Analytical Engines" };
const longName = "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine Supercalifragilisticexpialidocious";
const minuteAgo = (): number => Date.now() - 61_000;

interface View {
  readonly name: string;
  readonly shows: string;
  readonly parts?: readonly string[];
  readonly set?: (phone: FakePhone, element: WebTerminalElement, stage: Stage) => unknown;
}

/** A page that brings no token, and a person who has not signed in. */
async function askToSignIn({ element, phones }: Stage): Promise<void> {
  // The registration stays: another source of tokens counts from the next token on.
  Object.assign(element, { token: null, signIn: true });
  await element.updateComplete;
  phones.at(-1)?.update({ connection: "signed-out" });
  await waitUntil(() => part(element, "sign-in-button") !== null);
}

const active: Partial<CallInfo> = { state: "active", contact: ada };

const views: readonly View[] = [
  { name: "ready", shows: "Ready", parts: ["display", "dialpad", "key", "call-button", "status", "header", "panel"] },
  { name: "connecting", shows: "Connecting", set: (phone) => phone.update({ connection: "connecting" }) },
  {
    name: "reconnecting",
    shows: "You cannot receive calls",
    set: (phone) => phone.update({ connection: "reconnecting" }),
  },
  {
    name: "call elsewhere",
    shows: "on another device",
    parts: ["pull-banner"],
    set: (phone) => phone.update({ subscriber: "elsewhere", subscriberNumber: "+4790000003" }),
  },
  {
    name: "blocked microphone",
    shows: "The microphone is blocked.",
    set: (phone) => phone.update({ permission: "denied" }),
  },
  {
    name: "number that is none",
    shows: "That is not a phone number.",
    set: (_, element) => element.dial("12").catch(() => null),
  },
  {
    name: "ring",
    shows: "Incoming call",
    parts: ["ring-dialog", "contact", "answer-button", "reject-button"],
    set: (phone) => phone.ring({ contact: ada }),
  },
  { name: "ring of a withheld number", shows: "Unknown number", set: (phone) => phone.ring({ number: "" }) },
  {
    name: "dialing",
    shows: "Calling…",
    parts: ["hangup-button"],
    set: (phone) => phone.show({ direction: "outgoing", state: "dialing" }),
  },
  { name: "alerting", shows: "Ringing…", set: (phone) => phone.show({ direction: "outgoing", state: "alerting" }) },
  { name: "connecting audio", shows: "Connecting audio…", set: (phone) => phone.show({ state: "connecting" }) },
  {
    name: "active",
    shows: "1:01",
    parts: ["timer", "mute-button", "hold-button", "keypad-button", "to-phone-button", "hangup-button"],
    set: (phone) => phone.show({ ...active, answeredAt: minuteAgo() }),
  },
  {
    name: "muted",
    shows: "Microphone off",
    set: (phone) => phone.show({ ...active, answeredAt: minuteAgo(), muted: true }),
  },
  { name: "held", shows: "On hold", set: (phone) => phone.show({ ...active, answeredAt: minuteAgo(), held: true }) },
  {
    name: "recovering",
    shows: "Reconnecting the call…",
    set: (phone) => phone.show({ state: "recovering", answeredAt: minuteAgo() }),
  },
  {
    name: "moving",
    shows: "Moving to your mobile…",
    set: (phone) => phone.show({ state: "moving", answeredAt: minuteAgo() }),
  },
  {
    name: "keypad in a call",
    shows: "PQRS",
    parts: ["dialpad"],
    set: async (phone, element) => {
      phone.show({ ...active, answeredAt: minuteAgo() });
      await element.updateComplete;
      mustPart(element, "keypad-button").click();
    },
  },
  {
    name: "ended",
    shows: "The other side hung up",
    parts: ["call-button"],
    set: (phone) => {
      phone.show({ ...active, answeredAt: minuteAgo() });
      phone.end("remote-hangup");
    },
  },
  {
    name: "ended by trouble",
    shows: "Connect a headset or microphone.",
    set: (phone) => {
      const call = phone.show({ direction: "outgoing", state: "dialing" });
      phone.emit({ type: "terminal-error", error: new TerminalError("microphone-not-found"), call });
      phone.end("no-microphone");
    },
  },
  {
    name: "error",
    shows: "Wait a minute, then call again.",
    parts: ["toast"],
    set: (phone) => phone.emit({ type: "terminal-error", error: new TerminalError("rate-limited"), call: null }),
  },
  { name: "signed out", shows: "You are signed out", set: (phone) => phone.update({ connection: "signed-out" }) },
  {
    name: "signed out, with a button",
    shows: "Sign in to use the phone",
    parts: ["sign-in-button"],
    set: (_phone, _element, set) => askToSignIn(set),
  },
  {
    name: "window to sign in blocked",
    shows: "Allow pop-ups for this page",
    parts: ["sign-in-button"],
    set: async (_, element, set) => {
      await askToSignIn(set);
      const { open } = window;
      window.open = () => null;
      mustPart(element, "sign-in-button").click();
      window.open = open;
    },
  },
  {
    name: "failed",
    shows: "The phone service does not support this.",
    set: (phone) => {
      phone.emit({ type: "terminal-error", error: new TerminalError("unimplemented"), call: null });
      phone.update({ connection: "failed" });
    },
  },
  { name: "disconnected", shows: "The phone is disconnected", set: (_, element) => element.disconnect() },
];

describe("views", () => {
  for (const { name, shows, parts = [], set } of views) {
    for (const theme of ["light", "dark"] as const) {
      it(`shows "${name}" in ${theme}, accessibly`, async () => {
        const staged = await stage({ theme });
        const { element, phone } = staged;
        await set?.(phone, element, staged);
        await shown(element, shows);
        for (const wanted of parts) await waitUntil(() => part(element, wanted), `nothing has part="${wanted}"`);
        await settled(element);
        await expect(element).to.be.accessible();
      });
    }
  }

  it("says what is missing while it is not set up", async () => {
    const element = fixtureSync<WebTerminalElement>(html`<web-terminal></web-terminal>`);
    await shown(element, "This phone is not set up yet");
    expect(textOf(element)).to.contain("endpoint").and.to.contain("token-url");
    await expect(element).to.be.accessible();
    element.token = "demo-alice";
    await element.updateComplete;
    expect(textOf(element)).to.contain("endpoint").and.not.to.contain("token-url");
  });

  it("says that it is switched off", async () => {
    const { element, phones } = makeTerminal({ disabled: true });
    fixtureSync(html`<div>${element}</div>`);
    await shown(element, "switched off");
    expect(await rejection(element.dial("+4790000002"))).to.have.property("code", "not-connected");
    expect(phones).to.be.empty;
    await expect(element).to.be.accessible();
  });

  it("renders nothing when headless, and still calls", async () => {
    const { element, phone } = await stage({ mode: "headless" });
    expect(element.shadowRoot?.querySelector("*:not(style)")).to.equal(null);
    await element.dial("+4790000002");
    expect(phone.asked.at(-1)?.[0]).to.equal("dial");
  });

  it("folds a floating phone away and opens it for a ring", async () => {
    const { element, phone } = await stage({ mode: "floating" });
    await waitUntil(() => part(element, "badge") !== null);
    expect(part(element, "panel")).to.equal(null);
    await expect(element).to.be.accessible();
    mustPart(element, "badge").click();
    await waitUntil(() => part(element, "panel") !== null);
    await element.minimize();
    expect(part(element, "panel")).to.equal(null);
    phone.ring();
    await waitUntil(() => part(element, "ring-dialog") !== null);
    await element.answer();
    await element.updateComplete;
    expect(part(element, "hangup-button")).to.exist;
  });

  it("never lets a long name break the layout", async () => {
    for (const width of [280, 360, 640]) {
      const { element, phone } = await stage();
      (element.parentElement as HTMLElement).style.width = `${width}px`;
      phone.ring({ contact: { name: longName, detail: longName } });
      await element.updateComplete;
      const panel = mustPart(element, "panel");
      expect(panel.scrollWidth, `${width}`).to.be.at.most(panel.clientWidth);
      expect(panel.getBoundingClientRect().width).to.be.at.most(width);
      element.remove();
    }
  });

  it("keeps numbers and keys from left to right in words from right to left", async () => {
    const { element, phone } = await stage({ lang: "he", strings: { direction: "rtl", call: "חיוג" } });
    const keys = [...(element.shadowRoot?.querySelectorAll<HTMLElement>("[part=key]") ?? [])];
    expect(keys[0]?.getBoundingClientRect().left).to.be.below(keys[2]?.getBoundingClientRect().left ?? 0);
    phone.ring();
    await element.updateComplete;
    expect(getComputedStyle(element.shadowRoot?.querySelector(".number") as Element).direction).to.equal("ltr");
    const reject = mustPart(element, "reject-button").getBoundingClientRect();
    expect(reject.left).to.be.above(mustPart(element, "answer-button").getBoundingClientRect().left);
  });

  it("says each change of state once, and never the time", async () => {
    const { element, phone } = await stage();
    const heard: string[] = [];
    const region = element.shadowRoot?.querySelector("[role=status]") as Element;
    const observer = new MutationObserver(() => heard.push(said(element)));
    observer.observe(region, { childList: true, characterData: true, subtree: true });
    phone.ring({ contact: ada });
    await element.updateComplete;
    await element.answer();
    await element.updateComplete;
    const timer = mustPart(element, "timer").textContent;
    await waitUntil(() => mustPart(element, "timer").textContent !== timer, "the timer stands", { timeout: 3000 });
    observer.disconnect();
    expect(heard).to.deep.equal(["Incoming call from Ada Lovelace", "In call with Ada Lovelace"]);
  });

  it("gives every control at least 24 px, the main ones 44", async () => {
    const { element, phone } = await stage({ theme: "light" });
    const check = (): void => {
      for (const button of element.shadowRoot?.querySelectorAll("button:not([hidden])") ?? []) {
        const { width, height } = button.getBoundingClientRect();
        const least = /\b(main|round|key)\b/.test(button.className) ? 44 : 24;
        expect(Math.min(width, height), button.outerHTML).to.be.at.least(least);
      }
    };
    check();
    phone.ring();
    await settled(element);
    check();
    await element.answer();
    await settled(element);
    check();
  });

  it("takes words from strings", async () => {
    const { element } = await stage({ strings: { call: "Anrufen", "status-ready": "Bereit" } });
    expect(textOf(element)).to.contain("Anrufen").and.to.contain("Bereit");
  });
});
