/** Small choices of the user that this browser keeps; where it has no storage, they last as long as the page. */
import { createMemoryBackedStorage } from "../storage.js";

const PREFIX = "web-terminal:";
const storage = createMemoryBackedStorage(() => localStorage);

/** Returns the text that is kept under a name, or null. */
export function readPreference(name: string): string | null {
  return storage.get(PREFIX + name);
}

/** Keeps a text under a name. */
export function writePreference(name: string, text: string): void {
  storage.set(PREFIX + name, text);
}
