/**
 * Makes marked nodes that are no buttons reachable by keyboard and known to screen readers,
 * and takes that back. Only what is missing is added; two elements on a page need
 * not know of each other, because each adds nothing to what the other has added and
 * notices when it goes.
 */
import { IGNORE_ATTRIBUTE, isBelow, isOperable, CALL_ATTRIBUTE, type TargetRules, type Warn } from "./call-target.js";

/** Whose own meaning a `role` would take away: a row that is a button is no row any more. */
const structural =
  "tr, td, th, li, dt, dd, article, section, main, nav, aside, header, footer, h1, h2, h3, h4, h5, h6, p, table";

/** What a node gets where it lacks it. */
const given = { tabindex: "0", role: "button" } as const;
type Given = keyof typeof given;
const names = Object.keys(given) as Given[];

/** Looks after marked nodes of the document, later ones too, until the function given back is called. */
export function makeFocusable(rules: TargetRules, warn: Warn): () => void {
  const mine = new Map<Element, Set<Given>>();

  const wanted = (node: Element): boolean => {
    if (!node.isConnected || !node.hasAttribute(CALL_ATTRIBUTE) || isOperable(node)) return false;
    return node.closest(`[${IGNORE_ATTRIBUTE}]`) === null && isBelow(node, rules.callRoot, warn);
  };

  const add = (node: Element): void => {
    if (!wanted(node)) return;
    const own = mine.get(node) ?? new Set();
    mine.set(node, own);
    for (const name of names) {
      if (node.hasAttribute(name) || (name === "role" && node.matches(structural))) continue;
      node.setAttribute(name, given[name]);
      own.add(name);
    }
  };

  const remove = (node: Element): void => {
    // What the page has changed since is the page's.
    for (const name of mine.get(node) ?? []) if (node.getAttribute(name) === given[name]) node.removeAttribute(name);
    mine.delete(node);
  };

  const addBelow = (node: Node): void => {
    if (!(node instanceof Element)) return;
    if (node.hasAttribute(CALL_ATTRIBUTE)) add(node);
    for (const each of node.querySelectorAll(`[${CALL_ATTRIBUTE}]`)) add(each);
  };

  const observer = new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === "childList") addedNodes.forEach(addBelow);
      else if (target instanceof Element && (mine.has(target) || target.hasAttribute(CALL_ATTRIBUTE))) {
        if (wanted(target)) add(target);
        else remove(target);
      }
    }
    for (const node of mine.keys()) if (!wanted(node)) remove(node);
  });

  addBelow(document.documentElement);
  observer.observe(document, {
    childList: true,
    subtree: true,
    attributeFilter: [CALL_ATTRIBUTE, IGNORE_ATTRIBUTE, ...names],
  });
  return () => {
    observer.disconnect();
    for (const node of [...mine.keys()]) remove(node);
  };
}
