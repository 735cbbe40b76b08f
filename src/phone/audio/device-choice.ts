/** Keeps the user's choice of devices in this browser. */
import type { Choice } from "../../media/devices.js";
import type { SafeStorage } from "../../storage.js";

/** Key of the choice in `localStorage`, as JSON of a {@link Choice}. */
export const DEVICES_KEY = "web-terminal:devices";

/** The key of versions up to 0.1.0, which is moved when it is found. */
const FORMER_KEY = "web-terminal-devices";

/** Returns the entries that are a choice: another version or another script may have left anything there. */
function validated(stored: unknown): Choice {
  if (typeof stored !== "object" || stored === null) return {};
  return Object.fromEntries(Object.entries(stored as Record<string, unknown>).filter(isDeviceEntry));
}

function isDeviceEntry(entry: [string, unknown]): entry is [string, { id: string; label: string }] {
  const device = entry[1] as { readonly id?: unknown; readonly label?: unknown } | null | undefined;
  return typeof device?.id === "string" && typeof device.label === "string";
}

/** Reads the remembered choice; empty if there is none. */
export function readDeviceChoice(storage: SafeStorage): Choice {
  const stored = storage.getJson(DEVICES_KEY);
  if (stored !== null) return validated(stored);
  const choice = validated(storage.getJson(FORMER_KEY));
  if (Object.keys(choice).length > 0 && writeDeviceChoice(storage, choice)) storage.remove(FORMER_KEY);
  return choice;
}

/** Remembers a choice. Returns whether it was kept; if not, it lasts until the page is left. */
export function writeDeviceChoice(storage: SafeStorage, choice: Choice): boolean {
  return storage.setJson(DEVICES_KEY, choice);
}
