/**
 * Encodes and decodes `WebTerminalMessage` without the generated schema, whose reflection is three times the size of
 * Lit (docs/decisions/0004). Property tests compare both (`test/unit/registration/codec.test.ts`).
 */
import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { CoreErrorCode, CoreMessage, CoreMessageBody } from "./core-message.js";

/** Field numbers of `WebTerminalMessage`. */
const FIELD = {
  offer: 1,
  answer: 2,
  ringing: 3,
  bye: 4,
  idle: 5,
  inCall: 6,
  error: 7,
  action: 9,
  callId: 10,
} as const;

const errorCodes: readonly CoreErrorCode[] = [
  "UNKNOWN",
  "NOT_INCALL",
  "TRY_AGAIN",
  "INVALID_CALL_ID",
  "RATE_LIMIT_HIT",
];

type Field = (field: number, wireType: WireType) => boolean;

/** Reads the fields of a message up to `end`; those that `take` does not know are skipped. */
function readFields(reader: BinaryReader, end: number, take: Field): void {
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    if (!take(field, wireType)) reader.skip(wireType, field);
  }
}

function readNested(reader: BinaryReader, take: Field): void {
  const length = reader.uint32();
  readFields(reader, reader.pos + length, take);
}

/** Reads a `PhoneNumber` message. */
function readNumber(reader: BinaryReader): string {
  let number = "";
  readNested(reader, (field, wireType) => {
    if (field !== 1 || wireType !== WireType.LengthDelimited) return false;
    number = reader.string();
    return true;
  });
  return number;
}

/** `sdp = 1` and, where `numberField` is given, a `PhoneNumber`. */
function readDescription(reader: BinaryReader, numberField: number): { sdp: string; number: string } {
  let sdp = "";
  let number = "";
  readNested(reader, (field, wireType) => {
    if (wireType !== WireType.LengthDelimited) return false;
    if (field === 1 && numberField !== 1) sdp = reader.string();
    else if (field === numberField) number = readNumber(reader);
    else return false;
    return true;
  });
  return { sdp, number };
}

function readEmpty(reader: BinaryReader): void {
  readNested(reader, () => false);
}

function readError(reader: BinaryReader): CoreErrorCode {
  let code: CoreErrorCode = "UNKNOWN";
  readNested(reader, (field, wireType) => {
    if (field !== 1 || wireType !== WireType.Varint) return false;
    code = errorCodes[reader.int32()] ?? "UNKNOWN";
    return true;
  });
  return code;
}

function readAction(reader: BinaryReader): CoreMessageBody {
  let body: CoreMessageBody = { type: "unknown" };
  readNested(reader, (field, wireType) => {
    if (field !== 1 || wireType !== WireType.LengthDelimited) return false;
    readEmpty(reader);
    body = { type: "to-phone" };
    return true;
  });
  return body;
}

function readBody(reader: BinaryReader, field: number): CoreMessageBody | null {
  switch (field) {
    case FIELD.offer: {
      const { sdp, number } = readDescription(reader, 2);
      return { type: "offer", sdp, number };
    }
    case FIELD.answer:
      return { type: "answer", sdp: readDescription(reader, 0).sdp };
    case FIELD.ringing:
      readEmpty(reader);
      return { type: "ringing" };
    case FIELD.bye:
      readEmpty(reader);
      return { type: "bye" };
    case FIELD.idle:
      readEmpty(reader);
      return { type: "idle" };
    case FIELD.inCall:
      return { type: "in-call", number: readDescription(reader, 1).number };
    case FIELD.error:
      return { type: "error", code: readError(reader) };
    case FIELD.action:
      return readAction(reader);
    default:
      return null;
  }
}

/**
 * Reads one message. Fields and members that this version does not know are skipped;
 * of several members of the union the last one counts, as protobuf has it.
 *
 * @throws Error where the bytes are no protobuf message.
 */
export function decodeMessage(bytes: Uint8Array): CoreMessage {
  const reader = new BinaryReader(bytes);
  let callId = "";
  let body: CoreMessageBody = { type: "unknown" };
  readFields(reader, reader.len, (field, wireType) => {
    if (wireType !== WireType.LengthDelimited) return false;
    if (field === FIELD.callId) {
      callId = reader.string();
      return true;
    }
    const read = readBody(reader, field);
    if (read === null) return false;
    body = read;
    return true;
  });
  return { ...body, callId };
}

/** Writes a nested message. */
function nest(writer: BinaryWriter, field: number, fill?: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  fill?.();
  writer.join();
}

/** Writes a string where it is not empty, as proto3 has it. */
function text(writer: BinaryWriter, field: number, value: string): void {
  if (value !== "") writer.tag(field, WireType.LengthDelimited).string(value);
}

function number(writer: BinaryWriter, field: number, e164: string): void {
  if (e164 === "") return;
  nest(writer, field, () => {
    text(writer, 1, e164);
  });
}

function writeBody(writer: BinaryWriter, message: CoreMessage): void {
  switch (message.type) {
    case "offer":
      nest(writer, FIELD.offer, () => {
        text(writer, 1, message.sdp);
        number(writer, 2, message.number);
      });
      return;
    case "answer":
      nest(writer, FIELD.answer, () => {
        text(writer, 1, message.sdp);
      });
      return;
    case "ringing":
      nest(writer, FIELD.ringing);
      return;
    case "bye":
      nest(writer, FIELD.bye);
      return;
    case "idle":
      nest(writer, FIELD.idle);
      return;
    case "in-call":
      nest(writer, FIELD.inCall, () => {
        number(writer, 1, message.number);
      });
      return;
    case "error":
      nest(writer, FIELD.error, () => {
        const code = errorCodes.indexOf(message.code);
        if (code > 0) writer.tag(1, WireType.Varint).uint32(code);
      });
      return;
    case "to-phone":
      nest(writer, FIELD.action, () => {
        nest(writer, 1);
      });
      return;
    case "unknown":
      return;
  }
}

/** Writes one message. */
export function encodeMessage(message: CoreMessage): Uint8Array {
  const writer = new BinaryWriter();
  writeBody(writer, message);
  text(writer, FIELD.callId, message.callId);
  return writer.finish();
}
