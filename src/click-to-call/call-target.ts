/** Which node of the page a click or a key means, and whom it calls. */
import { parseTelUri } from "./tel-uri.js";

export const CALL_ATTRIBUTE = "data-web-terminal-call";
/** Shields a subtree from being called by, whatever stands in it. */
export const IGNORE_ATTRIBUTE = "data-web-terminal-ignore";

/** A call that the page asks for. */
export interface CallTarget {
  readonly number: string;
  /** Who that is, as the page says; empty where it does not. */
  readonly label: string;
  readonly metadata: unknown;
  /** Keypad digits for after the answer. */
  readonly digits: string;
}

/** What decides about a node. */
export interface TargetRules {
  readonly callLinks: string;
  /** A selector; empty for the whole document. */
  readonly callRoot: string;
}

/** Says something to the developer, once for each text. */
export type Warn = (text: string) => void;

/** What the browser itself makes operable. */
const native = "a[href], area[href], button, input, select, textarea, summary, label, [contenteditable]";

/** Whether the browser brings focus and keys by itself. */
export function isOperable(node: Element): boolean {
  return node.matches(native);
}

/** Whether `node` is `root` (a selector; empty for the document) or stands below it. */
export function isBelow(node: Element | null, root: string, warn: Warn): boolean {
  if (node === null || root === "") return node !== null;
  try {
    return node.closest(root) !== null;
  } catch {
    warn(`call-root="${root}" is not a selector.`);
    return false;
  }
}

function metadataOf(node: Element, warn: Warn): unknown {
  const text = node.getAttribute("data-web-terminal-context");
  if (text === null) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The call is what the user wants; what the page adds to it is not worth losing it.
    warn(`data-web-terminal-context is not JSON: ${text}`);
    return null;
  }
}

function targetOf(node: Element, { callLinks }: TargetRules, warn: Warn): CallTarget | null {
  const label = node.getAttribute("data-web-terminal-label")?.trim() ?? "";
  const marked = node.getAttribute(CALL_ATTRIBUTE);
  const isTel = callLinks !== "marked" && node.matches('a[href^="tel:" i], area[href^="tel:" i]');
  if (marked === null && !isTel) return null;
  const href = node.getAttribute("href") ?? "";
  // A mark says what is meant even on a link; an empty one leaves the word to the link.
  const text = marked?.trim() || (isTel ? href : "");
  const tel = parseTelUri(text) ?? (marked ? { number: text, digits: "" } : null);
  return tel === null || tel.number === "" ? null : { ...tel, label, metadata: metadataOf(node, warn) };
}

/** The node meant and its target; null where the event is the page's own business. */
export function findTarget(event: Event, rules: TargetRules, warn: Warn): { node: Element; target: CallTarget } | null {
  let node: Element | null = null;
  let target: CallTarget | null = null;
  let inRoot = rules.callRoot === "";
  // Through open shadow roots as well, from the inside out.
  for (const each of event.composedPath()) {
    if (!(each instanceof Element)) continue;
    if (each.hasAttribute(IGNORE_ATTRIBUTE)) return null;
    if (target === null) {
      target = targetOf(each, rules, warn);
      if (target !== null) node = each;
      // A link or a field within a marked row does what it always did.
      else if (isOperable(each)) return null;
    }
    inRoot ||= isBelow(each, rules.callRoot, warn);
  }
  return node !== null && target !== null && inRoot ? { node, target } : null;
}
