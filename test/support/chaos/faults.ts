/** Carries faults out on a stage, its pages and the media between them. */
import { create } from "@bufbuild/protobuf";
import {
  WebTerminalMessageSchema,
  type WebTerminalMessage,
} from "../../../src/gen/wgtwo/webterminal/v0/webterminal_pb.js";
import type { Blackhole, MediaRelay } from "../media-relay.js";
import type { Stage } from "../stage.js";
import type { Widget } from "../widget.js";
import type { Fault, Junk, Who } from "./plan.js";

/** What faults are carried out on. */
export interface Ground {
  readonly stage: Stage;
  readonly relay: MediaRelay;
  readonly pages: Readonly<Record<Who, Widget>>;
}

/** Carries out a fault in a call; resolves once whatever it took away is back, or will not come back. */
export type CarryOut = (fault: Fault, callId: string) => Promise<void>;

/** Runs in each page before its own scripts: a wall clock that can jump. A jump outlives a reload, as a real one does. */
export const clockScript = `(() => {
  const key = "chaos:clock";
  const now = Date.now.bind(Date);
  let shift = Number(sessionStorage.getItem(key) ?? 0);
  Date.now = () => now() + shift;
  globalThis.jumpClock = (by) => sessionStorage.setItem(key, String((shift += by)));
})();`;

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Runs tasks one after the other. */
function createLock(): (task: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (task) => {
    const run = last.then(task);
    last = run.catch(() => undefined);
    return run;
  };
}

function messagesOf(junk: Junk, callId: string): WebTerminalMessage[] {
  const id = { own: callId, random: crypto.randomUUID(), none: "" }[junk.id];
  const make = (message?: WebTerminalMessage["message"]): WebTerminalMessage =>
    create(WebTerminalMessageSchema, message === undefined ? { callId: id } : { callId: id, message });
  switch (junk.message) {
    case "empty":
      return [make()];
    case "unknown": {
      // A member that some later core may have: field 15, length-delimited, two bytes.
      const message = make();
      message.$unknown = [{ no: 15, wireType: 2, data: Uint8Array.of(2, 8, 1) }];
      return [message];
    }
    case "to-phone":
      return [
        create(WebTerminalMessageSchema, {
          callId: id,
          message: { case: "action", value: { message: { case: "toPhone", value: {} } } },
        }),
      ];
    case "idle":
    case "ringing":
      return [create(WebTerminalMessageSchema, { callId: id, message: { case: junk.message, value: {} } })];
    case "error":
      return [create(WebTerminalMessageSchema, { callId: id, message: { case: "error", value: { err: junk.code } } })];
    case "answer":
    case "offer":
      return [
        create(WebTerminalMessageSchema, { callId: id, message: { case: junk.message, value: { sdp: junk.sdp } } }),
      ];
    case "in-call":
      return [
        create(WebTerminalMessageSchema, {
          callId: id,
          message: { case: "inCall", value: { msisdn: { e164: "+4799999999" } } },
        }),
        create(WebTerminalMessageSchema, { callId: "", message: { case: "idle", value: {} } }),
      ];
  }
}

/** Makes what carries faults out. */
export function createFaults({ stage, relay, pages }: Ground): CarryOut {
  /** A page cannot be loaded from a gateway that is down, and each part is taken away once at a time. */
  const machines = createLock();
  /** One dead path at a time: a call is promised three tries, and each may need one. */
  const paths = createLock();
  const dead = new Set<Blackhole>();
  relay.blackhole((path) => [...dead].some((rule) => rule(path)));

  const part = (which: Stage["core"] | Stage["gateway"], downFor: number): Promise<void> =>
    machines(async () => {
      await ("kill" in which ? which.kill() : which.stop());
      await sleep(downFor);
      await which.start();
    });

  /** Runs a script in a page; a page that is being loaded meanwhile gets it once it is there. */
  const runIn = async (who: Who, script: string): Promise<void> => {
    try {
      await pages[who].page.evaluate(script);
    } catch (reason) {
      if (!/context/i.test(String(reason))) throw reason;
      await machines(() => pages[who].page.evaluate(script).then(() => undefined));
    }
  };

  const settled = (who: Who): Promise<void> =>
    // A call that has ended by another fault has no path to lose.
    pages[who].waitFor(
      '!["recovering", "connecting"].includes(document.querySelector("web-terminal")?.call?.state)',
      40_000,
    );

  return async (fault, callId) => {
    switch (fault.kind) {
      case "stream-break": {
        const control = stage.control();
        await control.refuseStreams({ user: fault.who, seconds: fault.refusedFor / 1_000 });
        await control.breakStreams({ user: fault.who, code: fault.code });
        await sleep(fault.refusedFor);
        return;
      }
      case "gateway-kill":
        return part(stage.gateway, fault.downFor);
      case "core-restart":
        return part(stage.core, fault.downFor);
      case "reload":
        return machines(async () => {
          await pages[fault.who].page.reload({ waitUntil: "load" });
          // A phone that is there has read what the page before left to it.
          await pages[fault.who].waitFor('document.querySelector("web-terminal").connection !== "offline"');
        });
      case "clock-jump":
        // Not between two pages: what one leaves to the next is good for a minute by the clock, as policy has it.
        return machines(() => pages[fault.who].page.evaluate(`jumpClock(${fault.by})`).then(() => undefined));
      case "network-change":
        return runIn(fault.who, "void dispatchEvent(new Event('online'))");
      case "blackhole":
        return paths(async () => {
          await settled(fault.who);
          const rule: Blackhole = fault.deadFor === 0 ? relay.existing(fault.who) : (path) => path.page === fault.who;
          dead.add(rule);
          if (fault.deadFor > 0) {
            await sleep(fault.deadFor);
            dead.delete(rule);
          }
        });
      case "junk":
        for (const message of messagesOf(fault.junk, callId)) await stage.control().send({ user: fault.who, message });
    }
  };
}
