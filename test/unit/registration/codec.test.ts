/** The codec by hand and the generated schema read and write the same bytes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import fc from "fast-check";
import {
  Error_Code,
  WebTerminalMessageSchema,
  type WebTerminalMessage,
} from "../../../src/gen/wgtwo/webterminal/v0/webterminal_pb.js";
import { decodeMessage, encodeMessage } from "../../../src/registration/codec.js";
import type { CoreErrorCode, CoreMessage } from "../../../src/registration/core-message.js";

const codes = Object.keys(Error_Code).filter((name) => Number.isNaN(Number(name))) as CoreErrorCode[];
const text = fc.string({ unit: "grapheme", maxLength: 300 });
const always = <const T>(value: T): fc.Arbitrary<T> => fc.constant(value);

const message: fc.Arbitrary<CoreMessage> = fc
  .oneof(
    fc.record({ type: always("offer"), sdp: text, number: text, callId: text }),
    fc.record({ type: always("answer"), sdp: text, callId: text }),
    fc.record({ type: fc.constantFrom("ringing", "bye", "idle", "to-phone", "unknown"), callId: text }),
    fc.record({ type: always("in-call"), number: text, callId: text }),
    fc.record({ type: always("error"), code: fc.constantFrom(...codes), callId: text }),
  )
  .map((made) => ({ ...made }));

/** The same in the words of the generated schema. */
function generated(from: CoreMessage): WebTerminalMessage {
  const body = (): WebTerminalMessage["message"] | Parameters<typeof create<typeof WebTerminalMessageSchema>>[1] => {
    switch (from.type) {
      case "offer":
        return {
          message: {
            case: "offer",
            value: { sdp: from.sdp, ...(from.number === "" ? {} : { msisdn: { e164: from.number } }) },
          },
        };
      case "answer":
        return { message: { case: "answer", value: { sdp: from.sdp } } };
      case "ringing":
      case "bye":
      case "idle":
        return { message: { case: from.type, value: {} } };
      case "in-call":
        return { message: { case: "inCall", value: from.number === "" ? {} : { msisdn: { e164: from.number } } } };
      case "error":
        return { message: { case: "error", value: { err: Error_Code[from.code] } } };
      case "to-phone":
        return { message: { case: "action", value: { message: { case: "toPhone", value: {} } } } };
      case "unknown":
        return {};
    }
  };
  return create(WebTerminalMessageSchema, { ...body(), callId: from.callId });
}

test("what it writes, the generated schema reads, and byte for byte the same", () => {
  fc.assert(
    fc.property(message, (from) => {
      const bytes = encodeMessage(from);
      assert.deepEqual(fromBinary(WebTerminalMessageSchema, bytes), generated(from));
      assert.deepEqual([...bytes], [...toBinary(WebTerminalMessageSchema, generated(from))]);
    }),
  );
});

test("what the generated schema writes, it reads", () => {
  fc.assert(
    fc.property(message, (from) => {
      assert.deepEqual(decodeMessage(toBinary(WebTerminalMessageSchema, generated(from))), from);
    }),
  );
});

/** A field that this version does not know, as a later one would write it. */
const later = fc.oneof(
  fc
    .tuple(fc.integer({ min: 11, max: 500_000 }), text)
    .map(([field, value]) => new BinaryWriter().tag(field, WireType.LengthDelimited).string(value).finish()),
  fc
    .tuple(fc.integer({ min: 11, max: 500_000 }), fc.nat())
    .map(([field, value]) => new BinaryWriter().tag(field, WireType.Varint).uint32(value).finish()),
  fc.constant(new BinaryWriter().tag(8, WireType.Bit64).fixed64(7).finish()),
);

test("fields that it does not know, before and after, change nothing", () => {
  fc.assert(
    fc.property(message, later, later, (from, before, behind) => {
      assert.deepEqual(decodeMessage(new Uint8Array([...before, ...encodeMessage(from), ...behind])), from);
    }),
  );
});

test("a member of the union that it does not know is unknown, and keeps its call", () => {
  const bytes = new BinaryWriter().tag(8, WireType.LengthDelimited).fork().tag(1, WireType.Varint).int32(1).join();
  assert.deepEqual(decodeMessage(bytes.tag(10, WireType.LengthDelimited).string("id").finish()), {
    type: "unknown",
    callId: "id",
  });
  const action = new BinaryWriter()
    .tag(9, WireType.LengthDelimited)
    .fork()
    .tag(2, WireType.LengthDelimited)
    .fork()
    .join()
    .join();
  assert.deepEqual(decodeMessage(action.finish()), { type: "unknown", callId: "" });
  assert.deepEqual(decodeMessage(new Uint8Array()), { type: "unknown", callId: "" });
});

test("an error code that it does not know is UNKNOWN", () => {
  fc.assert(
    fc.property(fc.integer({ min: -3, max: 2_000 }), (code) => {
      const bytes = new BinaryWriter()
        .tag(7, WireType.LengthDelimited)
        .fork()
        .tag(1, WireType.Varint)
        .int32(code)
        .join();
      assert.deepEqual(decodeMessage(bytes.finish()), {
        type: "error",
        code: Error_Code[code] ?? "UNKNOWN",
        callId: "",
      });
    }),
  );
});

test("the last member of the union counts, where a sender wrote several", () => {
  fc.assert(
    fc.property(message, message, (first, second) => {
      fc.pre(second.type !== "unknown" && first.type !== second.type);
      const read = decodeMessage(new Uint8Array([...encodeMessage(first), ...encodeMessage(second)]));
      assert.equal(read.type, second.type);
    }),
  );
});

/** What the schema makes of the bytes, or null where it refuses them. */
function readBySchema(bytes: Uint8Array): WebTerminalMessage | null {
  try {
    return fromBinary(WebTerminalMessageSchema, bytes);
  } catch {
    return null;
  }
}

test("bytes that end too early throw where the schema throws", () => {
  fc.assert(
    fc.property(message, fc.nat(), (from, cut) => {
      const whole = encodeMessage(from);
      const part = whole.slice(0, cut % (whole.length + 1));
      if (readBySchema(part) === null) assert.throws(() => decodeMessage(part));
      else assert.doesNotThrow(() => decodeMessage(part));
    }),
  );
});

test("any bytes at all are read or refused, without an end of time", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        const read = decodeMessage(bytes);
        assert.equal(typeof read.callId, "string");
      } catch (reason) {
        assert.ok(reason instanceof Error && !(reason instanceof assert.AssertionError));
      }
    }),
    { numRuns: 500 },
  );
});
