/**
 * A small voice core for tests of the wire: real gRPC on connect-node, no calls, no media.
 *
 * `MultiPipe` says nothing by itself; `Pipe` says `Idle` at once. What a message's `call_id`
 * starts with is an order, anything else is echoed:
 * `flood:N` sends N offers of 1 KB · `big:N` sends one message of N bytes · `fail:CODE` ends with that code
 * · `stall` reads nothing until `resume` is called · `end` ends well.
 * A token `deny-CODE` is turned away at once with that code and a detail.
 */
import { EventEmitter, once } from "node:events";
import { type Http2Server, type ServerHttp2Session, createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { create, toBinary } from "@bufbuild/protobuf";
import { Code, ConnectError, type ConnectRouter, type HandlerContext } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { PhoneNumberSchema } from "../../src/gen/wgtwo/common/v0/phonenumber_pb.js";
import {
  type WebTerminalMessage,
  WebTerminalMessageSchema,
  WebTerminalService,
} from "../../src/gen/wgtwo/webterminal/v0/webterminal_pb.js";

export interface EchoCore {
  readonly port: number;
  readonly url: string;
  /** Streams open now, and the most there were at once. */
  readonly streams: { now: number; most: number };
  /** Connections open now. */
  connections(): number;
  /** Messages sent by floods, as far as the core has got. */
  readonly flooded: { count: number };
  /** Messages read. */
  readonly read: { count: number; bytes: number };
  /** Lets streams that stall read again. */
  resume(): void;
  /** Request headers of the latest stream. */
  lastHeaders(): Headers;
  /** How many streams the other side has cancelled. */
  readonly aborted: { count: number };
  /** Says farewell on every connection, as a core does before it restarts. */
  goAway(): void;
  /** Destroys every connection, and goes on listening. */
  destroyConnections(): void;
  /** Stops it all, at once. */
  kill(): Promise<void>;
}

/** An offer that is a message of exactly `size` bytes on the wire. */
export function messageOfSize(size: number, callId = ""): Uint8Array {
  let length = size;
  for (;;) {
    const bytes = encode(offer("x".repeat(length), callId));
    if (bytes.length === size) return bytes;
    length -= bytes.length - size;
  }
}

/** A message with a call id and no more. */
export function message(callId: string): Uint8Array {
  return encode(create(WebTerminalMessageSchema, { callId }));
}

function offer(sdp: string, callId: string): WebTerminalMessage {
  return create(WebTerminalMessageSchema, { callId, message: { case: "offer", value: { sdp } } });
}

function encode(value: WebTerminalMessage): Uint8Array {
  return toBinary(WebTerminalMessageSchema, value);
}

function codeNamed(name: string): Code {
  const pascal = name.replace(/(^|_)(\w)/g, (_all, _bar, letter: string) => letter.toUpperCase());
  return Code[pascal as keyof typeof Code];
}

function failure(name: string): ConnectError {
  const detail = { desc: PhoneNumberSchema, value: { e164: "+4790000001" } };
  return new ConnectError(`the core says ${name}, 100 % æøå`, codeNamed(name), { "x-core": "echo" }, [detail]);
}

export async function startEchoCore(options: { port?: number; maxConcurrentStreams?: number } = {}): Promise<EchoCore> {
  const streams = { now: 0, most: 0 };
  const flooded = { count: 0 };
  const read = { count: 0, bytes: 0 };
  const aborted = { count: 0 };
  const reading = new EventEmitter();
  let headers = new Headers();

  async function* serve(requests: AsyncIterable<WebTerminalMessage>, context: HandlerContext, first: boolean) {
    headers = context.requestHeader;
    const denied = /^Bearer deny-(.*)$/.exec(headers.get("authorization") ?? "")?.[1];
    if (denied !== undefined) throw failure(denied);
    streams.now += 1;
    streams.most = Math.max(streams.most, streams.now);
    let left = false;
    const leave = (): void => {
      if (!left) streams.now -= 1;
      left = true;
    };
    // A generator that waits for its message to be taken is not told of the other side's leaving.
    context.signal.addEventListener("abort", () => {
      aborted.count += 1;
      leave();
    });
    try {
      if (first) yield create(WebTerminalMessageSchema, { message: { case: "idle", value: {} } });
      for await (const request of requests) {
        read.count += 1;
        if (request.message.case === "offer") read.bytes += request.message.value.sdp.length;
        const [order, argument = ""] = request.callId.split(":");
        if (order === "end") return;
        if (order === "fail") throw failure(argument);
        if (order === "stall") await once(reading, "resume", { signal: context.signal });
        else if (order === "big") yield offer("x".repeat(Number(argument)), "");
        else if (order === "flood") {
          for (let index = 0; index < Number(argument); index += 1) {
            yield offer("x".repeat(1000), String(index));
            flooded.count += 1;
          }
        } else yield request;
      }
    } finally {
      leave();
    }
  }

  const routes = (router: ConnectRouter): ConnectRouter =>
    router.service(WebTerminalService, {
      pipe: (requests, context) => serve(requests, context, true),
      multiPipe: (requests, context) => serve(requests, context, false),
    });

  const sessions = new Set<ServerHttp2Session>();
  const server: Http2Server = createServer(
    { settings: { maxConcurrentStreams: options.maxConcurrentStreams ?? 100 } },
    connectNodeAdapter({ routes, acceptCompression: [], readMaxBytes: 8_000_000, writeMaxBytes: 8_000_000 }),
  );
  server.on("session", (session) => {
    sessions.add(session);
    session.on("error", () => undefined);
    session.on("close", () => sessions.delete(session));
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  function destroyConnections(): void {
    for (const session of sessions) session.destroy();
  }

  return {
    port,
    url: `http://127.0.0.1:${port}`,
    streams,
    resume: () => void reading.emit("resume"),
    flooded,
    read,
    aborted,
    connections: () => sessions.size,
    lastHeaders: () => headers,
    goAway() {
      for (const session of sessions) session.goaway();
    },
    destroyConnections,
    kill: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        destroyConnections();
      }),
  };
}
