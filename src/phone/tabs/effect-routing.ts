/** Which tab does what. Pure. */
import type { MachineInput, Effect } from "../../call/inputs.js";

/** Speaking with the core, and keeping time, is for the tab that holds the registration. */
export function forHolder({ type }: Effect): boolean {
  return type === "send" || type === "probe" || type === "timer" || type === "stop-timer" || type === "gap";
}

/** Letting go concerns every tab that holds something of the call. */
export function forAll({ type }: Effect): boolean {
  return type === "release" || type === "close-leg";
}

/** What comes of the registration that a tab has, or had: it means nothing in another's. */
export function isOfHolder({ type }: MachineInput): boolean {
  return /^(registration-|message$|calls-stranded$|timer$|configure$)/.test(type);
}
