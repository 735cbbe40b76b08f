/** Call commands. Each posts an intent, and resolves once the snapshot confirms the outcome. */
import type { Call } from "../call/model.js";
import { infoOf, onScreen } from "../call/selectors.js";
import { TerminalError } from "../errors.js";
import { readKeypadDigits } from "../numbers/keypad-digits.js";
import { readNumber, readNumberNow } from "../numbers/number-reader.js";
import type { Phone, PhoneEvent } from "./types.js";
import type { EffectRunner } from "./effect-runner.js";
import type { TabStore } from "./tabs/tab-store.js";
import { errorOfCause, errorOfEnd, type PendingRequests } from "./pending.js";

/** The parts of a phone that its commands work on. */
export interface CommandContext {
  readonly store: TabStore;
  readonly pending: PendingRequests;
  readonly runner: Pick<EffectRunner, "callMedia">;
  readonly emit: (event: PhoneEvent) => void;
  readonly createId: () => string;
  readonly isClosed: () => boolean;
  /** Whether this browser has WebRTC. */
  readonly canCall: boolean;
  /** Returns the ISO 3166 country of numbers without `+`, or an empty string. */
  readonly region: () => string;
}

/** The methods of a phone that act on calls. */
export type Commands = Pick<
  Phone,
  "dial" | "answer" | "reject" | "hangup" | "pull" | "toPhone" | "mute" | "hold" | "sendDigits"
>;

/** Creates the commands of a phone. */
export function createCommands(context: CommandContext): Commands {
  const { store, pending, runner, emit, createId, isClosed, canCall, region } = context;

  /** Returns the call with this id, ended or not; without an id the one on screen. */
  const callOf = (id: string | undefined): Call => {
    const { snapshot } = store;
    const call = id === undefined ? onScreen(snapshot) : snapshot.calls.get(id);
    if (call === null || call === undefined) throw new TerminalError("no-such-call");
    return call;
  };

  /** Returns the call that `answer()` and `reject()` mean: without an id the one that rings. */
  const ringing = (id: string | undefined): Call => {
    const rings = [...store.snapshot.calls.values()].find((call) => call.state === "incoming");
    return id === undefined && rings !== undefined ? rings : callOf(id);
  };

  /** Resolves with a call once it has come this far; rejects with the reason if it ends before. */
  const waitForCall = async (id: string, hasArrived: (call: Call) => boolean): Promise<Call> =>
    pending.waitFor<Call>((snapshot) => {
      const call = snapshot.calls.get(id);
      if (call === undefined || call.state === "ended") return { error: errorOfEnd(call) };
      return hasArrived(call) ? { value: call } : null;
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
    async dial(text, dialOptions = {}) {
      const { label = null, metadata = null } = dialOptions;
      const later = dialOptions.digits ? readKeypadDigits(dialOptions.digits) : "";
      const options = { region: region() };
      // With the rules loaded nothing is waited for: a hangup() right after this finds the call.
      const { number, digits } = readNumberNow(text, options) ?? (await readNumber(text, options));
      requireReady();
      const id = createId();
      await store.post({ type: "dial", id, number, label, metadata, digits: digits + later });
      return infoOf(await waitForCall(id, (call) => call.state !== "dialing" || call.sent));
    },
    async answer(id) {
      const call = ringing(id);
      if (call.state === "ended") throw errorOfCause(call.cause);
      if (call.state !== "incoming") return;
      requireMedia();
      await store.post({ type: "answer", id: call.id });
      await pending.waitFor<true>((snapshot) => {
        const now = snapshot.calls.get(call.id);
        if (now === undefined || now.state === "ended") return { error: errorOfEnd(now) };
        // Without a microphone it rings on.
        if (now.state === "incoming") return now.failure && { error: now.failure };
        return now.state === "answering" ? null : { value: true };
      });
    },
    async reject(id) {
      const call = ringing(id);
      await store.post({ type: "reject", id: call.id });
    },
    async hangup(id) {
      const call = callOf(id);
      await store.post({ type: "hangup", id: call.id });
    },
    async pull() {
      requireReady();
      const { subscriber } = store.snapshot;
      if (subscriber.state !== "elsewhere") throw new TerminalError("nothing-to-pull");
      await store.post({ type: "pull" });
      return infoOf(await waitForCall(subscriber.callId, (call) => call.state === "active"));
    },
    async toPhone(id) {
      const call = callOf(id);
      if (call.state === "ended") throw new TerminalError("no-such-call");
      if (call.state !== "active" && call.state !== "moving") throw new TerminalError("wrong-state");
      await store.post({ type: "to-phone", id: call.id });
      await pending.waitFor<true>((snapshot) => {
        const now = snapshot.calls.get(call.id);
        if (now === undefined) return { value: true };
        if (now.state === "ended") {
          return now.cause === "moved-to-phone" ? { value: true } : { error: errorOfCause(now.cause) };
        }
        // Whether the core moved it is unknown: the call that is recovered may stay here.
        if (now.state === "recovering") return { error: new TerminalError("move-failed") };
        return now.state === "moving" ? null : now.failure && { error: now.failure };
      });
    },
    async mute(on, id) {
      const call = callOf(id);
      await store.post({ type: "mute", id: call.id, on: on ?? !call.muted });
    },
    async hold(on, id) {
      const call = callOf(id);
      await store.post({ type: "hold", id: call.id, on: on ?? !call.held });
    },
    async sendDigits(text, id) {
      const digits = readKeypadDigits(text);
      const call = callOf(id);
      const media = runner.callMedia(call.id);
      if (call.state === "ended") throw new TerminalError("no-such-call");
      if (media === undefined) {
        throw new TerminalError("wrong-state", {
          message: "The sound of this call is in another tab.",
          hint: "Use the tab in which you are talking.",
        });
      }
      if (call.state !== "active" && call.state !== "moving") throw new TerminalError("wrong-state");
      await media.sendDigits(digits, (digit) => {
        emit({ type: "call-digit", call: infoOf(store.snapshot.calls.get(call.id) ?? call), digit });
      });
    },
  };
}
