/** What the views are drawn from, and what they may ask for. */
import type { CallInfo } from "../call/model.js";
import type { TerminalError } from "../errors.js";
import type { PhoneSnapshot } from "../phone/types.js";
import type { GetFeature } from "./features/feature-loader.js";
import type { Setup } from "./phone/phone-controller.js";
import type * as callBundle from "./call/call-bundle.js";
import type { LocalizedStrings } from "./i18n/strings.js";

/** What is loaded beside the phone. */
export type CallBundle = typeof callBundle;

/** What a person has opened in place of the dial pad. */
export type Page = "pad" | "history" | "settings";

/** The screens of the panel. */
export type ViewName =
  | "not-configured"
  | "disabled"
  | "signed-out"
  | "failed"
  | "offline"
  | "ready"
  | "history"
  | "settings"
  | "ring"
  | "call"
  | "ended";

/** All that a view may look at. */
export interface ViewModel {
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
  readonly page: Page;
  /** Whether calls are kept in a list. */
  readonly history: boolean;
  /** Whether single keys do something. */
  readonly shortcuts: boolean;
  /** A call that the page shows by itself (`before-ring` was canceled). */
  readonly hostRings: string | null;
  /** The screens of calls; null until there is a phone. */
  readonly callBundle: CallBundle | null;
  /** Parts that are fetched when they are first shown. */
  readonly part: GetFeature;
  readonly words: LocalizedStrings;
  /** A number with its digits in groups. */
  readonly shown: (number: string) => string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Whether the panel can be folded away. */
  readonly foldable: boolean;
  /** What the setup screens need. */
  readonly missing: Missing;
}

/** What the integrator still has to write. */
export interface Missing {
  readonly endpoint: boolean;
  readonly token: boolean;
}

/** What a person can do in the panel. A button's value names the call where there are several. */
export interface Actions {
  readonly edit: (event: InputEvent) => void;
  readonly press: (event: Event) => void;
  readonly pressStart: (event: PointerEvent) => void;
  readonly pressEnd: (event: Event) => void;
  readonly erase: () => void;
  readonly dial: () => void;
  /** Calls the number that is the button's value. */
  readonly redial: (event: Event) => void;
  readonly answer: (event?: Event) => void;
  readonly reject: (event?: Event) => void;
  readonly hangup: (event?: Event) => void;
  readonly mute: () => void;
  readonly hold: () => void;
  /** Takes another call up again, which holds the present one. */
  readonly swap: (event: Event) => void;
  readonly toPhone: () => void;
  readonly pull: () => void;
  readonly toggleKeypad: () => void;
  readonly callAgain: () => void;
  readonly dismissCall: () => void;
  readonly dismissNotice: () => void;
  readonly retry: () => void;
  readonly fold: () => void;
  /** Opens the page that is the button's value. */
  readonly turnTo: (event: Event) => void;
  readonly unlockAudio: () => void;
  readonly useShortcuts: (event: Event) => void;
}

/** Which screen belongs to what is known. A call goes before everything but settings that were opened during it. */
export function viewOf(viewModel: ViewModel): ViewName {
  const { call, connection } = viewModel.snapshot;
  if (call !== null && call.id !== viewModel.hostRings) {
    if (call.state === "incoming") return "ring";
    if (viewModel.page === "settings" && !waitingCall(viewModel)) return "settings";
    return call.state === "ended" ? "ended" : "call";
  }
  if (viewModel.setup === "not-configured" || viewModel.setup === "disabled") return viewModel.setup;
  if (connection === "signed-out") return "signed-out";
  if (connection === "failed" || viewModel.setup === "broken") return "failed";
  if (viewModel.page !== "pad") return viewModel.page;
  return connection === "offline" && viewModel.setup === "running" ? "offline" : "ready";
}

/** A call that rings while another is on screen. */
export function waitingCall({ snapshot, hostRings }: ViewModel): CallInfo | undefined {
  return snapshot.calls.find((call) => call.state === "incoming" && call !== snapshot.call && call.id !== hostRings);
}

/** The line at the top: how the registration stands. */
export function statusText(viewModel: ViewModel): string {
  const { words, setup } = viewModel;
  if (setup === "running") return words.text(`status-${viewModel.snapshot.connection}`);
  return words.text(setup === "broken" ? "status-failed" : `status-${setup}`);
}

/** What a screen reader says when it changes; nothing that ticks may stand in it. */
export function announcementOf(viewModel: ViewModel): string {
  const { snapshot, callBundle } = viewModel;
  const { call } = snapshot;
  if (call === null || call.id === viewModel.hostRings || callBundle === null) return statusText(viewModel);
  return callBundle.announce(call, waitingCall(viewModel), viewModel);
}
