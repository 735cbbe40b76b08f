/** demo/hubspot/adapter.ts against stand-ins of both sides. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type CallingExtensions, type HubSpotHandlers, connectHubSpot } from "../../demo/hubspot/adapter.js";
import type { WebTerminalElement } from "web-terminal-phone";

/** A phone that notes what it is asked, and can fire events. */
class Phone extends EventTarget {
  readonly asked: string[] = [];
  connection = "ready";
  readonly #note = async (what: string): Promise<void> => void this.asked.push(what);
  dial = (number: string): Promise<void> => this.#note(`dial ${number}`);
  hangup = (): Promise<void> => this.#note("hangup");
  show = (): Promise<void> => this.#note("show");
  minimize = (): Promise<void> => this.#note("minimize");

  fire(type: string, fields: object): void {
    this.dispatchEvent(Object.assign(new Event(type), fields));
  }
}

function join(): { phone: Phone; said: [string, unknown][]; handlers: HubSpotHandlers } {
  const phone = new Phone();
  const said: [string, unknown][] = [];
  let handlers: HubSpotHandlers | undefined;
  const hubspot = new Proxy({}, { get: (_target, name: string) => (detail: unknown) => said.push([name, detail]) });
  connectHubSpot(phone as unknown as WebTerminalElement, (given) => {
    handlers = given;
    return hubspot as CallingExtensions;
  });
  assert.ok(handlers);
  return { phone, said, handlers };
}

const call = { id: "c1", number: "+4790000002", startedAt: 5 };

describe("the HubSpot adapter", () => {
  it("does what HubSpot asks", () => {
    const { phone, said, handlers } = join();
    handlers.onReady();
    handlers.onDialNumber({ phoneNumber: call.number });
    handlers.onEndCall();
    handlers.onVisibilityChanged({ isHidden: true });
    handlers.onVisibilityChanged({ isHidden: false });
    assert.deepEqual(said, [["initialized", { isLoggedIn: true, isAvailable: true }]]);
    assert.deepEqual(phone.asked, [`dial ${call.number}`, "hangup", "minimize", "show"]);
  });

  it("tells HubSpot of a call from its start to its end", () => {
    const { phone, said } = join();
    phone.fire("call-outgoing", { call });
    phone.fire("call-answered", { call });
    phone.fire("call-ended", { call, cause: "remote-hangup" });
    phone.fire("call-incoming", { call });
    phone.fire("call-ended", { call, cause: "missed" });
    phone.fire("call-ended", { call, cause: "media-failed" });
    const completed = ["callCompleted", { externalCallId: "c1", hideWidget: false }];
    assert.deepEqual(said, [
      ["outgoingCall", { toNumber: call.number, createEngagement: true, callStartTime: 5 }],
      ["callAnswered", { externalCallId: "c1" }],
      ["callEnded", { externalCallId: "c1", callEndStatus: "COMPLETED" }],
      completed,
      ["incomingCall", { fromNumber: call.number, createEngagement: true, externalCallId: "c1" }],
      ["callEnded", { externalCallId: "c1", callEndStatus: "MISSED" }],
      completed,
      ["callEnded", { externalCallId: "c1", callEndStatus: "FAILED" }],
      completed,
    ]);
  });

  it("tells HubSpot whether calls can be made", () => {
    const { phone, said } = join();
    for (const connection of ["ready", "reconnecting", "signed-out"]) phone.fire("connection-change", { connection });
    assert.deepEqual(
      said.map(([name]) => name),
      ["userAvailable", "userUnavailable", "userLoggedOut"],
    );
  });
});
