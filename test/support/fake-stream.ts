/** A stream to the core without a network: a test plays gateway and core by hand. */
import { decodeMessage, encodeMessage } from "../../src/registration/codec.js";
import type { CoreMessage } from "../../src/registration/core-message.js";
import type { OpenStream, StatusCode, Stream, StreamHandlers, StreamRequest } from "../../src/wire/stream.js";

export class FakeStream implements Stream {
  /** What the terminal has sent, oldest first. */
  readonly sent: CoreMessage[] = [];
  probes = 0;
  ended = false;

  constructor(
    readonly request: StreamRequest,
    private readonly handlers: StreamHandlers,
  ) {}

  send(bytes: Uint8Array): void {
    if (!this.ended) this.sent.push(decodeMessage(bytes));
  }
  finish(): void {
    // Nobody here tells half a stream from a whole one.
  }
  probe(): void {
    this.probes += 1;
  }
  close(): void {
    this.end("canceled");
  }

  /** The gateway says that the stream to the core is open. */
  stand(headers: Readonly<Record<string, string>> = {}): void {
    if (!this.ended) this.handlers.onHeaders(headers);
  }
  /** The core says something. */
  say(message: CoreMessage): void {
    this.deliver(encodeMessage(message));
  }
  /** The core says it in bytes. */
  deliver(bytes: Uint8Array): void {
    if (!this.ended) this.handlers.onMessage(bytes);
  }
  /** The stream is over. */
  end(code: StatusCode, message = ""): void {
    if (this.ended) return;
    this.ended = true;
    this.handlers.onEnd({ code, message });
  }
}

export interface FakeStreams {
  readonly open: OpenStream;
  /** Every stream that was opened, oldest first. */
  readonly all: readonly FakeStream[];
  /** The newest one. */
  readonly last: FakeStream;
  /** How many are open. */
  readonly live: number;
}

export function createFakeStreams(): FakeStreams {
  const all: FakeStream[] = [];
  return {
    open(request, handlers) {
      const stream = new FakeStream(request, handlers);
      all.push(stream);
      return stream;
    },
    all,
    get last() {
      const stream = all.at(-1);
      if (stream === undefined) throw new Error("No stream has been opened.");
      return stream;
    },
    get live() {
      return all.filter((stream) => !stream.ended).length;
    },
  };
}
