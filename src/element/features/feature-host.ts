/** What the parts of the panel may know and ask of their element. */
import type { ReactiveControllerHost } from "lit";
import type { Contact } from "../../call/model.js";
import type { Phone, PhoneSnapshot } from "../../phone/types.js";
import type { CallBundle, ViewName } from "../view-model.js";
import type { TokenSettings } from "../phone/token-kind.js";
import type { LocalizedStrings } from "../i18n/strings.js";

/** Looks a number up in the page's own address book. */
export type ResolveContact = (number: string) => Promise<Contact | null>;

export interface FeatureHost extends ReactiveControllerHost, TokenSettings {
  readonly isConnected: boolean;
  readonly snapshot: PhoneSnapshot;
  /** The phone, if there is one already. */
  readonly phone: Phone | null;
  readonly words: LocalizedStrings;
  /** Where the phone is registered, and for which account; null where there should be no phone. */
  readonly registration: { readonly endpoint: string; readonly account: string } | null;
  readonly region: string;
  readonly mode: string;
  readonly theme: string;
  readonly notifications: boolean;
  /** How loud the page wants the ring. */
  readonly ringVolume: number;
  /** The token that the phone was given last: it says whose list of calls it is. */
  readonly usedToken: string | null;
  /** What comes with the phone. */
  readonly callBundle: CallBundle | null;
  /** The call that the page rings for by itself. */
  readonly hostRings: string | null;
  readonly settingsOpen: boolean;
  /** The screen that is shown. */
  readonly view: ViewName;
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly resolveContact: ResolveContact | null;
  readonly style: CSSStyleDeclaration;
  getBoundingClientRect(): DOMRect;
  answer(id?: string): Promise<void>;
  reject(id?: string): Promise<void>;
  hangup(id?: string): Promise<void>;
  mute(on?: boolean, id?: string): Promise<void>;
  hold(on?: boolean, id?: string): Promise<void>;
  show(): Promise<void>;
  /** Moves the focus to the first deed of the view. */
  focusPanel(): Promise<void>;
  /** Tells whoever wrote the page what is wrong with it. */
  warnOnce(text: string): void;
  /** Shows what went wrong, and tells the page. */
  fail(error: unknown): void;
  /** Contacts have become known: completes the calls, and tells the page of those that changed. */
  renew(): void;
  /** A number with its digits in groups. */
  readonly shown: (number: string) => string;
}
