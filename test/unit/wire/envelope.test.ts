import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FLAG_HEADERS, MAX_MESSAGE_BYTES } from "../../../src/wire/constants.js";
import { decodeEndStream, encodeEndStream } from "../../../src/wire/end-stream.js";
import { decodeEnvelope, decodeHeaders, decodeJson, encodeEnvelope, encodeJson } from "../../../src/wire/envelope.js";
import { statusCodes } from "../../../src/wire/status.js";
import type { StreamStatus } from "../../../src/wire/stream.js";

const flags = fc.integer({ min: 0, max: 255 });
const payload = fc.uint8Array({ maxLength: 2000 });

test("what is encoded is decoded, wherever it lies in memory", () => {
  fc.assert(
    fc.property(flags, payload, payload, (flag, bytes, before) => {
      const encoded = encodeEnvelope(flag, bytes);
      const moved = new Uint8Array([...before, ...encoded]).subarray(before.length);
      assert.deepEqual(decodeEnvelope(moved), { flags: flag, payload: bytes });
    }),
  );
});

test("an envelope is a gRPC length-prefixed message", () => {
  assert.deepEqual([...encodeEnvelope(0, Uint8Array.of(7, 8))], [0, 0, 0, 0, 2, 7, 8]);
  assert.deepEqual([...encodeEnvelope(2)], [2, 0, 0, 0, 0]);
  assert.deepEqual([...encodeEnvelope(0, new Uint8Array(0x010203)).subarray(0, 5)], [0, 0, 1, 2, 3]);
});

test("a message that is longer or shorter than it says is malformed", () => {
  fc.assert(
    fc.property(flags, payload, fc.integer({ min: -2005, max: 50 }), (flag, bytes, change) => {
      fc.pre(change !== 0);
      const encoded = encodeEnvelope(flag, bytes);
      const changed = new Uint8Array(Math.max(0, encoded.length + change));
      changed.set(encoded.subarray(0, changed.length));
      assert.equal(decodeEnvelope(changed), null);
    }),
  );
});

test("any bytes at all: an envelope or null, never an exception", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const decoded = decodeEnvelope(bytes);
      if (decoded) assert.deepEqual(encodeEnvelope(decoded.flags, decoded.payload), bytes);
      decodeJson(bytes);
      decodeHeaders(bytes);
      decodeEndStream(bytes);
    }),
  );
});

test("the largest message passes, one byte more does not", () => {
  assert.ok(decodeEnvelope(encodeEnvelope(0, new Uint8Array(MAX_MESSAGE_BYTES))));
  assert.equal(decodeEnvelope(encodeEnvelope(0, new Uint8Array(MAX_MESSAGE_BYTES + 1))), null);
});

test("headers are an object of strings, names in lower case", () => {
  const decode = (value: unknown): unknown => decodeHeaders(encodeJson(FLAG_HEADERS, value).subarray(5));
  assert.deepEqual(decode({ Authorization: "Bearer æ", "X-A": 1, b: null }), { authorization: "Bearer æ" });
  for (const value of [null, [], "a", 1, true]) assert.equal(decode(value), null);
});

test("an end of stream survives the way, whatever it says", () => {
  const status: fc.Arbitrary<StreamStatus> = fc.record(
    {
      code: fc.constantFrom(...statusCodes),
      message: fc.string({ unit: "grapheme" }),
      details: fc.array(fc.jsonValue(), { minLength: 1 }),
    },
    { requiredKeys: ["code", "message"] },
  );
  fc.assert(
    fc.property(status, (sent) => {
      const received = decodeEndStream(encodeEndStream(sent, { "x-a": ["1", "2"] }).subarray(5));
      const expected: unknown = sent.code === "ok" ? { code: "ok", message: "" } : JSON.parse(JSON.stringify(sent));
      assert.deepEqual(received, expected);
    }),
  );
});

test("an end of stream as Connect servers write it", () => {
  const decode = (text: string): StreamStatus => decodeEndStream(new TextEncoder().encode(text));
  assert.deepEqual(decode("{}"), { code: "ok", message: "" });
  assert.deepEqual(decode('{"error":null}'), { code: "ok", message: "" });
  assert.deepEqual(decode('{"metadata":{"a":["b"]}}'), { code: "ok", message: "" });
  assert.deepEqual(decode('{"error":{"code":"unavailable"}}'), { code: "unavailable", message: "" });
  assert.deepEqual(decode('{"error":{"code":"ok"}}'), { code: "unknown", message: "" });
  assert.deepEqual(decode('{"error":{"code":"no_such","message":"m"}}'), { code: "unknown", message: "m" });
  for (const text of ["", "null", "[]", "{", '"a"']) assert.equal(decode(text).code, "internal");
});
