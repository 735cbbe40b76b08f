/** Connects a page without WebSockets: one streamed response down, and single requests up. */
import type { ServerResponse } from "node:http";
import { create, toBinary, type MessageInitShape } from "@bufbuild/protobuf";
import { ListenResponseSchema, type SendRequest } from "../gen/webterminal/gateway/v1/pipe_pb.js";
import { ENVELOPE_PREFIX, FLAG_DATA, MAX_MESSAGE_BYTES } from "../wire/constants.js";
import { encodeEndStream } from "../wire/end-stream.js";
import { encodeEnvelope } from "../wire/envelope.js";
import type { StreamStatus } from "../wire/stream.js";
import type { GatewayLimits } from "./options.js";
import type { PageConnection, PageConnectionHandlers } from "./page-connection.js";
import { type Addressee, type FetchSession, nameOf } from "./fetch-sessions.js";

/**
 * A page that listens and may send. `take` accepts the content of one request, however often it was repeated. It
 * resolves when the core can take more, which is the back-pressure on the page: it sends one request at a time.
 */
export type PageFetch = PageConnection & Addressee;

type Event = NonNullable<MessageInitShape<typeof ListenResponseSchema>["event"]>;

const silent: StreamStatus = { code: "unavailable", message: "the page does not answer keep-alive messages" };
/** How many keep-alive messages in a row a page may leave unanswered: a request may be lost, and sent again. */
const MAX_UNANSWERED = 2;

/** Takes over a response whose head has not been written yet, until it is closed. */
export function createPageFetch(
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
  session: FetchSession,
  limits: GatewayLimits,
  handlers: PageConnectionHandlers,
): PageFetch {
  /** The sequence number that comes next. */
  let expected = 0;
  let unanswered = 0;
  let finished = false;
  let slow = false;
  let ended = false;
  let closed = false;
  let lingerMs = limits.lingerMs;
  let held: (() => void)[] | null = null;
  let closing: NodeJS.Timeout | undefined;
  let lingering: NodeJS.Timeout | undefined;

  const keepAlive = setInterval(() => {
    if (unanswered < MAX_UNANSWERED) {
      unanswered += 1;
      write({ case: "keepAlive", value: {} });
      return;
    }
    clearInterval(keepAlive);
    handlers.onSilence(silent);
    ended = true;
    drop();
  }, limits.keepAliveMs);

  function write(event: Event): void {
    if (ended || response.destroyed) return;
    response.write(
      encodeEnvelope(FLAG_DATA, toBinary(ListenResponseSchema, create(ListenResponseSchema, { event }))),
      sent,
    );
  }

  function sent(): void {
    if (!slow || response.writableLength > limits.pageBufferBytes / 2) return;
    slow = false;
    handlers.onDrain();
  }

  function release(): void {
    for (const answer of held?.splice(0) ?? []) answer();
    held = null;
  }

  function close(): void {
    if (closed) return;
    closed = true;
    clearInterval(keepAlive);
    clearTimeout(closing);
    clearTimeout(lingering);
    release();
    handlers.onClosed("canceled", "the page closed its stream");
  }

  function fault(message: string): void {
    handlers.onFault({ code: "internal", message });
  }

  function apply(body: SendRequest["body"]): void {
    if (finished) {
      fault("message after the end of the stream");
    } else if (body.case === "finish") {
      finished = true;
      handlers.onFinish();
    } else if ((body.case === "message" || body.case === "last") && body.value.length <= MAX_MESSAGE_BYTES) {
      const frame = encodeEnvelope(FLAG_DATA, body.value);
      handlers.onMessage(Buffer.from(frame.buffer));
    } else {
      handlers.onFault({
        code: "resource_exhausted",
        message: `message exceeds the limit of ${MAX_MESSAGE_BYTES} bytes`,
      });
    }
  }

  /** Drops the page: nothing more is sent, and waiting requests are answered at once. */
  function drop(): void {
    response.destroy();
    close();
  }

  function leave(): void {
    // A page's last words use requests of their own, which may arrive a moment after the end of this stream.
    if (ended) close();
    else lingering = setTimeout(close, lingerMs);
  }

  response.on("error", () => undefined);
  response.on("close", leave);
  // The page may have left while its request was read.
  if (response.destroyed) leave();
  // A router or a buffering proxy may hold the head back until something follows it.
  response.writeHead(200, {
    "content-type": "application/connect+proto",
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
  });
  write({ case: "session", value: session });
  queueMicrotask(() => {
    if (!ended) handlers.onHeaders(headers);
  });

  return {
    async take({ sequence, body }) {
      unanswered = 0;
      if (ended || closed || body.case === undefined) return;
      if (body.case === "ping") {
        write({ case: "pong", value: {} });
        return;
      }
      if (body.case === "hold") {
        lingerMs = limits.retainMs;
        return;
      }
      if (body.case === "last") {
        apply(body);
        return;
      }
      if (sequence === expected) {
        expected += 1;
        apply(body);
      } else if (sequence > expected) {
        fault(`message ${sequence} arrived before message ${expected}`);
      }
      if (held) await new Promise<void>((resolve) => held?.push(resolve));
    },
    stands(values) {
      write({ case: "headers", value: { values: { ...values, session: nameOf(session) } } });
    },
    send(frame) {
      write({ case: "message", value: frame.subarray(ENVELOPE_PREFIX) });
      if (response.writableLength > limits.pageBufferBytes) slow = true;
      return !slow;
    },
    pause() {
      if (!ended && !closed) held ??= [];
    },
    resume: release,
    end(status, metadata) {
      if (ended) return;
      ended = true;
      clearInterval(keepAlive);
      release();
      if (response.destroyed) {
        queueMicrotask(close);
        return;
      }
      response.end(encodeEndStream(status, metadata));
      closing = setTimeout(drop, limits.closeMs);
    },
  };
}
