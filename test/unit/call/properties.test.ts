/** What holds for the machine whatever happens in whatever order. */
import assert from "node:assert/strict";
import { describe as group, test } from "node:test";
import fc from "fast-check";
import type { MachineInput, Effect, TimerName } from "../../../src/call/inputs.js";
import type { Call, Snapshot } from "../../../src/call/model.js";
import { changesBetween } from "../../../src/call/changes.js";
import { infoOf, onScreen } from "../../../src/call/selectors.js";
import { transition } from "../../../src/call/transition.js";
import type { CoreErrorCode, CoreMessageBody } from "../../../src/registration/core-message.js";
import { TerminalError } from "../../../src/errors.js";
import { AT, freeze, from, ID, NUMBER, OTHER, ready, type Room } from "./states.js";

const THIRD = "33333333-3333-4333-8333-333333333333";
const id = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(ID, ID, OTHER, THIRD) },
  { weight: 1, arbitrary: fc.constantFrom("", "not a UUID", "__proto__") },
);
const leg = fc.nat(3);
const flag = fc.boolean();
const always = <const T>(value: T): fc.Arbitrary<T> => fc.constant(value);

const body: fc.Arbitrary<CoreMessageBody> = fc.oneof(
  fc.record({ type: always("offer"), sdp: fc.constantFrom("an offer", ""), number: fc.constantFrom(NUMBER, "") }),
  fc.record({ type: always("answer"), sdp: always("an answer") }),
  fc.record({ type: fc.constantFrom("ringing", "bye", "idle", "to-phone", "unknown") }),
  fc.record({ type: always("in-call"), number: always(NUMBER) }),
  fc.record({
    type: always("error"),
    code: fc.constantFrom<CoreErrorCode[]>("UNKNOWN", "NOT_INCALL", "TRY_AGAIN", "INVALID_CALL_ID", "RATE_LIMIT_HIT"),
  }),
);

const people: fc.Arbitrary<MachineInput> = fc.oneof(
  fc.record({ type: always("dial"), id, number: always(NUMBER), label: always(null), metadata: always(null) }),
  fc.record({ type: fc.constantFrom("answer", "answer", "reject", "hangup", "to-phone", "dismiss"), id }),
  fc.record({ type: always("pull") }),
  fc.record({ type: fc.constantFrom("mute", "hold"), id, on: flag }),
  fc.record({
    type: always("resume"),
    call: fc.record({
      id,
      number: always(NUMBER),
      direction: fc.constantFrom("outgoing", "incoming", "pulled"),
      startedAt: always(AT),
      answeredAt: fc.constantFrom(AT, null),
      muted: flag,
      held: flag,
      label: always(null),
      metadata: always(null),
    }),
  }),
);

const links: fc.Arbitrary<MachineInput> = fc.oneof(
  fc.record({ type: fc.constantFrom("registration-connecting", "registration-open", "registration-open") }),
  fc.record({ type: always("registration-lost"), reason: always("") }),
  fc.record({
    type: always("registration-refused"),
    state: fc.constantFrom("signed-out", "failed"),
    reason: always(""),
  }),
  fc.record({ type: fc.constantFrom("registration-closed", "network-changed") }),
  fc.record({ type: always("calls-stranded"), ids: fc.uniqueArray(id, { maxLength: 2 }) }),
  fc.record({ type: always("configure"), busy: fc.constantFrom("wait", "reject") }),
);

const media: fc.Arbitrary<MachineInput> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: always("media-local"),
      id,
      leg,
      kind: fc.constantFrom("offer", "answer"),
      sdp: always("ours"),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: always("media-microphone"), id }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constantFrom(
        "media-connected",
        "media-connected",
        "media-flowing",
        "media-disconnected",
        "media-connection-failed",
      ),
      id,
      leg,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: always("media-operation-failed"),
      id,
      leg,
      during: fc.constantFrom("offer", "answer", "apply", "microphone"),
      error: fc.constantFrom(new TerminalError("bad-sdp"), new TerminalError("microphone-denied")),
    }),
  },
);

const timers: fc.Arbitrary<MachineInput> = fc.record({
  type: always("timer"),
  id,
  name: fc.constantFrom<TimerName[]>("no-answer", "retry", "offered-again", "media", "promote", "move", "give-up"),
});

const happenings: fc.Arbitrary<MachineInput[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.tuple(body, id).map(([said, callId]) => from(said, callId)) },
    { weight: 6, arbitrary: people },
    { weight: 8, arbitrary: media },
    { weight: 2, arbitrary: links },
    { weight: 3, arbitrary: timers },
  ),
  { minLength: 5, maxLength: 60, size: "max" },
);

interface Draft {
  readonly before: Snapshot;
  readonly event: MachineInput;
  readonly next: Snapshot;
  readonly effects: readonly Effect[];
}

const liveIn = (snapshot: Snapshot): Call[] => [...snapshot.calls.values()].filter((call) => call.state !== "ended");
const isLive = (snapshot: Snapshot, callId: string): boolean =>
  (snapshot.calls.get(callId)?.state ?? "ended") !== "ended";

/** Runs random events on frozen ground, and looks at every turn. */
function throughout(callMode: Room, look: () => (draft: Draft) => void): void {
  fc.assert(
    fc.property(happenings, (events) => {
      const judge = look();
      let snapshot = freeze(ready(callMode));
      let at = AT;
      for (const event of events) {
        at += 500;
        const before = snapshot;
        const [next, effects] = transition(before, freeze(event), at);
        snapshot = freeze(next);
        judge({ before, event, next, effects });
      }
    }),
    { numRuns: 200, includeErrorInReport: true },
  );
}

/** What has to be running for a call that waits: without it nothing would ever get it out of its state. */
function wayOut(call: Call): readonly TimerName[] {
  switch (call.state) {
    case "dialing":
      return call.sent ? ["no-answer"] : [];
    case "alerting":
      return ["no-answer"];
    case "incoming":
    case "answering":
      return call.leg === null ? ["offered-again"] : [];
    case "connecting":
      return ["media"];
    case "moving":
      return ["move"];
    case "recovering":
      return ["media"];
    case "active":
    case "ended":
      return [];
  }
}

/** The same while no stream stands. */
function wayOutOffline(call: Call): readonly TimerName[] {
  if (call.state === "recovering") return ["give-up"];
  const rings = (call.state === "incoming" || call.state === "answering") && call.leg === null;
  return rings ? ["offered-again"] : [];
}

for (const callMode of ["single", "multiple"] as const) {
  group(`the machine with room for ${callMode === "single" ? "one call" : "many calls"}, whatever happens,`, () => {
    test("throws nothing, changes nothing that it was given, and can always be shown", () => {
      throughout(callMode, () => ({ before, next }) => {
        changesBetween(before, next);
        for (const call of next.calls.values()) infoOf(call);
        onScreen(next);
      });
    });

    test("says Bye at most once on a stream in the life of a call, and never after it was told Bye", () => {
      throughout(callMode, () => {
        const said = new Set<string>();
        const told = new Set<string>();
        return ({ before, event, next, effects }) => {
          for (const effect of effects) {
            if (effect.type !== "send" || effect.message.type !== "bye") continue;
            const { callId } = effect.message;
            // A caller who is turned away has no call here.
            if (event.type === "message" && event.message.type === "offer" && !before.owedByes.includes(callId))
              continue;
            assert.ok(!said.has(callId), `a second Bye for ${callId}`);
            assert.ok(!told.has(callId), `a Bye for ${callId}, which ended by one`);
            said.add(callId);
          }
          // What was said on a stream that broke may not have been heard.
          if (event.type === "registration-lost" || event.type === "registration-refused") said.clear();
          for (const call of next.calls.values()) {
            if (
              isLive(before, call.id) &&
              call.state === "ended" &&
              event.type === "message" &&
              event.message.type === "bye"
            ) {
              told.add(call.id);
            }
            if (!isLive(before, call.id) && call.state !== "ended") {
              said.delete(call.id);
              told.delete(call.id);
            }
          }
        };
      });
    });

    test("frees each call exactly once, when it ends", () => {
      throughout(callMode, () => ({ before, next, effects }) => {
        const released = effects.flatMap((effect) => (effect.type === "release" ? [effect.id] : []));
        const ended = liveIn(before).filter((call) => !isLive(next, call.id));
        assert.deepEqual(released.sort(), ended.map((call) => call.id).sort());
      });
    });

    test("runs timers of live calls only, and one wherever a call waits", () => {
      throughout(callMode, () => {
        const running = new Set<string>();
        return ({ event, next, effects }) => {
          if (event.type === "timer") running.delete(`${event.id} ${event.name}`);
          for (const effect of effects) {
            if (effect.type === "timer") running.add(`${effect.id} ${effect.name}`);
            if (effect.type === "stop-timer") running.delete(`${effect.id} ${effect.name}`);
            if (effect.type === "release") {
              for (const key of [...running]) if (key.startsWith(`${effect.id} `)) running.delete(key);
            }
          }
          for (const key of running)
            assert.ok(isLive(next, key.slice(0, key.lastIndexOf(" "))), `${key} of a dead call`);
          for (const call of liveIn(next)) {
            const needed = next.connection.state === "ready" ? wayOut(call) : wayOutOffline(call);
            for (const name of needed) assert.ok(running.has(`${call.id} ${name}`), `${call.state} without ${name}`);
          }
        };
      });
    });

    test("keeps the wishes for a call's sound until somebody wishes otherwise", () => {
      throughout(callMode, () => ({ before, event, next }) => {
        for (const call of liveIn(before)) {
          const now = next.calls.get(call.id);
          if (now === undefined) continue;
          const asked = "id" in event && event.id === call.id ? event.type : "";
          if (asked !== "mute") assert.equal(now.muted, call.muted);
          // Another call that is to be heard holds this one; nothing but a wish takes it back.
          const yields = ["dial", "pull", "answer", "hold"].includes(event.type) && !call.held;
          if (asked !== "hold" && !yields) assert.equal(now.held, call.held);
        }
      });
    });

    test("lets every live call be hung up", () => {
      throughout(callMode, () => ({ next }) => {
        for (const call of liveIn(next)) {
          const [after] = transition(next, { type: "hangup", id: call.id }, AT);
          assert.equal(after.calls.get(call.id)?.state, "ended", `${call.state} cannot be left`);
        }
      });
    });

    if (callMode === "single") {
      test("never has two live calls", () => {
        throughout(
          callMode,
          () =>
            ({ next }) =>
              assert.ok(liveIn(next).length <= 1),
        );
      });
    }
  });
}
