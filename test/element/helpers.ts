/** What all element tests share: a terminal with a fake phone, and ways to look into it. */
import { expect, fixtureSync, html, waitUntil } from "@open-wc/testing";
import "../../src/define.js";
// What the element fetches when it is first shown is fetched here, so that no test waits for the server.
import "../../src/element/panel/focus-manager.js";
import "../../src/numbers/number-rules.js";
import "../../src/element/notices/banners.js";
import "../../src/element/contacts/contacts.js";
import "../../src/element/notices/device-notice.js";
import "../../src/element/call/ended-view.js";
import "../../src/element/floating/floating.js";
import "../../src/element/history/history.js";
import "../../src/element/call/keypad.js";
import "../../src/element/call/media-session.js";
import "../../src/element/notices/error-notice.js";
import "../../src/element/notifications/notifications.js";
import "../../src/element/call/call-in-other-tab.js";
import "../../src/element/picture-in-picture/pip-window.js";
import "../../src/element/call/quality.js";
import "../../src/element/call/ring-on-mobile.js";
import "../../src/element/settings/settings.js";
import "../../src/element/setup/setup.js";
import "../../src/element/call/other-calls.js";
import "../../src/element/sign-in/sign-in.js";
import "../../src/element/notices/autoplay-blocked.js";
import { WebTerminalElement } from "../../src/index.js";
import { FakePhone } from "../support/fake-phone.js";

export interface Stage {
  readonly element: WebTerminalElement;
  /** The phone made last. */
  readonly phone: FakePhone;
  /** All phones made, oldest first. */
  readonly phones: readonly FakePhone[];
}

/** An element that is not in the page yet, with a fake phone behind it. */
export function makeTerminal(settings: Partial<WebTerminalElement> = {}): {
  element: WebTerminalElement;
  phones: FakePhone[];
} {
  const phones: FakePhone[] = [];
  const element = new WebTerminalElement((options) => {
    const phone = new FakePhone(options);
    phones.push(phone);
    return phone;
  });
  // Errors that a test provokes stay out of its report.
  const logger = { ...console, warn: () => undefined };
  Object.assign(element, { endpoint: "https://gateway.example", token: "demo-alice", logger, ...settings });
  return { element, phones };
}

/** A terminal in the page, registered. */
export async function stage(settings: Partial<WebTerminalElement> = {}): Promise<Stage> {
  const { element, phones } = makeTerminal(settings);
  fixtureSync(html`<div>${element}</div>`);
  // A browser that has just started takes its time.
  await waitUntil(() => element.connection === "ready", "the phone did not become ready", { timeout: 5000 });
  await element.updateComplete;
  return {
    element,
    phones,
    get phone() {
      return phones.at(-1) as FakePhone;
    },
  };
}

/** A terminal whose warnings are kept, with settings as an untyped page may write them. */
export async function warned(
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Stage & { warnings: string[] }> {
  const warnings: string[] = [];
  const logger = { ...console, warn: (text: string) => void warnings.push(text) };
  const staged = await stage({ ...settings, logger });
  return Object.assign(staged, { warnings });
}

/** Rings, answers with the panel's button, hangs up with it. */
export async function callThrough({ element, phone }: Stage): Promise<void> {
  mustPart(element, "answer-button").click();
  await waitUntil(() => element.call?.state === "active", "it was not answered");
  await element.updateComplete;
  mustPart(element, "hangup-button").click();
  await waitUntil(() => element.call?.state === "ended", "it was not hung up");
  expect(phone.asked.map(([method]) => method)).to.include.members(["answer", "hangup"]);
}

/** The first node with this part. */
export function part<Node extends HTMLElement = HTMLElement>(element: HTMLElement, name: string): Node | null {
  return element.shadowRoot?.querySelector<Node>(`[part~="${name}"]`) ?? null;
}

/** The node with this part, or a failed test. */
export function mustPart<Node extends HTMLElement = HTMLElement>(element: HTMLElement, name: string): Node {
  const found = part<Node>(element, name);
  if (found === null) throw new Error(`nothing has part="${name}"`);
  return found;
}

/** All that can be read in the panel. */
export function textOf(element: HTMLElement): string {
  return (element.shadowRoot?.textContent ?? "").replace(/\s+/g, " ");
}

/** Waits until something can be read in the panel: its part may still have to be fetched. */
export async function shown(element: HTMLElement, text: string): Promise<void> {
  await waitUntil(() => textOf(element).includes(text), `"${text}" is not shown`, { timeout: 8_000 });
}

/** What a screen reader was told last. */
export function said(element: HTMLElement): string {
  return element.shadowRoot?.querySelector("[role=status]")?.textContent ?? "";
}

/** A key pressed on a node inside the panel, as the browser would send it. Gives back whether it was left to others. */
export function pressKey(target: Element, key: string): boolean {
  return target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true }));
}

/** Writes into the number field, as a person would. */
export function typeNumber(element: HTMLElement, text: string): void {
  const field = mustPart<HTMLInputElement>(element, "display");
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
}

/** Text pasted on a node inside the panel, as the browser would send it. */
export function paste(target: Element, text: string): ClipboardEvent {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { bubbles: true, composed: true, cancelable: true });
  // Firefox empties what is given to the constructor.
  Object.defineProperty(event, "clipboardData", { value: clipboardData });
  target.dispatchEvent(event);
  return event;
}

/** All events of a name, as they come. */
export function record<Name extends keyof HTMLElementEventMap>(
  target: HTMLElement,
  name: Name,
): HTMLElementEventMap[Name][] {
  const events: HTMLElementEventMap[Name][] = [];
  target.addEventListener(name, (event) => events.push(event));
  return events;
}

/** The rejection of a promise. */
export async function rejection(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  return promise.then(
    () => {
      throw new Error("nothing was rejected");
    },
    (error: unknown) => error as Error & { code?: string },
  );
}

/** Axe measures colours: entrances and transitions have to be over. */
export async function settled(element: HTMLElement): Promise<void> {
  await (element as WebTerminalElement).updateComplete;
  for (const animation of element.shadowRoot?.getAnimations() ?? []) {
    if (animation.effect?.getComputedTiming().iterations === 1) animation.finish();
    else animation.cancel();
  }
}
