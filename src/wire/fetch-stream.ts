/**
 * A stream over plain HTTP requests, for networks that block WebSockets (`docs/wire.md`, "Without WebSockets"). This file
 * imports Connect and the reflection of protobuf: it is a separate chunk, which only
 * {@link file://./choose-stream.ts} may import, dynamically.
 */
import { Code, ConnectError, createClient, type Transport } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { base64Encode } from "@bufbuild/protobuf/wire";
import { type Clock, systemClock } from "../clock.js";
import { type ListenResponse, PipeService, type SendRequestSchema } from "../gen/webterminal/gateway/v1/pipe_pb.js";
import { CONNECT_WITHIN_MS, DEAD_AFTER_MS, FLUSH_WITHIN_MS, MAX_MESSAGE_BYTES, PING_AFTER_MS } from "./constants.js";
import { createOrderedSends, type Attempt } from "./ordered-sends.js";
import { fromGrpcNumber } from "./status.js";
import type { OpenStream, StatusCode, StreamStatus } from "./stream.js";
import { httpUrl } from "./url.js";

/** Dependencies that tests and environments other than browsers replace. */
export interface FetchStreamOptions {
  readonly clock?: Clock;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

/** Maximum total size of the `keepalive` requests that carry the last words of a page: 64 KiB (Fetch standard). */
const LAST_WORDS_BYTES = 16_384;

/** Delay before a failed ping request is repeated, in milliseconds. */
const PING_AGAIN_MS = 1000;

type SendBody = Omit<MessageInitShape<typeof SendRequestSchema>, "$typeName" | "session" | "secret">;

/** Returns a function that opens streams as one continuous response, and a request for each message. Handlers are called as for WebSockets. */
export function createFetchStream(options: FetchStreamOptions = {}): OpenStream {
  const clock = options.clock ?? systemClock;

  return (request, handlers) => {
    const listening = new AbortController();
    let session = { id: "", secret: "" };
    let opened = false;
    let stands = false;
    let finished = false;
    let ended = false;
    let probing = false;
    let stopTimer: () => void = () => undefined;
    let stopPing: () => void = () => undefined;

    function end(status: StreamStatus, { flush = false } = {}): void {
      if (ended) return;
      ended = true;
      stopTimer();
      if (flush && session.id !== "" && !sends.idle()) {
        // Like a WebSocket, it sends queued messages before it closes.
        stopTimer = clock.after(FLUSH_WITHIN_MS, release);
      } else {
        release();
      }
      queueMicrotask(() => {
        handlers.onEnd({ ...status, opened });
      });
    }

    function release(): void {
      stopTimer();
      stopPing();
      sends.stop();
      listening.abort();
    }

    function fail(code: StatusCode, message: string): void {
      end({ code, message });
    }

    function wait(ms: number, message: string): void {
      stopTimer();
      stopTimer = clock.after(ms, () => {
        fail("unavailable", message);
      });
    }

    const sends = createOrderedSends({
      clock,
      onFailure: (status) => {
        if (ended) release();
        else end(status);
      },
      onIdle: () => {
        if (ended) release();
      },
      attempt: (sequence, what, signal) =>
        post(
          { sequence, body: what === "finish" ? { case: "finish", value: {} } : { case: "message", value: what } },
          signal,
        ),
    });

    const headers = new Map(Object.entries(request.headers));
    const url = httpUrl(request.endpoint);
    const client = url === null ? null : createClient(PipeService, transportTo(url, options.fetch));

    async function post(message: SendBody, signal = listening.signal): Promise<Attempt> {
      try {
        await client?.send({ session: session.id, secret: session.secret, ...message }, { signal });
        return "done";
      } catch (reason) {
        return judge(ConnectError.from(reason));
      }
    }

    /** Sends a message without a number, which need not arrive. */
    function say(message: SendBody, whenLost: () => void = () => undefined): void {
      void post(message).then((result) => {
        if (typeof result === "object") end(result);
        else if (result === "again" && !ended) whenLost();
      });
    }

    /** Sends a ping. The pong arrives in the response stream, since the response to the request would prove another connection. */
    function ping(): void {
      say({ body: { case: "ping", value: {} } }, () => {
        if (probing) stopPing = clock.after(PING_AGAIN_MS, ping);
      });
    }

    function handleEvent({ event }: ListenResponse): void {
      probing = false;
      stopPing();
      wait(PING_AFTER_MS + DEAD_AFTER_MS, "the gateway does not respond");
      switch (event.case) {
        case "session":
          session = event.value;
          sends.start();
          break;
        case "headers":
          if (stands) break;
          stands = true;
          handlers.onHeaders(event.value.values);
          break;
        case "message":
          if (stands) handlers.onMessage(event.value);
          else fail("internal", "message before the headers");
          break;
        case "keepAlive":
          say({});
          break;
        case "pong":
        case undefined:
          break;
      }
    }

    async function listen(): Promise<void> {
      if (!client) {
        fail("invalid_argument", "The endpoint must be an https: or wss: URL (http: and ws: on localhost only).");
        return;
      }
      if ([...headers.values()].some((value) => !/^[\x20-\x7e]*$/.test(value))) {
        fail("invalid_argument", "headers must be printable ASCII");
        return;
      }
      wait(CONNECT_WITHIN_MS, "timed out connecting to the gateway");
      try {
        const events = client.listen(
          { method: request.method },
          { headers: [...headers], signal: listening.signal, onHeader: () => (opened = true) },
        );
        for await (const event of events) {
          if (ended) continue;
          handleEvent(event);
        }
        end({ code: "ok", message: "" });
      } catch (reason) {
        end(statusOf(ConnectError.from(reason), opened));
      }
    }

    queueMicrotask(() => {
      if (!ended) void listen();
    });

    return {
      send(bytes) {
        if (finished || ended) return;
        if (bytes.length > MAX_MESSAGE_BYTES) {
          fail("resource_exhausted", `message of ${bytes.length} bytes exceeds the limit of ${MAX_MESSAGE_BYTES}`);
        } else {
          sends.push(bytes);
        }
      },
      finish() {
        if (finished || ended) return;
        finished = true;
        sends.push("finish");
      },
      probe() {
        if (ended || probing || session.id === "") return;
        probing = true;
        wait(DEAD_AFTER_MS, "the gateway does not respond");
        ping();
      },
      close() {
        end({ code: "canceled", message: "closed by the client" }, { flush: true });
      },
    };
  };
}

function transportTo(baseUrl: string, fetch: typeof globalThis.fetch = globalThis.fetch): Transport {
  return createConnectTransport({
    baseUrl,
    useBinaryFormat: true,
    fetch: (input, init) => {
      // Only a message can be `keepalive`; the listening request ends with its page.
      const isSend = new Headers(init?.headers).get("content-type") === "application/proto";
      const keepalive = isSend && init?.body instanceof Uint8Array && init.body.length <= LAST_WORDS_BYTES;
      return fetch(input, { ...init, credentials: "omit", cache: "no-store", keepalive });
    },
  });
}

/** Returns why a request failed. Only a refusal by the gateway is final. */
function judge(error: ConnectError): Attempt {
  if (error.cause !== undefined) return "again";
  switch (error.code) {
    case Code.NotFound:
      return { code: "unavailable", message: "the gateway no longer knows this session" };
    case Code.ResourceExhausted:
      return { code: "resource_exhausted", message: error.rawMessage };
    case Code.InvalidArgument:
    case Code.PermissionDenied:
    case Code.Internal:
      return { code: "unavailable", message: error.rawMessage };
    default:
      return "again";
  }
}

/** Returns how a stream ended: the status of the gateway, or the failure in between. */
function statusOf(error: ConnectError, opened: boolean): StreamStatus {
  // Connect keeps the browser's exception as the cause; some browsers report a truncated response as `canceled`.
  if (error.cause !== undefined || error.code === Code.Canceled) {
    return { code: "unavailable", message: opened ? "the connection was lost" : "the gateway cannot be reached" };
  }
  const details = error.details.map((detail) =>
    "type" in detail ? { type: detail.type, value: base64Encode(detail.value, "std_raw") } : detail,
  );
  return {
    code: fromGrpcNumber(error.code),
    message: error.rawMessage,
    ...(details.length > 0 && { details }),
  };
}
