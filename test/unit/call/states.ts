/** Snapshots for tests of the machine, reached the way a terminal reaches them: by events. */
import type { CallEvent, Effect, MediaEvent } from "../../../src/call/inputs.js";
import { initialSnapshot, type Call, type CallState, type Snapshot } from "../../../src/call/model.js";
import { transition } from "../../../src/call/transition.js";
import { TerminalError } from "../../../src/errors.js";
import type { PipeMessage, PipeMessageBody } from "../../../src/registration/core-message.js";

export type Room = Snapshot["room"];

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
export const from = (body: PipeMessageBody, callId = ID): CallEvent => ({
  type: "message",
  message: { ...body, callId } as PipeMessage,
});
export const offered = (callId = ID, sdp = "core's offer"): CallEvent =>
  from({ type: "offer", sdp, number: NUMBER }, callId);
export const answered = (callId = ID): CallEvent => from({ type: "answer", sdp: "core's answer" }, callId);
export const ringing = (callId = ID): CallEvent => from({ type: "ringing" }, callId);
export const bye = (callId = ID): CallEvent => from({ type: "bye" }, callId);
export const idle = (callId = ""): CallEvent => from({ type: "idle" }, callId);
export const inCall = (callId = ID): CallEvent => from({ type: "in-call", number: NUMBER }, callId);
export const failed = (code: Extract<PipeMessage, { type: "error" }>["code"], callId = ID): CallEvent =>
  from({ type: "error", code }, callId);

/** What a person does. */
export const dial = (id = ID): CallEvent => ({ type: "dial", id, number: NUMBER, label: null, metadata: null });
export const intent = (type: "answer" | "reject" | "hangup" | "to-phone" | "dismiss", id = ID): CallEvent => ({
  type,
  id,
});
export const pull: CallEvent = { type: "pull" };

/** What media reports. */
export const local = (kind: "offer" | "answer", leg = 0, id = ID): CallEvent => ({
  type: "media-local",
  id,
  leg,
  kind,
  sdp: `our ${kind} ${leg}`,
});
export const microphone = (id = ID): CallEvent => ({ type: "media-microphone", id });
export const media = (
  type: Exclude<MediaEvent["type"], "media-local" | "media-microphone" | "media-failed">,
  leg = 0,
  id = ID,
): CallEvent => ({ type, id, leg });
export const mediaFailed = (
  during: Extract<MediaEvent, { type: "media-failed" }>["during"],
  leg = 0,
  id = ID,
): CallEvent => ({
  type: "media-failed",
  id,
  leg,
  during,
  error: new TerminalError(during === "microphone" ? "microphone-denied" : "bad-sdp"),
});

/** What the stream does. */
export const lost: CallEvent = { type: "link-lost", reason: "gone" };
export const open: CallEvent = { type: "link-open" };

/** Runs events, and forgets what they asked for. */
export function after(start: Snapshot, ...events: readonly CallEvent[]): Snapshot {
  return events.reduce((snapshot, event) => transition(freeze(snapshot), freeze(event), AT)[0], start);
}

/** A registered terminal without calls. */
export function ready(room: Room = "single", busy: Snapshot["busy"] = "wait"): Snapshot {
  const start = after(initialSnapshot({ room, busy }), { type: "link-connecting" }, open);
  return room === "single" ? after(start, idle()) : start;
}

/** Every state of a call, and `none`, each by the shortest way. */
export const states: Readonly<Record<CallState | "none", (room: Room) => Snapshot>> = {
  none: (room) => ready(room),
  dialing: (room) => after(ready(room), dial(), local("offer"), microphone()),
  alerting: (room) => after(states.dialing(room), ringing()),
  incoming: (room) => after(ready(room), offered(), local("answer")),
  answering: (room) => after(states.incoming(room), intent("answer")),
  connecting: (room) => after(states.dialing(room), answered()),
  active: (room) => after(states.connecting(room), media("media-connected")),
  moving: (room) => after(states.active(room), intent("to-phone")),
  /** A fresh leg's offer is under way, and the old leg is still heard. */
  recovering: (room) =>
    after(
      states.active(room),
      lost,
      { type: "link-connecting" },
      open,
      ...(room === "single" ? [inCall()] : []),
      local("offer", 1),
    ),
  ended: (room) => after(states.active(room), bye()),
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
    case "microphone":
    case "audio":
    case "release":
    case "renegotiated":
    case "gap":
    case "probe":
      return effect.type;
  }
}
