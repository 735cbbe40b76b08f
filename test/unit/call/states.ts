/** Snapshots for tests of the machine, reached the way a terminal reaches them: by events. */
import type { MachineInput, Effect, MediaInput } from "../../../src/call/inputs.js";
import { initialSnapshot, type Call, type CallState, type Snapshot } from "../../../src/call/model.js";
import { transition } from "../../../src/call/transition.js";
import { TerminalError } from "../../../src/errors.js";
import type { CoreMessage, CoreMessageBody } from "../../../src/registration/core-message.js";

export type Room = Snapshot["callMode"];

export const ID = "11111111-1111-4111-8111-111111111111";
export const OTHER = "22222222-2222-4222-8222-222222222222";
export const NUMBER = "+4790000002";
export const AT = 1_700_000_000_000;

/** Freezes all that a snapshot or an event is made of: who writes on it, throws. */
export function freeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value) || value instanceof Error) return value;
  Object.freeze(value);
  for (const inner of value instanceof Map ? value.values() : Object.values(value)) freeze(inner);
  return value;
}

/** A message of the core. */
export const from = (body: CoreMessageBody, callId = ID): MachineInput => ({
  type: "message",
  message: { ...body, callId } as CoreMessage,
});
export const offered = (callId = ID, sdp = "core's offer"): MachineInput =>
  from({ type: "offer", sdp, number: NUMBER }, callId);
export const answered = (callId = ID): MachineInput => from({ type: "answer", sdp: "core's answer" }, callId);
export const ringing = (callId = ID): MachineInput => from({ type: "ringing" }, callId);
export const bye = (callId = ID): MachineInput => from({ type: "bye" }, callId);
export const idle = (callId = ""): MachineInput => from({ type: "idle" }, callId);
export const inCall = (callId = ID): MachineInput => from({ type: "in-call", number: NUMBER }, callId);
export const failed = (code: Extract<CoreMessage, { type: "error" }>["code"], callId = ID): MachineInput =>
  from({ type: "error", code }, callId);

/** What a person does. */
export const dial = (id = ID): MachineInput => ({ type: "dial", id, number: NUMBER, label: null, metadata: null });
export const intent = (type: "answer" | "reject" | "hangup" | "to-phone" | "dismiss", id = ID): MachineInput => ({
  type,
  id,
});
export const pull: MachineInput = { type: "pull" };

/** What media reports. */
export const local = (kind: "offer" | "answer", leg = 0, id = ID): MachineInput => ({
  type: "media-local",
  id,
  leg,
  kind,
  sdp: `our ${kind} ${leg}`,
});
export const microphone = (id = ID): MachineInput => ({ type: "media-microphone", id });
export const media = (
  type: Exclude<MediaInput["type"], "media-local" | "media-microphone" | "media-operation-failed">,
  leg = 0,
  id = ID,
): MachineInput => ({ type, id, leg });
export const mediaFailed = (
  during: Extract<MediaInput, { type: "media-operation-failed" }>["during"],
  leg = 0,
  id = ID,
): MachineInput => ({
  type: "media-operation-failed",
  id,
  leg,
  during,
  error: new TerminalError(during === "microphone" ? "microphone-denied" : "bad-sdp"),
});

/** What the stream does. */
export const lost: MachineInput = { type: "registration-lost", reason: "gone" };
export const open: MachineInput = { type: "registration-open" };

/** Runs events, and forgets what they asked for. */
export function after(start: Snapshot, ...events: readonly MachineInput[]): Snapshot {
  return events.reduce((snapshot, event) => transition(freeze(snapshot), freeze(event), AT)[0], start);
}

/** A registered terminal without calls. */
export function ready(callMode: Room = "single", busy: Snapshot["busy"] = "wait"): Snapshot {
  const start = after(initialSnapshot({ callMode, busy }), { type: "registration-connecting" }, open);
  return callMode === "single" ? after(start, idle()) : start;
}

/** Every state of a call, and `none`, each by the shortest way. */
export const states: Readonly<Record<CallState | "none", (callMode: Room) => Snapshot>> = {
  none: (callMode) => ready(callMode),
  dialing: (callMode) => after(ready(callMode), dial(), local("offer"), microphone()),
  alerting: (callMode) => after(states.dialing(callMode), ringing()),
  incoming: (callMode) => after(ready(callMode), offered(), local("answer")),
  answering: (callMode) => after(states.incoming(callMode), intent("answer")),
  connecting: (callMode) => after(states.dialing(callMode), answered()),
  active: (callMode) => after(states.connecting(callMode), media("media-connected")),
  moving: (callMode) => after(states.active(callMode), intent("to-phone")),
  /** A fresh leg's offer is under way, and the old leg is still heard. */
  recovering: (callMode) =>
    after(
      states.active(callMode),
      lost,
      { type: "registration-connecting" },
      open,
      ...(callMode === "single" ? [inCall()] : []),
      local("offer", 1),
    ),
  ended: (callMode) => after(states.active(callMode), bye()),
};

export type StateName = keyof typeof states;
export const stateNames = Object.keys(states) as StateName[];

export function callIn(snapshot: Snapshot, id = ID): Call | undefined {
  return snapshot.calls.get(id);
}

/** An effect in a word or two. */
export function nameOf(effect: Effect): string {
  switch (effect.type) {
    case "send":
      return `send ${effect.message.type}`;
    case "timer":
      return `timer ${effect.name}`;
    case "stop-timer":
      return `stop ${effect.name}`;
    case "report":
      return `report ${effect.code}`;
    case "offer":
      return effect.restart ? "ICE restart" : `offer ${effect.leg}`;
    case "answer":
    case "accept":
    case "apply":
    case "promote":
    case "close-leg":
      return `${effect.type} ${effect.leg}`;
    case "digits":
    case "microphone":
    case "audio":
    case "release":
    case "renegotiated":
    case "gap":
    case "probe":
      return effect.type;
  }
}
