/** Translates the end of a gRPC call into Connect's terms. */
import { type IncomingHttpHeaders, type IncomingHttpStatusHeader, constants } from "node:http2";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import type { Metadata } from "../wire/end-stream.js";
import { fromGrpcNumber, fromHttpStatus } from "../wire/status.js";
import type { StreamStatus } from "../wire/stream.js";

/** The end of a stream to the core. */
export interface CoreEnd {
  readonly status: StreamStatus;
  /** The trailing metadata of the core. */
  readonly metadata?: Metadata;
}

/** Headers that belong to gRPC and HTTP, and are not metadata. */
const notMetadata = /^(:|grpc-|content-|date$|server$|trailer$|te$)/;

/**
 * Returns the end that trailers (or the headers of a trailers-only response) describe; null if
 * they have no `grpc-status`.
 */
export function readTrailers(trailers: IncomingHttpHeaders): CoreEnd | null {
  const number = trailers["grpc-status"];
  if (number === undefined) return null;
  const code = /^\d+$/.test(String(number)) ? fromGrpcNumber(Number(number)) : "unknown";
  const details = code === "ok" ? [] : readDetails(trailers["grpc-status-details-bin"]);
  const metadata = readMetadata(trailers);
  return {
    status: {
      // A core that cancels has gone away: `canceled` means that the page asked for it.
      code: code === "canceled" ? "unavailable" : code,
      message: code === "ok" ? "" : percentDecode(String(trailers["grpc-message"] ?? "")),
      ...(details.length > 0 && { details }),
    },
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}

/** Returns the status of a response that is not gRPC, mostly a proxy's error page; null if it is gRPC. */
export function readResponse(headers: IncomingHttpHeaders & IncomingHttpStatusHeader): StreamStatus | null {
  const status = headers[":status"] ?? 0;
  if (status !== 200) return { code: fromHttpStatus(status), message: `the core answered HTTP status ${status}` };
  const type = headers["content-type"] ?? "";
  return /^application\/grpc($|[+;])/.test(type) ? null : { code: "unknown", message: "the core does not speak gRPC" };
}

/** Returns the status of a reset stream; `unavailable` if the reset gives no reason. */
export function fromResetCode(code: number): StreamStatus {
  const message = `the core reset the stream (HTTP/2 error ${code})`;
  switch (code) {
    case constants.NGHTTP2_ENHANCE_YOUR_CALM:
      return { code: "resource_exhausted", message };
    case constants.NGHTTP2_INADEQUATE_SECURITY:
      return { code: "permission_denied", message };
    default:
      return { code: "unavailable", message };
  }
}

function readMetadata(trailers: IncomingHttpHeaders): Metadata {
  return Object.fromEntries(
    Object.entries(trailers).flatMap(([name, value]) =>
      value === undefined || notMetadata.test(name) ? [] : [[name, Array.isArray(value) ? value : [value]]],
    ),
  );
}

/** Decodes gRPC's percent-encoding; a text that is not correctly encoded stays as it is. */
export function percentDecode(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"));
}

/** Converts a `google.rpc.Status` in base64 to Connect's details: `[{type, value}]`, values in base64 without padding. */
export function readDetails(header: string | string[] | undefined): { type: string; value: string }[] {
  if (header === undefined) return [];
  try {
    const details: { type: string; value: string }[] = [];
    eachField(Buffer.from(String(header), "base64"), (number, bytes) => {
      if (number === 3) details.push(readAny(bytes));
    });
    return details;
  } catch {
    // Details are optional: if they cannot be read, code and message are still valid.
    return [];
  }
}

/** Reads a `google.protobuf.Any`; the type is without its URL prefix. */
function readAny(any: Uint8Array): { type: string; value: string } {
  let type = "";
  let value = "";
  eachField(any, (number, bytes) => {
    if (number === 1) type = Buffer.from(bytes).toString("utf8").replace(/^.*\//, "");
    if (number === 2) value = Buffer.from(bytes).toString("base64").replace(/=+$/, "");
  });
  return { type, value };
}

/** Iterates over the length-delimited fields of a protobuf message. */
function eachField(message: Uint8Array, visit: (number: number, bytes: Uint8Array) => void): void {
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag();
    if (type === WireType.LengthDelimited) visit(number, reader.bytes());
    else reader.skip(type, number);
  }
}
