/** Which transport carries a stream: the one that was asked for, or the first that gets through. */
import { type Clock, systemClock } from "../clock.js";
import { createSafeStorage, type StorageArea } from "../storage.js";
import { MAX_QUEUED_MESSAGES } from "./constants.js";
import type { OpenStream, Stream, StreamStatus } from "./stream.js";
import { createWebSocketStream } from "./websocket-stream.js";

/** `auto` tries a WebSocket, then fetch where the socket could not even be opened. The others stay what they are. */
export type TransportChoice = "auto" | "websocket" | "fetch";

/** What may be replaced, in tests and outside of browsers. */
export interface ChooseStreamOptions {
  readonly clock?: Clock;
  readonly webSocket?: OpenStream;
  /** Loads the other transport, which few pages ever need. */
  readonly loadFetch?: () => Promise<OpenStream>;
  /** Where the choice is kept for the tab; asked each time, and allowed to throw. */
  readonly storage?: () => StorageArea;
}

/** Opens streams by the transport of this name. */
export function createChosenStream(choice: TransportChoice, options: ChooseStreamOptions = {}): OpenStream {
  const clock = options.clock ?? systemClock;
  const webSocket = options.webSocket ?? createWebSocketStream({ clock });
  const loadFetch = options.loadFetch ?? (async () => (await import("./fetch-stream.js")).createFetchStream({ clock }));
  const storage = createSafeStorage(options.storage ?? (() => sessionStorage));
  if (choice === "websocket") return webSocket;

  return (request, handlers) => {
    const key = `web-terminal:transport:${request.endpoint}`;
    /** What was sent before a stream stood: a transport that never opens takes it in vain. */
    let unheard: (Uint8Array | "finish")[] | null = [];
    /** Null while the other transport is loaded. */
    let current: Stream | null = null;
    let closed = false;

    function onHeaders(headers: Readonly<Record<string, string>>): void {
      unheard = null;
      handlers.onHeaders(headers);
    }

    function end(status: StreamStatus): void {
      if (closed) return;
      closed = true;
      queueMicrotask(() => {
        handlers.onEnd(status);
      });
    }

    /** `first` is how the WebSocket ended that was tried before, if one was. */
    function openFetch(first?: StreamStatus): void {
      current = null;
      loadFetch().then(
        (open) => {
          if (closed) return;
          current = open(request, {
            ...handlers,
            onHeaders(headers) {
              if (first) storage.set(key, "fetch");
              onHeaders(headers);
            },
            onEnd(status) {
              // Where neither gets through, why the first did not is as good a reason as any.
              handlers.onEnd(first && !closed && !status.opened ? first : status);
            },
          });
          for (const what of unheard ?? []) pass(current, what);
        },
        (reason: unknown) => {
          end(first ?? { code: "unavailable", message: `no fetch transport: ${String(reason)}`, opened: false });
        },
      );
    }

    function send(what: Uint8Array | "finish"): void {
      if (closed) return;
      // A transport's own queue is as long, and ends the stream where it is full.
      if (unheard && unheard.length < MAX_QUEUED_MESSAGES) unheard.push(what);
      else if (!current) end({ code: "resource_exhausted", message: "send queue is full", opened: false });
      if (current) pass(current, what);
    }

    if (choice === "fetch" || storage.get(key) === "fetch") {
      openFetch();
    } else {
      current = webSocket(request, {
        ...handlers,
        onHeaders,
        onEnd(status) {
          if (status.opened === false && status.code === "unavailable" && !closed) openFetch(status);
          else handlers.onEnd(status);
        },
      });
    }

    return {
      send,
      finish() {
        send("finish");
      },
      probe() {
        current?.probe();
      },
      close() {
        if (!current) end({ code: "canceled", message: "closed by the client", opened: false });
        closed = true;
        current?.close();
      },
    };
  };
}

function pass(stream: Stream, what: Uint8Array | "finish"): void {
  if (what === "finish") stream.finish();
  else stream.send(what);
}
