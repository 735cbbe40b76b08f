/** What a page can have done to calls: each command posts an intent and waits for its proof. */
import type { Call } from "../call/model.js";
import { infoOf, onScreen } from "../call/selectors.js";
import { TerminalError } from "../errors.js";
import { areDigits } from "../media/dtmf.js";
import type { Phone, PhoneEvent } from "./types.js";
import type { EffectRunner } from "./effect-runner.js";
import type { TabStore } from "./tabs/tab-store.js";
import { errorOfEnd, type Pending } from "./pending.js";

/** What the commands work on. */
export interface CommandContext {
  readonly store: TabStore;
  readonly pending: Pending;
  readonly runner: EffectRunner;
  /** The last error that was told of a call, by its id. */
  readonly reported: Map<string, TerminalError>;
  readonly emit: (event: PhoneEvent) => void;
  readonly createId: () => string;
  readonly isClosed: () => boolean;
  /** Whether there is WebRTC here. */
  readonly canCall: boolean;
}

/** The part of the phone that is about calls. */
export type Commands = Pick<
  Phone,
  "dial" | "answer" | "reject" | "hangup" | "pull" | "toPhone" | "mute" | "hold" | "sendDigits"
>;

/** Makes the commands of a phone. */
export function createCommands(context: CommandContext): Commands {
  const { store, pending, runner, reported, emit, createId, isClosed, canCall } = context;

  const live = (id: string | undefined): Call => {
    const { snapshot } = store;
    const call = id === undefined ? onScreen(snapshot) : snapshot.calls.get(id);
    if (call === null || call === undefined) throw new TerminalError("no-such-call");
    return call;
  };

  /** The one that rings: what `answer()` and `reject()` mean without an id. */
  const ringing = (id: string | undefined): Call => {
    const rings = [...store.snapshot.calls.values()].find((call) => call.state === "incoming");
    return id === undefined && rings !== undefined ? rings : live(id);
  };

  /** Waits until a call that was set in motion stands, or tells why it does not. */
  const underWay = async (id: string, stands: (call: Call) => boolean): Promise<Call> =>
    pending.until<Call>((snapshot) => {
      const call = snapshot.calls.get(id);
      if (call === undefined || call.state === "ended") return { failed: errorOfEnd(call, reported.get(id)) };
      return stands(call) ? { done: call } : null;
    });

  const requireMedia = (): void => {
    if (!canCall) throw new TerminalError("no-webrtc");
  };

  const requireReady = (): void => {
    if (isClosed()) throw new TerminalError("not-connected", { message: "The phone has been closed." });
    requireMedia();
    const { connection, callMode, calls } = store.snapshot;
    if (connection.state === "signed-out") throw new TerminalError("signed-out");
    if (connection.state !== "ready") throw new TerminalError("not-connected");
    if (callMode === "single" && [...calls.values()].some((call) => call.state !== "ended")) {
      throw new TerminalError("already-in-call");
    }
  };

  return {
    async dial(number, dialOptions = {}) {
      if (!/^\+?[0-9*#]{1,32}$/.test(number)) throw new TerminalError("invalid-number");
      requireReady();
      const id = createId();
      const { label = null, metadata = null } = dialOptions;
      await store.post({ type: "dial", id, number, label, metadata });
      return infoOf(await underWay(id, (call) => call.state !== "dialing" || call.sent));
    },
    async answer(id) {
      const call = ringing(id);
      if (call.state === "ended") throw errorOfEnd(call, undefined);
      if (call.state !== "incoming") return;
      requireMedia();
      reported.delete(call.id);
      await store.post({ type: "answer", id: call.id });
      await pending.until<true>((snapshot) => {
        const now = snapshot.calls.get(call.id);
        if (now === undefined || now.state === "ended") return { failed: errorOfEnd(now, reported.get(call.id)) };
        if (now.state === "incoming") {
          const error = reported.get(call.id);
          return error === undefined ? null : { failed: error };
        }
        return now.state === "answering" ? null : { done: true };
      });
    },
    async reject(id) {
      const call = ringing(id);
      await store.post({ type: "reject", id: call.id });
    },
    async hangup(id) {
      const call = live(id);
      await store.post({ type: "hangup", id: call.id });
    },
    async pull() {
      requireReady();
      const { subscriber } = store.snapshot;
      if (subscriber.state !== "elsewhere") throw new TerminalError("nothing-to-pull");
      await store.post({ type: "pull" });
      return infoOf(await underWay(subscriber.callId, (call) => call.state === "active"));
    },
    async toPhone(id) {
      const call = live(id);
      if (call.state === "ended") throw new TerminalError("no-such-call");
      if (call.state !== "active" && call.state !== "moving") throw new TerminalError("wrong-state");
      reported.delete(call.id);
      await store.post({ type: "to-phone", id: call.id });
      await pending.until<true>((snapshot) => {
        const now = snapshot.calls.get(call.id);
        if (now === undefined) return { done: true };
        if (now.state === "ended") {
          return now.cause === "moved-to-phone" ? { done: true } : { failed: errorOfEnd(now, undefined) };
        }
        // What the core made of it is unknown: the call that comes back may stay here.
        if (now.state === "recovering") return { failed: new TerminalError("move-failed") };
        const error = reported.get(call.id);
        return now.state === "moving" || error === undefined ? null : { failed: error };
      });
    },
    async mute(on, id) {
      const call = live(id);
      await store.post({ type: "mute", id: call.id, on: on ?? !call.muted });
    },
    async hold(on, id) {
      const call = live(id);
      await store.post({ type: "hold", id: call.id, on: on ?? !call.held });
    },
    async sendDigits(digits, id) {
      if (!areDigits(digits)) throw new TerminalError("invalid-digits");
      const call = live(id);
      const session = runner.session(call.id);
      if (call.state === "ended") throw new TerminalError("no-such-call");
      if (session === undefined) {
        throw new TerminalError("wrong-state", { hint: "Its sound is in another tab." });
      }
      if (call.state !== "active" && call.state !== "moving") throw new TerminalError("wrong-state");
      await session.sendDigits(digits, (digit) => {
        emit({ type: "call-digit", call: infoOf(store.snapshot.calls.get(call.id) ?? call), digit });
      });
    },
  };
}
