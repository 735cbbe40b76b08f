/** The real phone with ports that do whatever they like: nothing may leak, hang or throw. */
import assert from "node:assert/strict";
import { describe as group, test } from "node:test";
import fc from "fast-check";
import type { Phone } from "../../../src/phone/index.js";
import type { CoreMessage } from "../../../src/registration/core-message.js";
import type { StatusCode } from "../../../src/wire/stream.js";
import { settled } from "../../support/fake-clock.js";
import { describe } from "../../support/fake-media.js";
import { createPhoneBench, type PhoneBench } from "../../support/phone-bench.js";

/** One thing that happens. It reads like a line of a log when a counterexample is printed. */
type Step =
  | readonly ["connect" | "disconnect" | "stand" | "pull" | "unlock"]
  | readonly ["dial" | "microphone" | "device" | "digits", string]
  | readonly ["answer" | "reject" | "hangup" | "to-phone" | "dismiss", number]
  | readonly ["mute" | "hold", number, boolean]
  | readonly ["say", CoreMessage["type"], number]
  | readonly ["junk", Uint8Array]
  | readonly ["end", StatusCode]
  | readonly ["media", number, "connected" | "disconnected" | "failed" | "hear"]
  | readonly ["pass", number]
  /** A call is dialed and answered, and its audio flows. */
  | readonly ["call"]
  /** A stream stands, and its first status is the first call's or, with false, `Idle`. */
  | readonly ["register", boolean];

const index = fc.nat(4);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom("connect", "disconnect", "pull", "unlock")) },
  { weight: 4, arbitrary: fc.tuple(fc.constant("stand")) },
  { weight: 4, arbitrary: fc.tuple(fc.constant("dial"), fc.constantFrom("+4790000002", "+4780000001")) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("microphone"), fc.constantFrom("grant", "hang", "NotAllowedError")) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom("device", "digits"), fc.constantFrom("12", "3,4#")) },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.constantFrom("answer", "answer", "reject", "hangup", "to-phone", "dismiss"), index),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom("mute", "hold"), index, fc.boolean()) },
  {
    weight: 12,
    arbitrary: fc.tuple(
      fc.constant("say"),
      fc.constantFrom<CoreMessage["type"][]>(
        ...(["offer", "offer", "answer", "answer", "ringing", "bye", "idle", "in-call", "error", "unknown"] as const),
      ),
      index,
    ),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constant("junk"), fc.uint8Array({ maxLength: 12 })) },
  {
    weight: 2,
    arbitrary: fc.tuple(
      fc.constant("end"),
      fc.constantFrom<StatusCode[]>("unavailable", "unavailable", "ok", "unauthenticated", "permission_denied"),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(
      fc.constant("media"),
      index,
      fc.constantFrom("connected", "connected", "disconnected", "failed", "hear"),
    ),
  },
  { weight: 4, arbitrary: fc.tuple(fc.constant("call")) },
  { weight: 4, arbitrary: fc.tuple(fc.constant("register"), fc.boolean()) },
  { weight: 8, arbitrary: fc.tuple(fc.constant("pass"), fc.constantFrom(0, 1, 25, 60, 600, 3_100, 25_000, 400_000)) },
);

/** Ids that a message may bear: of calls that are known, of one that is not, and none. */
function idAt({ phone }: PhoneBench, at: number): string {
  const known = phone.snapshot.calls.map((call) => call.id);
  return known[at] ?? ["", "00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"][at % 3]!;
}

function message(bench: PhoneBench, type: CoreMessage["type"], at: number): CoreMessage {
  const callId = idAt(bench, at);
  const sdp = at === 3 ? "not SDP" : describe({ ufrag: `core${at}`, fingerprint: "core", candidates: 1 });
  switch (type) {
    case "offer":
      return { type, sdp, number: "+4790000003", callId };
    case "answer":
      return { type, sdp, callId };
    case "in-call":
      return { type, number: "+4790000003", callId };
    case "error":
      return {
        type,
        code: (["UNKNOWN", "NOT_INCALL", "TRY_AGAIN", "INVALID_CALL_ID"] as const)[at] ?? "RATE_LIMIT_HIT",
        callId,
      };
    default:
      return { type, callId };
  }
}

const onCall: Record<"answer" | "reject" | "hangup" | "to-phone", (phone: Phone, id: string) => Promise<unknown>> = {
  answer: (phone, id) => phone.answer(id),
  reject: (phone, id) => phone.reject(id),
  hangup: (phone, id) => phone.hangup(id),
  "to-phone": (phone, id) => phone.toPhone(id),
};

async function take(bench: PhoneBench, happening: Step): Promise<void> {
  const { phone, media, streams, clock } = bench;
  const stream = streams.all.at(-1);
  switch (happening[0]) {
    case "connect":
    case "disconnect":
    case "pull":
      bench.track(happening[0], phone[happening[0]]());
      return;
    case "unlock":
      bench.track("unlock", phone.unlockAudio());
      return;
    case "stand":
      stream?.stand();
      return;
    case "dial":
      bench.track("dial", phone.dial(happening[1]));
      return;
    case "microphone":
      media.microphone =
        happening[1] === "NotAllowedError" ? new DOMException("", happening[1]) : (happening[1] as "grant");
      return;
    case "device":
      // A prompt that nobody answers keeps this promise, and only it, from settling.
      if (media.microphone !== "hang") bench.track("device", phone.setDevice("microphone", happening[1]));
      return;
    case "digits":
      bench.track("digits", phone.sendDigits(happening[1]));
      return;
    case "dismiss":
      phone.dismiss(idAt(bench, happening[1]));
      return;
    case "answer":
    case "reject":
    case "hangup":
    case "to-phone":
      bench.track(happening[0], onCall[happening[0]](phone, idAt(bench, happening[1])));
      return;
    case "mute":
    case "hold":
      bench.track(happening[0], phone[happening[0]](happening[2], idAt(bench, happening[1])));
      return;
    case "say":
      stream?.say(message(bench, happening[1], happening[2]));
      return;
    case "junk":
      stream?.deliver(happening[1]);
      return;
    case "end":
      stream?.end(happening[1]);
      return;
    case "media": {
      const connection = media.connections.filter((each) => !each.closed).at(-1 - (happening[1] % 2));
      if (happening[2] === "hear") connection?.hear();
      else connection?.become(happening[2]);
      return;
    }
    case "pass":
      await clock.run(happening[1]);
      return;
    case "call": {
      bench.track("dial", phone.dial("+4790000002"));
      await clock.run(60);
      const dialed = phone.snapshot.calls.at(-1);
      if (dialed === undefined) return;
      stream?.say({
        type: "answer",
        callId: dialed.id,
        sdp: describe({ ufrag: "core", fingerprint: "core", candidates: 1 }),
      });
      await clock.run(1);
      media.connections
        .filter((each) => !each.closed)
        .at(-1)
        ?.become("connected");
      return;
    }
    case "register": {
      await clock.run(30_000);
      streams.last.stand();
      const callId = phone.snapshot.calls[0]?.id;
      if (happening[1] && callId !== undefined) streams.last.say({ type: "in-call", number: "+4790000002", callId });
      else if (bench.single) streams.last.say({ type: "idle", callId: "" });
      await clock.run(40);
    }
  }
}

async function registered(calls: "single" | "multiple"): Promise<PhoneBench> {
  const bench = createPhoneBench({ calls });
  bench.track("first connect", bench.phone.connect());
  await settled();
  bench.streams.last.stand();
  if (calls === "single") bench.streams.last.say({ type: "idle", callId: "" });
  return bench;
}

for (const calls of ["single", "multiple"] as const) {
  group(`a phone of ${calls} calls, whatever happens in whatever order,`, () => {
    test("frees everything when it is closed, and settles every promise", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 60, size: "max" }), async (steps) => {
          const bench = await registered(calls);
          for (const happening of steps) await take(bench, happening);
          await bench.assertFreed();
        }),
        { numRuns: 80, includeErrorInReport: true },
      );
    });

    test("holds nothing once every call is hung up, while it stays registered", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 40, size: "max" }), async (steps) => {
          const bench = await registered(calls);
          for (const happening of steps) await take(bench, happening);
          for (const call of bench.phone.snapshot.calls) if (call.state !== "ended") await bench.phone.hangup(call.id);
          // One that had crossed the hung up one rings now.
          for (const call of bench.phone.snapshot.calls) if (call.state !== "ended") await bench.phone.hangup(call.id);
          await bench.clock.run(30);
          assert.deepEqual(bench.media.leaks, { connections: 0, tracks: 0, playbacks: 0 });
          const { resources } = (await bench.phone.supportBundle()) as { resources: unknown };
          assert.deepEqual(resources, { callMedia: 0, timers: 0 });
          await bench.phone.disconnect();
          await settled();
          assert.deepEqual(bench.pending, [], "nobody waits for a phone that was told to disconnect");
          await bench.assertFreed();
        }),
        { numRuns: 60, includeErrorInReport: true },
      );
    });
  });
}
