/** `docs/wire.md` says what the code does. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { PipeService } from "../../../src/gen/webterminal/gateway/v1/pipe_pb.js";
import * as constants from "../../../src/wire/constants.js";
import { decodeEnvelope } from "../../../src/wire/envelope.js";

const text = readFileSync(new URL("../../../docs/wire.md", import.meta.url), "utf8");

test("the example's bytes are envelopes, and hold the JSON beneath them", () => {
  const lines = [...text.matchAll(/^(?:page|gateway) +(\d\d) ([0-9a-f]{8}) ?([0-9a-f]*)\n(?: +(\{".*))?/gm)];
  assert.equal(lines.length, 7);
  for (const [, flags = "", length = "", payload = "", json] of lines) {
    const envelope = decodeEnvelope(Buffer.from(flags + length + payload, "hex"));
    assert.ok(envelope, payload);
    if (json !== undefined) assert.equal(Buffer.from(envelope.payload).toString(), json);
  }
});

test("the flags are those of the table", () => {
  for (const [name, flag] of Object.entries(constants).filter(([name]) => name.startsWith("FLAG_"))) {
    const row = `| \`0x${flag.toString(16).padStart(2, "0")}\` | ${name.slice(5).toLowerCase()} |`;
    assert.ok(text.includes(row), row);
  }
  assert.ok(text.includes(`at most ${constants.MAX_MESSAGE_BYTES.toLocaleString("en")} bytes (1 MiB)`));
});

test("without WebSockets: the methods, and how often and when a message is sent again", () => {
  for (const { name } of PipeService.methods)
    assert.ok(text.includes(`<prefix>/${PipeService.typeName}/${name} `), name);
  const { SEND_TRIES, SEND_AGAIN_MS, PING_AFTER_MS, DEAD_AFTER_MS, FLUSH_WITHIN_MS } = constants;
  const waits = Array.from({ length: SEND_TRIES - 1 }, (_, index) => (SEND_AGAIN_MS * 2 ** index) / 1000);
  const prose = text.replace(/\s+/g, " ");
  for (const sentence of [
    `after ${waits.slice(0, -1).join(", ")} and ${waits.at(-1)} s`,
    `\`keep_alive\` every ${PING_AFTER_MS / 1000} s`,
    `${(PING_AFTER_MS + DEAD_AFTER_MS) / 1000} s without anything`,
    `what waits (${FLUSH_WITHIN_MS / 1000} s at most)`,
  ]) {
    assert.ok(prose.includes(sentence), sentence);
  }
});
