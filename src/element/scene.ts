/** What the views are drawn from, and what they may ask for. */
import type { CallInfo } from "../call/model.js";
import type { TerminalError } from "../errors.js";
import type { PhoneSnapshot } from "../phone-types.js";
import type { Setup } from "./phone-controller.js";
import type * as talking from "./talking.js";
import type { Words } from "./words.js";

/** What is loaded beside the phone. */
export type Talking = typeof talking;

/** The screens of the panel. */
export type ViewName =
  "not-configured" | "disabled" | "signed-out" | "failed" | "offline" | "ready" | "ring" | "call" | "ended";

/** All that a view may look at. */
export interface Scene {
  readonly snapshot: PhoneSnapshot;
  readonly setup: Setup;
  /** Why there is no phone, or no registration. */
  readonly failure: TerminalError | null;
  /** What went wrong last, until it is dismissed. */
  readonly notice: TerminalError | null;
  /** What is wrong with the typed number. */
  readonly fieldError: TerminalError | null;
  readonly number: string;
  /** Whether a call is on its way out, or being answered, and the button should wait. */
  readonly busy: boolean;
  readonly keypad: boolean;
  /** Digits sent in the call on screen. */
  readonly digits: string;
  /** A call that the page shows by itself (`before-ring` was canceled). */
  readonly hostRings: string | null;
  /** The screens of calls; null until there is a phone. */
  readonly talking: Talking | null;
  readonly words: Words;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Whether the panel can be folded away. */
  readonly foldable: boolean;
}

/** What a person can do in the panel. */
export interface Actions {
  readonly edit: (event: Event) => void;
  readonly press: (event: Event) => void;
  readonly pressStart: (event: PointerEvent) => void;
  readonly pressEnd: (event: Event) => void;
  readonly erase: () => void;
  readonly dial: () => void;
  readonly answer: () => void;
  readonly reject: () => void;
  readonly hangup: () => void;
  readonly mute: () => void;
  readonly hold: () => void;
  readonly toPhone: () => void;
  readonly pull: () => void;
  readonly toggleKeypad: () => void;
  readonly callAgain: () => void;
  readonly dismissCall: () => void;
  readonly dismissNotice: () => void;
  readonly retry: () => void;
  readonly fold: () => void;
}

/** Which screen belongs to what is known. A live call goes before everything else. */
export function viewOf(scene: Scene): ViewName {
  const { call, connection } = scene.snapshot;
  if (call !== null && call.id !== scene.hostRings) {
    if (call.state === "ended") return "ended";
    return call.state === "incoming" ? "ring" : "call";
  }
  if (scene.setup === "not-configured" || scene.setup === "disabled") return scene.setup;
  if (connection === "signed-out") return "signed-out";
  if (connection === "failed" || scene.setup === "broken") return "failed";
  return connection === "offline" && scene.setup === "running" ? "offline" : "ready";
}

/** The other party's name, else its number, else a word for neither. */
export function partyOf(call: CallInfo, words: Words): string {
  return call.contact?.name || call.number || words.text("unknown-number");
}

/** Where the call stands, in words; the time where it is active. */
export function callStatus(call: CallInfo, words: Words): string {
  if (call.state === "active" && call.held) return words.text("state-held");
  return words.text(`state-${call.state}`);
}

/** The line at the top: how the registration stands. */
export function statusText(scene: Scene): string {
  const { words, setup } = scene;
  if (setup === "running") return words.text(`status-${scene.snapshot.connection}`);
  return words.text(setup === "broken" ? "status-failed" : `status-${setup}`);
}

/** What a screen reader says when it changes; nothing that ticks may stand in it. */
export function announcementOf(scene: Scene): string {
  const { words, snapshot } = scene;
  const { call } = snapshot;
  if (call === null || call.id === scene.hostRings) return statusText(scene);
  const who = partyOf(call, words);
  if (call.state === "incoming") return words.text("said-incoming", { who });
  if (call.state === "ended") {
    return words.text("said-ended", { why: call.cause === null ? "" : words.text(`cause-${call.cause}`) });
  }
  if (call.state === "active") {
    const said = call.held ? words.text("state-held") : words.text("said-active", { who });
    return call.muted ? `${said}. ${words.text("state-muted")}` : said;
  }
  return `${words.text(`state-${call.state}`)} ${who}`;
}
