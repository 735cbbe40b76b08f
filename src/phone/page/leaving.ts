/**
 * Handles the calls of a page that is left: the next page takes them over, or they are hung up or moved to the
 * mobile. Loaded once there is a call.
 */
import type { CallHandover } from "../../call/inputs.js";
import type { Clock } from "../../clock.js";
import type { StreamSession } from "../../registration/registration-stream.js";
import type { SafeStorage } from "../../storage.js";
import type { Phone } from "../types.js";
import { retainStream, sendOnRetained } from "./keepalive-message.js";
import type { LeavePolicy } from "./types.js";

/** Options of `createLeaving`. */
export interface LeavingOptions {
  /** Returns the URL of the gateway of now. */
  readonly endpoint: () => string;
  /** Returns the policy of now. */
  readonly policy: () => LeavePolicy;
  readonly phone: Phone;
  readonly clock: Clock;
  /** Returns the latest streams: a call may have been made on the one before the current one. */
  readonly sessions: () => readonly StreamSession[];
  readonly storage: SafeStorage;
  /** The storage key of the handover. */
  readonly key: string;
}

/** Handles the leaving of a page. */
export interface Leaving {
  /** Makes the browser ask the user, if that is the page's policy and a call is up. */
  handleBeforeUnload(event: BeforeUnloadEvent): void;
  /** Stores, hangs up or moves the calls. To be called when the page goes. */
  handlePageHide(): void;
}

/** Returns a call that can be stored: the host's metadata may be anything, and no call is lost because of it. */
function serializable(call: CallHandover): CallHandover {
  try {
    JSON.stringify(call.metadata);
    return call;
  } catch {
    return { ...call, metadata: null };
  }
}

/** Prepares for the page being left. */
export function createLeaving(options: LeavingOptions): Leaving {
  const { endpoint, policy, phone, clock, sessions, storage, key } = options;
  /** Ids of the streams that the gateway was asked to retain. */
  const retained = new Set<string>();

  const retainStreams = (): void => {
    if (policy() === "ask") return;
    for (const session of sessions()) {
      if (retained.has(session.id)) continue;
      retained.add(session.id);
      retainStream(endpoint(), session);
    }
  };

  const store = (calls: readonly CallHandover[]): void => {
    // If storage does not keep it, the next page cannot take the calls over.
    storage.setJson(key, { at: clock.now(), calls: calls.map(serializable) });
  };

  retainStreams();
  phone.subscribe(retainStreams);

  return {
    handleBeforeUnload(event) {
      const isUp = phone.snapshot.calls.some(({ owner, state }) => owner && state !== "ended" && state !== "incoming");
      if (isUp && policy() === "ask") event.preventDefault();
    },
    handlePageHide() {
      const leave = policy();
      const calls = phone.handovers();
      if (leave === "ask") {
        if (calls.length > 0) store(calls);
        return;
      }
      // A call that moves to the mobile is the core's from here on: the next page takes none over.
      for (const { id } of calls) {
        (leave === "hangup" ? phone.hangup(id) : phone.toPhone(id)).catch(() => undefined);
      }
      // A stream that turns out to be closed when it is used says so one microtask later.
      queueMicrotask(() => {
        if (phone.snapshot.connection === "ready") return;
        for (const session of sessions()) {
          for (const { id } of calls) sendOnRetained(endpoint(), session, leave === "hangup" ? "bye" : leave, id);
        }
      });
    },
  };
}
