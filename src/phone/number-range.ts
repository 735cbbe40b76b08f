/** Numbers that a page sets: their bounds and defaults, in one place for the element and the headless phone. */

/** Bounds of a number, inclusive, and the value that counts where a page gives none. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly fallback: number;
}

/** Loudness of the ring; 1 is the sound as it is. */
export const ringVolumeRange: NumberRange = { min: 0, max: 1, fallback: 1 };

/** Longest wait for ICE candidates, in milliseconds. */
export const iceWaitRange: NumberRange = { min: 0, max: 60_000, fallback: 1000 };

/** Returns the number, moved to the nearest bound of the range; null for NaN, an infinity, or text that is no number. */
export function clamped({ min, max }: NumberRange, value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? Math.min(max, Math.max(min, number)) : null;
}

/** Returns the number as {@link clamped} does, and the fallback where there is none. */
export function within(range: NumberRange, value: unknown): number {
  return clamped(range, value) ?? range.fallback;
}
