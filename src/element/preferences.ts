/** Small choices that this browser keeps. Where storage is refused (a sandboxed frame) they last as long as the page. */

const prefix = "web-terminal:";
/** What storage did not take. */
const kept: Record<string, string> = {};

/** What was kept under a name; null where nothing is. */
export function readPreference(name: string): string | null {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return kept[name] ?? null;
  }
}

/** Keeps a text under a name. */
export function writePreference(name: string, text: string): void {
  try {
    localStorage.setItem(prefix + name, text);
  } catch {
    kept[name] = text;
  }
}
