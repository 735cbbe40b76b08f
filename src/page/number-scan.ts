/**
 * Finds phone numbers in the page's text, a little at a time. It reads the page and
 * writes nothing into it.
 */
import { IGNORE, isBelow, MARK, type Warn } from "./call-target.js";

/** A number in a text. */
export interface Match {
  readonly start: number;
  readonly end: number;
  /** E.164. */
  readonly number: string;
}

/** A number in a text node. */
export interface Found extends Match {
  readonly node: Text;
}

/** Finds the numbers of a text. */
export type Matcher = (text: string) => Match[];

/** Longest work in one go, in milliseconds: one number more may follow, and a frame still has time for the page. */
const SLICE_MS = 3;
/** How often news are painted while there is more to scan, in milliseconds. */
const TELL_MS = 50;
/** A window of text that is looked at in one go, in characters. */
const WINDOW = 200;
/** How much of its neighbours a number is judged by, in characters. */
const BESIDE = 20;

/** Where a number is something else, or the page's own to press, or being typed. */
const shut = [
  "a[href], button, input, textarea, select, option, datalist, label, summary",
  "code, pre, kbd, samp, var, math, script, style, noscript, template, title, time, svg, canvas, audio, video, object, iframe",
  '[contenteditable]:not([contenteditable="false" i]), [role="textbox"], [role="button"], [role="link"]',
  `[${IGNORE}], [${MARK}], web-terminal`,
].join(", ");

/** Enough digits in a row, with what may stand between them, for the real matcher to be asked. */
const promising =
  /[+\uff0b(\d\uff10-\uff19\u0660-\u0669](?:[\s()./\-\u2010-\u2015\u2212\u00a0\u00ad]{0,3}[\d\uff10-\uff19\u0660-\u0669]){5,}/g;

/** A scan that goes on as long as the page changes. */
export interface Scan {
  /** Numbers by the node that holds them. */
  readonly found: ReadonlyMap<Text, readonly Found[]>;
  stop(): void;
}

/** Looks for numbers below `callRoot`, now and whenever the page changes. `onChange` is told after each slice with news. */
export function startScan(
  match: Matcher,
  callRoot: string,
  onChange: (gone: Found[], come: Found[]) => void,
  warn: Warn,
): Scan {
  const found = new Map<Text, readonly Found[]>();
  const queue = new Set<Node>();
  let work: Iterator<unknown> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let swept = true;
  let toldAt = 0;
  let gone: Found[] = [];
  let come: Found[] = [];

  const drop = (node: Text): void => {
    const old = found.get(node);
    if (old === undefined) return;
    gone.push(...old);
    found.delete(node);
  };

  const isShut = (node: Node): boolean => {
    const element = node instanceof Element ? node : node.parentElement;
    return element === null || !node.isConnected || element.closest(shut) !== null;
  };

  function* read(node: Text): Generator {
    drop(node);
    const { data } = node;
    if (data.length < 6) return;
    const here: Found[] = [];
    for (const { index, 0: candidate } of data.matchAll(promising)) {
      yield;
      // Text may have changed while others had the thread.
      if (node.data !== data) return;
      // The matcher looks at the neighbours, which tell a number from a part number.
      const from = Math.max(0, index - BESIDE);
      const until = index + Math.min(candidate.length, WINDOW);
      for (const { start, end, number } of match(data.slice(from, until + BESIDE))) {
        // What begins outside of the candidate may be cut off.
        if (from + start >= index && from + start < until)
          here.push({ node, start: from + start, end: from + end, number });
      }
    }
    if (here.length === 0) return;
    found.set(node, here);
    come.push(...here);
  }

  /** Walks all that waits; each step is short, whoever drives it looks at the clock. */
  function* walk(): Generator {
    if (!swept) {
      swept = true;
      for (const node of [...found.keys()]) if (!node.isConnected) drop(node);
      yield;
    }
    for (const root of queue) {
      queue.delete(root);
      if (isShut(root)) {
        for (const node of [...found.keys()]) if (root.contains(node)) drop(node);
        continue;
      }
      yield;
      // A walker passes over its own root, where that is a text.
      if (root instanceof Text && isBelow(root.parentElement, callRoot, warn)) yield* read(root);
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
        node instanceof Element && node.matches(shut) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
      );
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        if (node instanceof Text && isBelow(node.parentElement, callRoot, warn)) yield* read(node);
        else yield;
      }
    }
  }

  const tell = (): void => {
    if (gone.length === 0 && come.length === 0) return;
    const news = [gone, come] as const;
    gone = [];
    come = [];
    onChange(...news);
  };

  const run = (): void => {
    timer = undefined;
    const end = performance.now() + SLICE_MS;
    work ??= walk();
    while (performance.now() < end) {
      if (work.next().done === true) {
        work = null;
        break;
      }
    }
    // Each painting costs the page more than the slices before it.
    if (work === null || end - toldAt > TELL_MS) {
      toldAt = end;
      tell();
    }
    if (work !== null || queue.size > 0 || !swept) timer = setTimeout(run);
  };

  const wake = (): void => {
    timer ??= setTimeout(run);
  };

  const observer = new MutationObserver((records) => {
    for (const { type, target, addedNodes, removedNodes } of records) {
      if (type !== "childList") queue.add(target);
      for (const node of addedNodes) queue.add(node);
      if (removedNodes.length > 0) swept = false;
    }
    wake();
  });
  observer.observe(document.body, {
    childList: true,
    characterData: true,
    subtree: true,
    attributeFilter: [IGNORE, MARK, "contenteditable"],
  });
  queue.add(document.body);
  wake();

  return {
    found,
    stop() {
      observer.disconnect();
      clearTimeout(timer);
      queue.clear();
      found.clear();
    },
  };
}
