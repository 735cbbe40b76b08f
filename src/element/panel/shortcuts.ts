/** The keyboard shortcuts of the panel: the keyboard acts on this table, and the settings page lists it. */
import type { StringKey } from "../i18n/strings.js";

export type ShortcutName = "digits" | "enter" | "escape" | "erase" | "mute" | "hold";

export interface Shortcut {
  readonly name: ShortcutName;
  /** Values of `KeyboardEvent.key`. */
  readonly keys: readonly string[];
  /** The keys as the settings page shows them. */
  readonly labels: readonly string[];
  /** The string that says what the shortcut does. */
  readonly string: Extract<StringKey, `shortcut-${ShortcutName}`>;
}

export const shortcuts: readonly Shortcut[] = [
  { name: "digits", keys: [..."0123456789*#+ABCD"], labels: ["0–9", "*", "#"], string: "shortcut-digits" },
  { name: "enter", keys: ["Enter"], labels: ["Enter"], string: "shortcut-enter" },
  { name: "escape", keys: ["Escape"], labels: ["Esc"], string: "shortcut-escape" },
  { name: "erase", keys: ["Backspace"], labels: ["⌫"], string: "shortcut-erase" },
  { name: "mute", keys: ["m"], labels: ["M"], string: "shortcut-mute" },
  { name: "hold", keys: ["h"], labels: ["H"], string: "shortcut-hold" },
];

/** Returns the shortcut that a key belongs to. */
export function shortcutOf(key: string): ShortcutName | undefined {
  return shortcuts.find(({ keys }) => keys.includes(key))?.name;
}
