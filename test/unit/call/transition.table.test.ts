/** The machine, cell by cell: every state and every event, with one call or none at hand. */
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { describe as group, test } from "node:test";
import type { MachineInput } from "../../../src/call/inputs.js";
import type { Snapshot } from "../../../src/call/model.js";
import { transition } from "../../../src/call/transition.js";
import * as make from "./states.js";
import { AT, freeze, ID, nameOf, NUMBER, OTHER, stateNames, states, type Room, type StateName } from "./states.js";
import { inMultiple, inSingle, type EventName } from "./table.js";

const events: Readonly<Record<EventName, MachineInput>> = {
  dial: make.dial(OTHER),
  answer: make.intent("answer"),
  reject: make.intent("reject"),
  hangup: make.intent("hangup"),
  pull: make.pull,
  "to-phone": make.intent("to-phone"),
  mute: { type: "mute", id: ID, on: true },
  hold: { type: "hold", id: ID, on: true },
  dismiss: make.intent("dismiss"),
  resume: {
    type: "resume",
    call: {
      id: OTHER,
      number: NUMBER,
      direction: "outgoing",
      startedAt: AT,
      answeredAt: AT,
      muted: false,
      held: false,
      label: null,
      metadata: null,
    },
  },
  "registration-connecting": { type: "registration-connecting" },
  "registration-open": make.open,
  "registration-lost": make.lost,
  "registration-refused": { type: "registration-refused", state: "signed-out", reason: "refused" },
  "calls-stranded": { type: "calls-stranded", ids: [ID] },
  claim: { type: "claim", id: ID },
  abandoned: { type: "abandoned", id: ID },
  "registration-closed": { type: "registration-closed" },
  "message offer": make.offered(),
  "message answer": make.answered(),
  "message ringing": make.ringing(),
  "message bye": make.bye(),
  "message idle": make.idle(ID),
  "message in-call": make.inCall(),
  "message error": make.failed("UNKNOWN"),
  "message to-phone": make.from({ type: "to-phone" }),
  "message unknown": make.from({ type: "unknown" }),
  "media-local": make.local("answer"),
  "media-microphone": make.microphone(),
  "media-connected": make.media("media-connected"),
  "media-flowing": make.media("media-flowing"),
  "media-disconnected": make.media("media-disconnected"),
  "media-connection-failed": make.media("media-connection-failed"),
  "media-operation-failed": make.mediaFailed("answer"),
  configure: { type: "configure", busy: "reject" },
  "network-changed": { type: "network-changed" },
  "timer no-answer": { type: "timer", id: ID, name: "no-answer" },
  "timer retry": { type: "timer", id: ID, name: "retry" },
  "timer offered-again": { type: "timer", id: ID, name: "offered-again" },
  "timer media": { type: "timer", id: ID, name: "media" },
  "timer promote": { type: "timer", id: ID, name: "promote" },
  "timer move": { type: "timer", id: ID, name: "move" },
  "timer abandoned": { type: "timer", id: ID, name: "abandoned" },
  "timer give-up": { type: "timer", id: ID, name: "give-up" },
};
const eventNames = Object.keys(events) as EventName[];

/** A cell: the call's next state, and what is to be done. */
function outcome(before: Snapshot, event: MachineInput): string {
  const [next, effects] = transition(freeze(before), freeze(event), AT);
  if (effects.length === 0) {
    if (isDeepStrictEqual(next, before)) return "ignored";
    if (isDeepStrictEqual({ ...next, dropped: before.dropped }, before)) return "dropped";
  }
  const call = [...next.calls.values()]
    .map((each) => (each.id === ID ? each.state : `other ${each.state}`))
    .join(" and ");
  return [call === "" ? "none" : call, effects.map(nameOf).join(", ")].filter((part) => part !== "").join(": ");
}

if (process.env["PRINT_TABLE"] === "1") {
  const cells = (callMode: Room): Record<string, Record<string, string>> =>
    Object.fromEntries(
      eventNames.map((name) => [
        name,
        Object.fromEntries(stateNames.map((state) => [state, outcome(states[state](callMode), events[name])])),
      ]),
    );
  const [single, multiple] = [cells("single"), cells("multiple")];
  for (const name of eventNames) {
    for (const state of stateNames) if (multiple[name]![state] === single[name]![state]) delete multiple[name]![state];
    if (Object.keys(multiple[name]!).length === 0) delete multiple[name];
  }
  console.log(JSON.stringify({ single, multiple }));
}

const expected: Readonly<Record<Room, (event: EventName, state: StateName) => string>> = {
  single: (event, state) => inSingle[event][state],
  multiple: (event, state) => inMultiple[event]?.[state] ?? inSingle[event][state],
};

for (const callMode of ["single", "multiple"] as const) {
  group(`the machine with room for ${callMode === "single" ? "one call" : "many calls"}`, () => {
    for (const name of eventNames) {
      test(`meets ${name} in every state as the table says`, () => {
        const is = Object.fromEntries(
          stateNames.map((state) => [state, outcome(states[state](callMode), events[name])]),
        );
        const should = Object.fromEntries(stateNames.map((state) => [state, expected[callMode](name, state)]));
        assert.deepEqual(is, should);
      });
    }
  });
}

test("each way of building a state leads to it", () => {
  for (const callMode of ["single", "multiple"] as const) {
    for (const state of stateNames) assert.equal(make.callIn(states[state](callMode))?.state ?? "none", state);
  }
});

test("the table has a row for every event and a cell for every state", () => {
  assert.deepEqual(Object.keys(inSingle).sort(), [...eventNames].sort());
  for (const name of eventNames) assert.deepEqual(Object.keys(inSingle[name]).sort(), [...stateNames].sort());
});
