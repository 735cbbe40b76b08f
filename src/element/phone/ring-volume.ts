/** How loud it rings, for the phone and for its slider in the settings. */
import { clamped, ringVolumeRange, within } from "../../phone/number-range.js";
import { readPreference } from "../preferences.js";

/** Returns the user's own choice, else the page's: 0 to 1. Storage may hold anything, so a choice that is no number is none. */
export function ringVolumeOf(page: { readonly ringVolume: number }): number {
  return clamped(ringVolumeRange, readPreference("ring-volume")) ?? within(ringVolumeRange, page.ringVolume);
}
