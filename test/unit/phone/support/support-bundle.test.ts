/** The support bundle explains a problem, and gives nobody away. */
import assert from "node:assert/strict";
import { describe as group, it } from "node:test";
import { TerminalError } from "../../../../src/errors.js";
import { redactNumber } from "../../../../src/phone/support/support-bundle.js";
import { describe } from "../../../support/fake-media.js";
import { createPhoneBench } from "../../../support/phone-bench.js";

const number = "+4790000002";
const token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.secret";

group("the support bundle", () => {
  it("has states, causes and errors, and no token, number, name or address", async () => {
    const { phone, clock, streams, media, ids, assertFreed } = createPhoneBench({
      endpoint: "wss://key:of-the-page@gateway.example/",
      getToken: () => Promise.resolve(token),
      account: "alice@example.com",
    });
    const ready = phone.connect();
    await clock.run(0);
    streams.last.stand();
    streams.last.say({ type: "idle", callId: "" });
    await ready;
    const dialed = phone.dial(number, { label: "Ada Lovelace", metadata: { customer: "Engines Ltd" } });
    await clock.run(100);
    await dialed;
    const id = ids.at(-1) ?? "";
    streams.last.say({
      type: "answer",
      callId: id,
      sdp: describe({ ufrag: "far", fingerprint: "AB:CD", candidates: 1 }),
    });
    await clock.run(0);
    media.connections[0]?.become("connected");
    media.connections[0]?.hear();
    await clock.run(0);
    assert.equal(phone.snapshot.call?.state, "active");
    const during = await phone.supportBundle();
    media.microphone = new DOMException(`${token} ${number}`, "NotReadableError");
    const refused = assert.rejects(phone.setDevice("microphone", "headset-of-ada"), TerminalError);
    await clock.run(10);
    await refused;
    await phone.hangup();
    const after = await phone.supportBundle();

    const [call] = during["calls"] as Record<string, unknown>[];
    assert.deepEqual(
      [call?.["state"], call?.["number"], call?.["direction"], during["connection"], during["audio"]],
      ["active", "…02", "outgoing", "ready", "ready"],
    );
    assert.equal((during["gatherings"] as unknown[]).length, 1);
    const log = after["log"] as Record<string, unknown>[];
    assert.ok(log.some((entry) => entry["type"] === "call-ended" && entry["cause"] === "hangup"));
    assert.ok(log.every((entry) => typeof entry["at"] === "number"));

    for (const bundle of [during, after]) {
      const text = JSON.stringify(bundle);
      const secrets = [
        token,
        "secret",
        "90000002",
        "Ada",
        "Engines",
        "alice",
        "of-the-page",
        "gateway.example",
        "headset-of",
      ];
      for (const secret of secrets) assert.ok(!text.includes(secret), secret);
      for (const trace of [/\b\d+\.\d+\.\d+\.\d+\b/, /\.local\b/, /AB:CD/, /candidate:/, /ice-/, /v=0/]) {
        assert.doesNotMatch(text, trace);
      }
    }
    await assertFreed();
  });

  it("shows two digits of a number, and none of a short one", () => {
    assert.deepEqual(
      [redactNumber(number), redactNumber("02800"), redactNumber("112"), redactNumber("")],
      ["…02", "…00", "…", "…"],
    );
  });
});
