/** Serves the streams of terminals from the call model. */
import { randomUUID } from "node:crypto";
import { Code, ConnectError, type HandlerContext, type ServiceImpl } from "@connectrpc/connect";
import type { WebTerminalMessage, WebTerminalService } from "../gen/wgtwo/webterminal/v0/webterminal_pb.js";
import type { CallModel } from "./calls.js";
import type { Directory, User } from "./directory.js";
import type { SimulatorLogger } from "./log.js";
import { createAsyncQueue, type AsyncQueue } from "./async-queue.js";

interface Stream {
  readonly user: User;
  readonly outbox: AsyncQueue<WebTerminalMessage>;
}

/** The streams of registered terminals. */
export interface Streams {
  readonly service: ServiceImpl<typeof WebTerminalService>;
  /** Ends the streams of a user, or of all (null), with a gRPC status; 0 ends them without an error. */
  break(user: string | null, code: number): void;
  /** Refuses new streams of a user, or of all (null), for this many milliseconds. */
  refuse(user: string | null, ms: number): void;
  /** Ends every stream with Unavailable. */
  close(): void;
}

/** Creates the implementation of WebTerminalService. */
export function createStreams(options: {
  readonly model: CallModel;
  readonly directory: Directory;
  readonly log: SimulatorLogger;
}): Streams {
  const { model, directory, log } = options;
  const streams = new Map<string, Stream>();
  /** Until when streams are refused, by user name; the empty name means all users. */
  const refused = new Map<string, number>();

  const authorize = (context: HandlerContext): User => {
    const token = /^Bearer (.+)$/i.exec(context.requestHeader.get("authorization") ?? "")?.[1];
    if (token === undefined)
      throw new ConnectError("Missing access token: send authorization: Bearer demo-NAME.", Code.Unauthenticated);
    const user = directory.byToken(token);
    if ("refused" in user) {
      log.warn({ method: context.method.name }, "stream refused: invalid token");
      throw new ConnectError(user.refused, Code.Unauthenticated);
    }
    const until = Math.max(refused.get("") ?? 0, refused.get(user.name) ?? 0);
    if (until > Date.now()) {
      log.warn({ user: user.name }, "stream refused on request");
      throw new ConnectError("New streams are temporarily refused.", Code.Unavailable);
    }
    return user;
  };

  const read = async (
    id: string,
    requests: AsyncIterable<WebTerminalMessage>,
    outbox: AsyncQueue<WebTerminalMessage>,
  ) => {
    try {
      for await (const message of requests) model.handle(id, message);
      model.detach(id, "ended by the terminal");
      outbox.end();
    } catch (reason) {
      const error = ConnectError.from(reason);
      model.detach(id, error.rawMessage);
      outbox.end(error);
    }
  };

  async function* serve(
    method: "Pipe" | "MultiPipe",
    requests: AsyncIterable<WebTerminalMessage>,
    context: HandlerContext,
  ): AsyncGenerator<WebTerminalMessage> {
    const user = authorize(context);
    const id = randomUUID();
    const outbox = createAsyncQueue<WebTerminalMessage>();
    const send = (message: WebTerminalMessage) => {
      log.debug({ terminal: id, call: message.callId, message: message.message.case ?? "empty" }, "sent");
      outbox.push(message);
    };
    context.signal.addEventListener("abort", () => {
      streams.delete(id);
      model.detach(id, "stream broken");
      outbox.end();
    });
    streams.set(id, { user, outbox });
    log.info({ terminal: id, user: user.name, method }, "terminal registered");
    model.attach({ id, number: user.number, method, send });
    void read(id, requests, outbox);
    try {
      yield* outbox;
    } finally {
      streams.delete(id);
      model.detach(id, "stream ended");
    }
  }

  const each = (user: string | null): Stream[] =>
    [...streams.values()].filter((stream) => user === null || stream.user.name === user);

  return {
    service: {
      pipe: (requests, context) => serve("Pipe", requests, context),
      multiPipe: (requests, context) => serve("MultiPipe", requests, context),
    },
    break(user, code) {
      for (const { outbox } of each(user)) {
        outbox.end(code === 0 ? undefined : new ConnectError("The stream was broken on request.", code));
      }
    },
    refuse(user, ms) {
      refused.set(user ?? "", Date.now() + ms);
    },
    close() {
      for (const { outbox } of each(null)) outbox.end(new ConnectError("The core is going away.", Code.Unavailable));
    },
  };
}
