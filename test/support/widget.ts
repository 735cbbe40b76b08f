/** Drives the widget of a page through its public contract, as an integrator's code would. */
import assert from "node:assert/strict";
import type { CallInfo } from "../../src/call/model.js";
import type { TestBrowser, TestPage, OpenOptions } from "./browser.js";
import { until } from "./browser.js";
import type { Stage, Transport } from "./stage.js";

/** How a method of the widget settled. */
export type Settled =
  { readonly value: unknown } | { readonly error: string; readonly message: string; readonly hint: string };

/** A page with its widget. */
export interface Widget extends TestPage {
  /** Calls a method, and tells how it settled. */
  settle(method: string, ...args: readonly unknown[]): Promise<Settled>;
  /** Calls a method that has to succeed. */
  do(method: string, ...args: readonly unknown[]): Promise<unknown>;
  /** Calls a method that has to fail, and gives the error's code. */
  fail(method: string, ...args: readonly unknown[]): Promise<string>;
  get<T>(property: string): Promise<T>;
  /** Waits until the call on screen is in this state. */
  waitForState(state: string, timeout?: number): Promise<void>;
  waitForConnection(connection: string, timeout?: number): Promise<void>;
  /** What the widget shows, as text. */
  text(): Promise<string>;
}

/** Opens the demo page as a user, and waits until the widget is registered. */
export async function openWidget(
  browser: TestBrowser,
  stage: Stage,
  user: string,
  options: OpenOptions & { readonly ready?: boolean; readonly url?: string; readonly transport?: Transport } = {},
): Promise<Widget> {
  const page = await browser.open(options.url ?? stage.pageOf(user, options.transport), options);
  const widget = widgetOf(page);
  if (options.ready !== false) await widget.waitForConnection("ready");
  return widget;
}

/** The widget of a page that is open. */
export function widgetOf(page: TestPage): Widget {
  const settle = (method: string, ...args: readonly unknown[]): Promise<Settled> =>
    page.page.evaluate(
      async (name, values) => {
        const element = document.querySelector("web-terminal") as unknown as Record<
          string,
          (...args: unknown[]) => unknown
        >;
        try {
          return { value: (await element[name]!(...values)) ?? null };
        } catch (reason) {
          const error = reason as { code?: string; message: string; hint?: string };
          return {
            error: error.code ?? `not a TerminalError: ${error.message}`,
            message: error.message,
            hint: error.hint ?? "",
          };
        }
      },
      method,
      args as unknown[],
    );

  return {
    ...page,
    settle,
    async do(method, ...args) {
      const settled = await settle(method, ...args);
      if ("error" in settled) assert.fail(`${method} failed: ${settled.error}: ${settled.message}`);
      return settled.value;
    },
    async fail(method, ...args) {
      const settled = await settle(method, ...args);
      assert.ok("error" in settled, `${method} did not fail`);
      assert.notEqual(settled.message, "");
      return settled.error;
    },
    get: <T>(property: string) =>
      page.page.evaluate(
        (name) => (document.querySelector("web-terminal") as unknown as Record<string, unknown>)[name],
        property,
      ) as Promise<T>,
    waitForState: (state, timeout) =>
      page.waitFor(`document.querySelector("web-terminal").call?.state === "${state}"`, timeout),
    waitForConnection: (connection, timeout) =>
      page.waitFor(`document.querySelector("web-terminal")?.connection === "${connection}"`, timeout),
    text: () =>
      page.page.evaluate(
        () => document.querySelector("web-terminal")?.shadowRoot?.textContent?.replace(/\s+/g, " ") ?? "",
      ),
  };
}

/** The widget has let go of everything: no microphone, no peer connection, no sound. */
export async function waitUntilReleased(widget: Widget): Promise<void> {
  await until("the microphone to stop", async () => (await widget.liveTracks()) === 0);
  await until("the peer connections to close", async () => (await widget.openPeerConnections()) === 0);
  const bundle = (await widget.do("supportBundle")) as { resources: { callMedia: number; timers: number } };
  assert.deepEqual(bundle.resources, { callMedia: 0, timers: 0 });
}

/** The call on screen. */
export async function callOf(widget: Widget): Promise<CallInfo> {
  const call = await widget.get<CallInfo | null>("call");
  assert.ok(call, "no call on screen");
  return call;
}

/** The cause with which the `after`-th call of a page ended. */
export async function endOf(widget: Widget, after = 0): Promise<string> {
  return (await widget.waitForEvent("call-ended", { after }))["cause"] as string;
}
