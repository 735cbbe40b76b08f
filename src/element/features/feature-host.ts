/** The element, as far as its features may know and use it. No script of the page can reach this object. */
import type { CSSResult } from "lit";
import type { Phone, PhoneSnapshot } from "../../phone/types.js";
import type { LocalizedStrings, Strings } from "../i18n/strings.js";
import type { TerminalElement } from "../terminal-element.js";
import type { Feature } from "../view-model.js";

export interface FeatureHost {
  /** The public element. */
  readonly element: TerminalElement;
  readonly snapshot: PhoneSnapshot;
  /** The phone; null before it is made. */
  readonly phone: Phone | null;
  /** The gateway and the account of the registration; null if there should be no phone. */
  readonly registration: { readonly endpoint: string; readonly account: string } | null;
  /** The access token that the phone was given last; null before it asked for one. */
  readonly usedToken: string | null;
  readonly strings: LocalizedStrings;
  /** The code that is loaded with the phone; null before. */
  /** Id of the call that the page rings for; null where the panel rings. */
  readonly hostRings: string | null;
  /** Returns a number with its digits in groups. */
  readonly formatNumber: (number: string) => string;
  /** Moves the focus to the first control of the view. */
  focusPanel(): Promise<void>;
  /** Warns the developer of the page, once for each text. */
  warnOnce(text: string): void;
  /** Shows an error, and tells the page. */
  fail(error: unknown): void;
  /** Completes the calls with contacts that have become known, and tells the page of those that changed. */
  renew(): void;
}

/** The export of a feature's module. */
export interface FeatureModule<Made extends Feature = Feature> {
  readonly english?: Partial<Strings>;
  readonly styles?: CSSResult;
  create(host: FeatureHost): Made;
}
