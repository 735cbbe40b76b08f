/** Which node of the page a click or a key means, and whom it calls. */

export const CALL_ATTRIBUTE = "data-web-terminal-call";
/** Shields a subtree from being called by, whatever stands in it. */
export const IGNORE_ATTRIBUTE = "data-web-terminal-ignore";

/** A call that the page asks for. */
export interface CallTarget {
  /** The number, or the text or link that holds it. */
  readonly number: string;
  /** Who that is, as the page says; empty where it does not. */
  readonly label: string;
  readonly metadata: unknown;
  /** Keypad digits for after the answer, beside those that the text asks for. */
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

/** Embeddings, overrides and isolates would turn around the number next to the label. */
const directionControls = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * A link to a number, or to several, which is refused with the reason. One whose first letter comes before its first digit
 * (`tel:Ada`, `callto:ada42`) is left to the system.
 */
const telLink = /^\s*(?:tel|callto):(?:%[0-9a-f]{2}|[^\p{L}\p{Nd}])*?\p{Nd}/iu;

function targetOf(node: Element, { callLinks }: TargetRules, warn: Warn): CallTarget | null {
  const label = node.getAttribute("data-web-terminal-label")?.replace(directionControls, "").trim() ?? "";
  const marked = node.getAttribute(CALL_ATTRIBUTE);
  const href = node.matches("a[href], area[href]") ? (node.getAttribute("href") ?? "") : "";
  const isTel = callLinks !== "marked" && telLink.test(href);
  // A mark says what is meant even on a link; an empty one leaves the word to the link.
  const number = marked?.trim() || (isTel ? href : "");
  return number === "" ? null : { number, digits: "", label, metadata: metadataOf(node, warn) };
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
