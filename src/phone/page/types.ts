/** Types of a phone that follows the life cycle of its page. */
import type { Phone, PhoneOptions, PhoneSettings } from "../types.js";

/**
 * The policy for a call whose page is left. `ask`: the browser asks the user, and the next page takes the
 * call over. `to-phone`: it moves to the mobile. `hangup`: it ends.
 */
export type LeavePolicy = "ask" | "to-phone" | "hangup";

/** Settings that can be changed while a page's phone runs. */
export interface PagePhoneSettings extends PhoneSettings {
  /** The policy for calls when the page is left. Default `ask`. */
  readonly leave?: LeavePolicy;
}

/** Options of `createPagePhone`. */
export interface PagePhoneOptions extends PhoneOptions, PagePhoneSettings {}

/** A phone that follows the life cycle of its page. */
export interface PagePhone extends Phone {
  configure(settings: PagePhoneSettings): void;
}
