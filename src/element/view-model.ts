/**
 * The data that views are drawn from, the actions that they offer, and the features of the panel that are loaded when
 * they are needed. Types and pure functions only.
 */
import type { TemplateResult } from "lit";
import type { CallInfo, Contact } from "../call/model.js";
import type { TerminalError } from "../errors.js";
import type { PhoneEvent, PhoneSnapshot, TokenReason, TokenResult } from "../phone/types.js";
import type { LocalizedStrings, StringKey } from "./i18n/strings.js";

/** The page of the panel that a person has opened in place of the dial pad. */
export type PanelPage = "pad" | "history" | "settings";

/** How far the making of the phone has come. */
export type Setup = "not-configured" | "disabled" | "starting" | "running" | "broken";

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

/** Everything that a view may look at. */
export interface ViewModel {
  readonly snapshot: PhoneSnapshot;
  readonly setup: Setup;
  /** Why there is no phone, or no registration. */
  readonly failure: TerminalError | null;
  /** The last error, until it is dismissed. */
  readonly notice: TerminalError | null;
  /** Why the typed number cannot be called. */
  readonly fieldError: TerminalError | null;
  readonly number: string;
  /** Whether a call is on its way out, or being answered, and the button should wait. */
  readonly busy: boolean;
  readonly keypad: boolean;
  /** Digits sent in the call on screen. */
  readonly digits: string;
  readonly page: PanelPage;
  /** Whether calls are kept in a list. */
  readonly history: boolean;
  /** Whether incoming calls raise desktop notifications. */
  readonly notifications: boolean;
  /** Whether the page has an address book. */
  readonly resolvesContacts: boolean;
  /** Whether tokens come from a sign-in in the panel. */
  readonly signsIn: boolean;
  /** Whether single keys do something. */
  readonly shortcuts: boolean;
  /** Id of the call that the page rings for (`before-ring` was canceled); null where the panel rings. */
  readonly hostRings: string | null;
  /** The loaded features that have something to show on this screen, in the order in which they are shown. */
  readonly features: LoadedFeatures;
  readonly strings: LocalizedStrings;
  /** Returns a number with its digits in groups. */
  readonly formatNumber: (number: string) => string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Whether nothing is drawn (`mode="headless"`). */
  readonly headless: boolean;
  /** Whether the panel can be folded away. */
  readonly foldable: boolean;
  /** Whether a foldable panel is open. */
  readonly open: boolean;
  /** The settings without which there is no phone. */
  readonly missing: MissingSettings;
  /** Whether the reader is the page's developer: the page is served from localhost. */
  readonly forDeveloper: boolean;
}

/** The settings that the integrator still has to add. */
export interface MissingSettings {
  readonly endpoint: boolean;
  readonly token: boolean;
}

/** The actions of the panel. A button's value names the call where there are several. */
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
  /** Resumes another call, which holds the present one. */
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
  readonly openPage: (event: Event) => void;
  readonly unlockAudio: () => void;
  readonly useShortcuts: (event: Event) => void;
}

/** A piece of the panel that is loaded when it is needed, made once for its element and closed with it. */
export interface Feature {
  /** Called before each render. */
  willUpdate?(snapshot: PhoneSnapshot): void;
  /** Called after each render. */
  updated?(viewModel: ViewModel): void;
  /** Called with each event of the phone. `primary` is true in one of the tabs that share a registration. */
  handlePhoneEvent?(event: PhoneEvent, primary: boolean): void;
  /** Returns the texts on screen that a screen reader is told once, when they appear. */
  notes?(viewModel: ViewModel): readonly string[];
  /** Frees all that is held. */
  close?(): void;
}

/** A feature with a view of its own. */
interface ViewFeature extends Feature {
  view(viewModel: ViewModel, actions: Actions): unknown;
}

/** A feature with a view of one call. */
interface CallViewFeature extends Feature {
  view(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult;
}

/** Says above the number field, or in a call, what is out of order. */
export interface BannersFeature extends ViewFeature {
  /** Draws what a call has lost: the registration, while people still hear each other, or the audio itself. */
  lost(viewModel: ViewModel): unknown;
}

/** Names for numbers, from the page's own address book. */
export interface ContactsFeature extends Feature {
  /** Returns the snapshot with the contacts that are known, and looks up the others; the same object where nothing changes. */
  complete(snapshot: PhoneSnapshot): PhoneSnapshot;
  completeCall(call: CallInfo): CallInfo;
  /** Returns the contact as far as it is known; looks it up where it is not. */
  contactOf(number: string): Contact | null;
  /** Returns the contact as far as it is known. */
  knownContact(number: string): Contact | null;
}

/** The launcher of a floating phone, and its place in the window. */
export interface FloatingFeature extends Feature {
  /** Draws the launcher. */
  view(viewModel: ViewModel, actions: Actions): TemplateResult;
  /** Draws the handle in the panel's header, which moves the phone by keys. */
  handle(viewModel: ViewModel): TemplateResult;
  /** Moves the panel by its header, or the launcher. */
  readonly drag: (event: PointerEvent) => void;
}

/** Keeps the focus in place while views come and go, and tells screen readers what appears on a screen. */
export interface FocusManagerFeature extends Feature {
  /** Moves the focus to the first control of the view, now or as soon as it is there. */
  focus(): void;
}

/** Numbers by the rules of their countries. */
export interface NumberFormatFeature extends Feature {
  /** Returns an E.164 number in groups, `+47 900 00 002`; anything else as it is. */
  format(number: string): string;
  /** Returns typed text in groups. `erased`: the text before a deletion, else null. */
  formatTyped(text: string, erased: string | null): string;
}

/** Recent calls. */
export interface HistoryFeature extends ViewFeature {
  /** How many calls are listed. */
  readonly size: number;
  /** Returns how many calls were missed since the list was looked at; empty where there are none. */
  missedText(strings: LocalizedStrings): string;
  /** Draws the last calls, for the panel at rest. */
  recent(viewModel: ViewModel, actions: Actions): unknown;
}

/** The call in a small window that stays above others. */
export interface PipWindowFeature extends Feature {
  /** Draws the button that opens it. */
  button(viewModel: ViewModel): TemplateResult;
}

/** Leaves a ring to the mobile. */
export interface RingOnMobileFeature extends Feature {
  view(call: CallInfo, viewModel: ViewModel): TemplateResult;
  /** Returns the text in place of the call's state; undefined before the ring is left to the mobile. */
  stateKey(call: CallInfo): StringKey | undefined;
}

/** The screens without a phone. */
export interface SetupFeature extends ViewFeature {
  /** Draws, in a call whose registration is signed out, the way to sign in again. */
  inCall(viewModel: ViewModel): unknown;
}

/** Puts a screen together from its title, text and button. */
export type SignInFrame = (title: string, body: unknown, action: unknown) => TemplateResult;

/** Signing in with the gateway's OpenID provider. */
export interface SignInFeature extends Feature {
  token(reason: TokenReason): Promise<TokenResult>;
  /** Whether the token in use came from here. */
  readonly isInUse: boolean;
  /** Whether a person has just signed in or out, and the phone follows. */
  readonly isBusy: boolean;
  /** `buttonClass` is the class of the button. */
  view(strings: LocalizedStrings, frame: SignInFrame, buttonClass?: string): TemplateResult;
  /** Returns the text of the view; empty where it shows an error. */
  statusText(strings: LocalizedStrings): string;
  signOut(): Promise<void>;
}

/** Every feature by its name. */
export interface Features {
  readonly autoplayBlocked: ViewFeature;
  readonly banners: BannersFeature;
  readonly callInOtherTab: CallViewFeature;
  readonly contacts: ContactsFeature;
  readonly deviceNotice: ViewFeature;
  readonly endedView: CallViewFeature;
  readonly errorNotice: ViewFeature;
  readonly floating: FloatingFeature;
  readonly focusManager: FocusManagerFeature;
  readonly history: HistoryFeature;
  readonly keypad: ViewFeature;
  readonly mediaSession: Feature;
  readonly notifications: Feature;
  readonly numberFormat: NumberFormatFeature;
  readonly otherCalls: ViewFeature;
  readonly pipWindow: PipWindowFeature;
  readonly quality: ViewFeature;
  readonly ringOnMobile: RingOnMobileFeature;
  readonly settings: ViewFeature;
  readonly setup: SetupFeature;
  readonly signIn: SignInFeature;
}

export type FeatureName = keyof Features;

/** The features that have been loaded. */
export type LoadedFeatures = Readonly<Partial<Features>>;

/** Returns the screen that is shown. A call goes before everything but settings that were opened during it. */
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

/** Returns whether the launcher is shown in place of the panel. A ringing phone is always open: folded, it would hide the answer button. */
export function isFolded(viewModel: ViewModel): boolean {
  return viewModel.foldable && !viewModel.open && viewOf(viewModel) !== "ring";
}

/** Returns the call that rings while another is on screen. */
export function waitingCall({ snapshot, hostRings }: ViewModel): CallInfo | undefined {
  return snapshot.calls.find((call) => call.state === "incoming" && call !== snapshot.call && call.id !== hostRings);
}

/** Returns the status of the registration, for the line at the top. */
export function statusText(viewModel: ViewModel): string {
  const { strings, setup } = viewModel;
  if (setup === "running") return strings.text(`status-${viewModel.snapshot.connection}`);
  return strings.text(setup === "broken" ? "status-failed" : `status-${setup}`);
}
