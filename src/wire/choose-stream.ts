/** Chooses the transport of a stream: the configured one, or the first that connects. */
import { type Clock, systemClock } from "../clock.js";
import { createSafeStorage, type StorageArea } from "../storage.js";
import { MAX_QUEUED_MESSAGES } from "./constants.js";
import type { OpenStream, Stream, StreamStatus } from "./stream.js";
import { createWebSocketStream } from "./websocket-stream.js";

/** `auto` tries a WebSocket, then fetch if the socket could not be opened. The others use one transport only. */
export type TransportChoice = "auto" | "websocket" | "fetch";

/** Dependencies that tests and environments other than browsers replace. */
export interface ChooseStreamOptions {
  readonly clock?: Clock;
  readonly webSocket?: OpenStream;
  /** Loads the fetch transport, which few pages need. */
  readonly loadFetch?: () => Promise<OpenStream>;
  /** Returns the storage that keeps the choice for this tab. Called each time; may throw. */
  readonly storage?: () => StorageArea;
}

/** Returns a function that opens streams over the given transport. */
export function createChosenStream(choice: TransportChoice, options: ChooseStreamOptions = {}): OpenStream {
  const clock = options.clock ?? systemClock;
  const webSocket = options.webSocket ?? createWebSocketStream({ clock });
  const loadFetch = options.loadFetch ?? (async () => (await import("./fetch-stream.js")).createFetchStream({ clock }));
  const storage = createSafeStorage(options.storage ?? (() => sessionStorage));
  if (choice === "websocket") return webSocket;

  return (request, handlers) => {
    const key = `web-terminal:transport:${request.endpoint}`;
    /** Messages sent before the stream opened, to be sent again if its transport never opens. */
    let unheard: (Uint8Array | "finish")[] | null = [];
    /** The stream in use; null while the fetch transport is loading. */
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

    /** `first`: how the WebSocket that was tried before ended, if there was one. */
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
              // If neither transport connects, the reason of the first one is reported.
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
      // The queue of the transport has the same limit, and ends the stream when it is full.
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
