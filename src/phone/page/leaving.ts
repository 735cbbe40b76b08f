/**
 * What becomes of the calls of a page that is left: the next page brings them back, or they are hung up or sent to
 * the mobile. In a chunk of its own, which is loaded once a call is up.
 */
import type { CallHandover } from "../../call/inputs.js";
import type { Clock } from "../../clock.js";
import type { SafeStorage } from "../../storage.js";
import { retainStream, sendOnRetained } from "./keepalive-message.js";
import type { Phone } from "../types.js";
import type { PagePhoneOptions } from "./page-phone.js";

/** What leaving needs. */
export interface LeavingContext {
  readonly options: PagePhoneOptions;
  readonly phone: Phone;
  readonly clock: Clock;
  /** What the gateway calls the streams that stood last: a call may have been made on the one before. More may come. */
  readonly sessions: readonly string[];
  readonly storage: SafeStorage;
  /** Under which marks are kept. */
  readonly key: string;
}

/** A host's metadata may be anything; a call is not lost because of it. */
function serializable(call: CallHandover): CallHandover {
  try {
    JSON.stringify(call.metadata);
    return call;
  } catch {
    return { ...call, metadata: null };
  }
}

/** What is done as the page goes. */
export interface Leaving {
  /** Has the browser ask, where that is the page's policy. */
  ask(event: BeforeUnloadEvent): void;
  /** It goes. */
  go(): void;
}

/** Makes ready for it. */
export function createLeaving({ options, phone, clock, sessions, storage, key }: LeavingContext): Leaving {
  const held = new Set<string>();

  const policy = () => options.leave ?? "ask";
  const holdStreams = (): void => {
    if (policy() === "ask") return;
    for (const session of sessions) {
      if (held.has(session)) continue;
      held.add(session);
      retainStream(options.endpoint, session);
    }
  };

  const write = (calls: readonly CallHandover[]): void => {
    // Where storage refuses it, there is no next page that could bring a call back.
    storage.setJson(key, { at: clock.now(), calls: calls.map(serializable) });
  };

  holdStreams();
  phone.subscribe(holdStreams);

  const go = (): void => {
    const leave = policy();
    const calls = phone.marks();
    if (leave === "ask") {
      if (calls.length > 0) write(calls);
      return;
    }
    // What goes to the mobile is the core's from here; nothing is left for the next page to bring back.
    for (const { id } of calls) {
      (leave === "hangup" ? phone.hangup(id) : phone.toPhone(id)).catch(() => undefined);
    }
    // A stream that is found closed as it is used says so a turn later.
    queueMicrotask(() => {
      if (phone.snapshot.connection === "ready") return;
      for (const session of sessions) {
        for (const { id } of calls) sendOnRetained(options.endpoint, session, leave === "hangup" ? "bye" : leave, id);
      }
    });
  };
  return {
    ask(event) {
      const isUp = phone.snapshot.calls.some(({ owner, state }) => owner && state !== "ended" && state !== "incoming");
      if (isUp && policy() === "ask") event.preventDefault();
    },
    go,
  };
}
