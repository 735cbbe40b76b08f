/**
 * Finds phone numbers in the page's text, a little at a time. It reads the page and
 * writes nothing into it.
 */
import { IGNORE_ATTRIBUTE, isBelow, CALL_ATTRIBUTE, type Warn } from "./call-target.js";
import { CONTEXT_LENGTH, type NumberMatch } from "../numbers/find-numbers.js";
import { flowOf, flows, piecesOf, runAround, walkerFor } from "./text-runs.js";

/** A number in a text node, or a piece of one that goes over several. */
export interface Found extends NumberMatch {
  readonly node: Text;
  /** All of it, as it stands there. */
  readonly text: string;
  /** The nodes that it goes over. */
  readonly nodes: readonly Text[];
}

/** Finds the numbers of a text. */
export type Matcher = (text: string) => NumberMatch[];

/** Longest work in one go, in milliseconds: one number more may follow, and a frame still has time for the page. */
const SLICE_MS = 3;
/** How often news are painted while there is more to scan, in milliseconds. */
const TELL_MS = 50;
/** A window of text that is looked at in one go, in characters. */
const WINDOW = 200;
/** Where a number is something else, or the page's own to press, or being typed. */
const shut = [
  "a[href], button, input, textarea, select, option, datalist, label, summary",
  "code, pre, kbd, samp, var, math, script, style, noscript, template, title, time, svg, canvas, audio, video, object, iframe",
  '[contenteditable]:not([contenteditable="false" i]), [role="textbox"], [role="button"], [role="link"]',
  `[${IGNORE_ATTRIBUTE}], [${CALL_ATTRIBUTE}], web-terminal`,
].join(", ");

/** Enough digits in a row, with what may stand between them, for the real matcher to be asked. */
const promising = /[+\uff0b(\p{Nd}](?:[\s()./\p{Pd}\p{Cf}\u2212\u00b7\uff08\uff09]{0,4}\p{Nd}){5,}/gu;

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
  onChange: (gone: readonly Found[], come: readonly Found[]) => void,
  warn: Warn,
): Scan {
  const found = new Map<Text, readonly Found[]>();
  const queue = new Set<Node>();
  let work: Iterator<unknown> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let swept = true;
  let toldAt = 0;
  let gone: Found[] = [];
  let come = new Set<Found>();

  /** What nobody has been told of need not be taken back. */
  const forget = (piece: Found): void => {
    if (!come.delete(piece)) gone.push(piece);
  };

  const drop = (node: Text): void => {
    const old = found.get(node);
    if (old === undefined) return;
    found.delete(node);
    old.forEach(forget);
    // Where a piece goes, the others are no number any more.
    for (const { nodes } of old) {
      for (const other of nodes) {
        const pieces = other === node ? undefined : found.get(other)?.filter((each) => each.nodes.includes(node));
        for (const piece of pieces ?? []) remove(piece);
      }
    }
  };

  const remove = (piece: Found): void => {
    const left = found.get(piece.node)?.filter((each) => each !== piece) ?? [];
    if (left.length === 0) found.delete(piece.node);
    else found.set(piece.node, left);
    forget(piece);
  };

  const add = (nodes: readonly Text[], text: string, pieces: readonly Omit<Found, "text" | "nodes">[]): void => {
    for (const piece of pieces) {
      const here: Found = { ...piece, text, nodes };
      found.set(piece.node, [...(found.get(piece.node) ?? []), here]);
      come.add(here);
    }
  };

  const isShut = (node: Node): boolean => {
    const element = node instanceof Element ? node : node.parentElement;
    return element === null || !node.isConnected || element.closest(shut) !== null;
  };

  /** Numbers in a text, each with a pause before it. Stops where the text has changed while others had the thread. */
  function* numbersIn(text: string, isCurrent: () => boolean): Generator<NumberMatch | null> {
    for (const { index, 0: candidate } of text.matchAll(promising)) {
      yield null;
      if (!isCurrent()) return;
      // The matcher looks at the neighbours, which tell a number from a part number.
      const from = Math.max(0, index - CONTEXT_LENGTH);
      const until = index + Math.min(candidate.length, WINDOW);
      for (const { start, end, ...found } of match(text.slice(from, until + CONTEXT_LENGTH))) {
        // What begins outside of the candidate may be cut off.
        if (from + start >= index && from + start < until) yield { ...found, start: from + start, end: from + end };
      }
    }
  }

  function* read(run: readonly Text[]): Generator {
    for (const node of run) {
      drop(node);
      const { data } = node;
      if (data.length < 6) continue;
      for (const hit of numbersIn(data, () => node.data === data)) {
        yield;
        if (hit !== null) add([node], data.slice(hit.start, hit.end), [{ ...hit, node }]);
      }
    }
    if (run.length > 1) yield* readAcross(run);
  }

  /** Numbers that go over several nodes. What is one in its own node stays that, unless a country code stands before it. */
  function* readAcross(run: readonly Text[]): Generator {
    const join = (): string => run.map(({ data }) => data).join("");
    const text = join();
    for (const hit of numbersIn(text, () => join() === text)) {
      yield;
      if (hit === null) continue;
      const pieces = piecesOf(run, hit.start, hit.end);
      if (pieces.length < 2) continue;
      const inside = pieces.flatMap(({ node, start, end }) =>
        (found.get(node) ?? []).filter((each) => each.start < end && each.end > start),
      );
      const written = text.slice(hit.start, hit.end);
      if (inside.length > 0 && !/^[+\uff0b]/.test(written)) continue;
      for (const each of inside) remove(each);
      add(
        pieces.map(({ node }) => node),
        written,
        pieces.map((piece) => ({ ...piece, number: hit.number, digits: hit.digits })),
      );
    }
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
      if (!(root instanceof Text)) yield* readBelow(root);
      // What flows into its neighbours is read with them.
      if (!flows(root)) continue;
      for (const text of endsOf(root)) {
        if (isBelow(text.parentElement, callRoot, warn)) yield* read(runAround(text, shut));
      }
    }
  }

  function* readBelow(root: Node): Generator {
    let run: Text[] = [];
    let breaks = false;
    const walker = walkerFor(root, shut, () => (breaks = true));
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (!flows(node)) breaks = true;
      if (!(node instanceof Text)) {
        yield;
        continue;
      }
      const [last] = run.slice(-1);
      if (breaks || (last !== undefined && flowOf(last) !== flowOf(node))) {
        yield* read(run);
        run = [];
      }
      breaks = false;
      if (isBelow(node.parentElement, callRoot, warn)) run.push(node);
    }
    yield* read(run);
  }

  /** The first and the last text of a node. */
  const endsOf = (root: Node): Text[] => {
    if (root instanceof Text) return [root];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) texts.push(node as Text);
    return [...new Set([...texts.slice(0, 1), ...texts.slice(-1)])];
  };

  const tell = (): void => {
    timer = undefined;
    toldAt = performance.now();
    goOn();
    if (gone.length === 0 && come.size === 0) return;
    const news = [gone, [...come]] as const;
    gone = [];
    come = new Set();
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
    // Each painting costs the page more than the slices before it; what it asks of us is a task of its own.
    if (work === null || end - toldAt > TELL_MS) timer = setTimeout(tell);
    else goOn();
  };

  const goOn = (): void => {
    if (work !== null || queue.size > 0 || !swept) timer = setTimeout(run);
  };

  const wake = (): void => {
    timer ??= setTimeout(run);
  };

  const observer = new MutationObserver((records) => {
    for (const { type, target, addedNodes, removedNodes, previousSibling, nextSibling } of records) {
      if (type !== "childList") queue.add(target);
      for (const node of addedNodes) queue.add(node);
      if (removedNodes.length === 0) continue;
      swept = false;
      // What stood apart may be one line now.
      for (const node of [previousSibling, nextSibling]) if (flows(node)) queue.add(node);
    }
    wake();
  });
  observer.observe(document.body, {
    childList: true,
    characterData: true,
    subtree: true,
    attributeFilter: [IGNORE_ATTRIBUTE, CALL_ATTRIBUTE, "contenteditable"],
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
