/** What happens to a call under way, and what has to be left of it; on whatever transport its page has. */
import assert from "node:assert/strict";
import { Code } from "@connectrpc/connect";
import { until } from "./browser.js";
import { watchGaps, worstGap } from "./gaps.js";
import { coreHears, type Stage } from "./stage.js";
import { callOf, type Widget } from "./widget.js";

/** The tone of the page's own microphone. */
export const ownTone = 700;

/**
 * What people notice: the longest time without a packet, in milliseconds. Firefox tells of packets
 * as it plays them, which on a busy machine is late: there it only shows that no leg was missing.
 */
export const noticeable = process.env["E2E_BROWSER"] === "firefox" ? 1_000 : 200;

/** Something that happens to a call. It resolves when it is over for the network; the call may still be on its way back. */
export type Trouble = (stage: Stage, widget: Widget) => Promise<void>;

/** A stream breaks and cannot be opened for five seconds. */
export const streamBreaks: Trouble = async (stage, widget) => {
  await stage.control().refuseStreams({ user: "alice", seconds: 5 });
  await stage.control().breakStreams({ user: "alice", code: Code.Unavailable });
  await widget.waitForState("recovering");
  await widget.waitForTone(440);
  await widget.waitForEvent("availability-gap");
};

/** The gateway is killed, and started anew. */
export const gatewayIsKilled: Trouble = async (stage, widget) => {
  await stage.gateway.kill();
  await widget.waitForState("recovering");
  await widget.waitForTone(440);
  await stage.gateway.start();
};

/** The core refuses the token, and takes the next one. */
export const tokenExpires: Trouble = async (stage, widget) => {
  await widget.page.evaluate(() => {
    const element = document.querySelector("web-terminal")!;
    const reasons: string[] = [];
    Object.assign(globalThis, { reasons });
    element.getToken = async (reason: string) => {
      reasons.push(reason);
      return "demo-alice";
    };
  });
  await stage.control().breakStreams({ user: "alice", code: Code.Unauthenticated });
  await widget.waitFor("reasons.length > 0");
  await widget.waitForConnection("ready");
  assert.deepEqual(await widget.page.evaluate("reasons"), ["rejected"]);
};

/** Calls the tone, and listens for gaps from then on; gives the call's id. */
export async function beginCall(widget: Widget): Promise<string> {
  await widget.do("dial", "+4780000002");
  await widget.waitForTone(440);
  await watchGaps(widget);
  return (await callOf(widget)).id;
}

/** It is the same call, both hear each other, and nobody has noticed anything. */
export async function goesOn(stage: Stage, widget: Widget, id: string): Promise<void> {
  await widget.waitForConnection("ready", 60_000);
  await widget.waitForState("active");
  await widget.waitForTone(440);
  assert.equal((await callOf(widget)).id, id);
  assert.equal((await widget.events("call-ended")).length, 0);
  const gap = await worstGap(widget);
  assert.ok(gap <= noticeable, `nothing was heard for ${Math.round(gap)} ms`);
  await until("one peer connection to be left", async () => (await widget.openPeerConnections()) === 1);
  await coreHears(stage, ownTone);
}
