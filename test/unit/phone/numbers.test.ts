/** Numbers on their way through a phone: what `dial` calls, digits that follow, and callers who withhold theirs. */
import assert from "node:assert/strict";
import { describe as group, test } from "node:test";
import { TerminalError } from "../../../src/errors.js";
import type { PhoneOptions } from "../../../src/phone/index.js";
import { settled } from "../../support/fake-clock.js";
import { describe } from "../../support/fake-media.js";
import { createPhoneBench, type PhoneBench } from "../../support/phone-bench.js";

const id = "00000000-0000-4000-8000-00000000000a";
const sdp = describe({ ufrag: "core", fingerprint: "core", candidates: 1 });

async function registered(options: Partial<PhoneOptions> = {}): Promise<PhoneBench> {
  const bench = createPhoneBench(options);
  bench.track("connect", bench.phone.connect());
  await settled();
  bench.streams.last.stand();
  bench.streams.last.say({ type: "idle", callId: "" });
  return bench;
}

/** Lets the core answer the only call, and its audio connect. */
async function answer({ streams, media, clock, ids }: PhoneBench): Promise<void> {
  await clock.run(100);
  streams.last.say({ type: "answer", callId: ids[0]!, sdp });
  await clock.run(1);
  media.connections.at(-1)!.become("connected");
}

const digitsOf = ({ events }: PhoneBench): string[] =>
  events.flatMap((event) => (event.type === "call-digit" ? [event.digit] : []));

group("dial", () => {
  test("calls what a text means in the region", async () => {
    for (const [text, region, number] of [
      ["tel:+44(0)20 7946 0958", "NO", "+442079460958"],
      ["900 00 002", "NO", "+4790000002"],
      ["0011 47 900 00 002", "AU", "+4790000002"],
      ["15", "FR", "15"],
    ] as const) {
      const bench = await registered({ region });
      bench.track("dial", bench.phone.dial(text));
      assert.equal(bench.phone.snapshot.call?.number, number, "at once: a hangup() right after it finds the call");
      await bench.assertFreed();
    }
  });

  test("refuses what is no number, or two, with the reason", async () => {
    const bench = await registered();
    for (const [text, message] of [
      ["+47 90000002/03", "These are two numbers."],
      ["hello", "That is not a phone number."],
      [42 as unknown as string, "That is not a phone number."],
    ] as const) {
      const error = await bench.phone.dial(text).catch((reason: unknown) => reason);
      assert.ok(error instanceof TerminalError);
      assert.deepEqual([error.code, error.message], ["invalid-number", message]);
    }
    assert.deepEqual(bench.phone.snapshot.calls, []);
    await bench.assertFreed();
  });
});

group("digits that follow a number", () => {
  test("are sent once, when the call is up, with the pauses that the number has", async () => {
    const bench = await registered();
    bench.track("dial", bench.phone.dial("+1 213 373 4253 ext. 42", { digits: "7#" }));
    assert.equal(bench.phone.snapshot.call?.digits, ",,,,427#");
    await answer(bench);
    await bench.clock.run(1_900);
    assert.deepEqual(digitsOf(bench), [], "an extension is dialed two seconds after the answer");
    await bench.clock.run(2_000);
    assert.deepEqual(digitsOf(bench), ["4", "2", "7", "#"]);
    // The audio is lost and comes back.
    bench.media.connections.at(-1)!.become("failed");
    await bench.clock.run(100);
    bench.media.connections.at(-1)!.become("connected");
    await bench.clock.run(5_000);
    assert.deepEqual(digitsOf(bench), ["4", "2", "7", "#"]);
    await bench.assertFreed();
  });

  test("are not sent in a call that ends before", async () => {
    const bench = await registered();
    bench.track("dial", bench.phone.dial("+12133734253,,42"));
    await bench.clock.run(100);
    bench.streams.last.say({ type: "bye", callId: bench.ids[0]! });
    await bench.clock.run(10_000);
    assert.deepEqual(digitsOf(bench), []);
    await bench.assertFreed();
  });

  test("are reported where the other side takes none", async () => {
    const bench = await registered();
    bench.track("dial", bench.phone.dial("+12133734253x42"));
    await answer(bench);
    bench.media.connections.at(-1)!.transceiver.sender.dtmf.canInsertDTMF = false;
    await bench.clock.run(5_000);
    const errors = bench.events.flatMap((event) => (event.type === "terminal-error" ? [event.error.code] : []));
    assert.deepEqual(errors, ["digits-not-supported"]);
    assert.equal(bench.phone.snapshot.call?.state, "active");
    await bench.assertFreed();
  });
});

test("a caller who withholds the number has none, whatever word the network sends for it", async () => {
  for (const word of ["anonymous", "Restricted", "unavailable", "sip:anonymous@anonymous.invalid"]) {
    const bench = await registered();
    bench.streams.last.say({ type: "offer", number: word, callId: id, sdp });
    await bench.clock.run(100);
    assert.equal(bench.phone.snapshot.call?.number, "");
    await bench.assertFreed();
  }
});

test("an endpoint with a query is refused, as it would be lost", () => {
  assert.throws(
    () => createPhoneBench({ endpoint: "https://gateway.example/?tenant=7" }),
    (error: TerminalError) => error.code === "invalid-argument" && error.message.includes("query"),
  );
});
