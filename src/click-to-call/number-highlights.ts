/**
 * Shows found numbers to the eye and to the mouse without a change to the page's nodes:
 * CSS custom highlights paint them, and a click is compared with where they stand
 * (docs/decisions, "Numbers in text").
 */
import type { Found } from "./number-scan.js";

/** A page may style it: `::highlight(web-terminal-number)`. */
const NAME = "web-terminal-number";

/** What is painted now, and which number lies below a click. */
export interface NumberHighlights {
  change(gone: readonly Found[], come: readonly Found[]): void;
  hit(event: MouseEvent, found: ReadonlyMap<Text, readonly Found[]>): Found | null;
  /** Shows that a click into the text of this node calls; null: that it does not. */
  point(at: Element | null): void;
  stop(): void;
}

/** The text position at a point; the second way is Safari's and that of older Chromium. */
function caretAt(x: number, y: number): { node: Node; offset: number } | null {
  const position = document.caretPositionFromPoint?.(x, y);
  if (position != null) return { node: position.offsetNode, offset: position.offset };
  // Typed as deprecated, and the only way where the other one is missing.
  const old = document as unknown as { caretRangeFromPoint?: (x: number, y: number) => Range | null };
  const range = old.caretRangeFromPoint?.(x, y);
  return range == null ? null : { node: range.startContainer, offset: range.startOffset };
}

/** A selector for this node and no other, as long as the page stays as it is. */
function pathTo(node: Element): string {
  const { parentElement: parent, localName } = node;
  if (parent === null) return ":root";
  return `${pathTo(parent)} > ${CSS.escape(localName)}:nth-child(${[...parent.children].indexOf(node) + 1})`;
}

/** Null where the browser knows no highlights: what cannot be seen must not call. */
export function createNumberHighlights(): NumberHighlights | null {
  if (typeof Highlight === "undefined" || !("highlights" in CSS)) return null;
  const ranges = new Map<Found, StaticRange>();
  // One registry for the page: a second element adds to what is there.
  const registered = CSS.highlights.get(NAME);
  const highlight = registered ?? new Highlight();
  if (registered === undefined) CSS.highlights.set(NAME, highlight);
  const sheet = new CSSStyleSheet();
  // It matches no element. In a layer, every style of the page goes before it.
  sheet.replaceSync(`@layer web-terminal { ::highlight(${NAME}) { text-decoration: underline dotted; } }`);
  // The pointer is no part of a highlight: while it is over a number, one rule names the node that holds the text.
  const pointer = new CSSStyleSheet();
  let pointed: Element | null = null;

  const point = (at: Element | null): void => {
    if (at === pointed) return;
    pointed = at;
    pointer.replaceSync(at === null ? "" : `${pathTo(at)} { cursor: pointer !important; }`);
  };

  return {
    point,
    change(gone, come) {
      // Nodes may not be where they were.
      point(null);
      for (const each of gone) {
        const range = ranges.get(each);
        if (range !== undefined) highlight.delete(range);
        ranges.delete(each);
      }
      // With these the browser styles all of the page anew: a page without numbers is spared that.
      if (come.length > 0 && !document.adoptedStyleSheets.includes(sheet))
        document.adoptedStyleSheets.push(sheet, pointer);
      for (const each of come) {
        const { node, start, end } = each;
        // Live ranges would be moved by the browser at each change of the page; ours are replaced when their text changes.
        const range = new StaticRange({ startContainer: node, startOffset: start, endContainer: node, endOffset: end });
        ranges.set(each, range);
        highlight.add(range);
      }
    },
    hit(event, found) {
      const caret = caretAt(event.clientX, event.clientY);
      if (!(caret?.node instanceof Text)) return null;
      const { node, offset } = caret;
      const at = found.get(node)?.find(({ start, end }) => start <= offset && offset <= end);
      if (at === undefined) return null;
      // A caret is found beside and below a line as well.
      const range = document.createRange();
      range.setStart(node, at.start);
      range.setEnd(node, at.end);
      const { clientX: x, clientY: y } = event;
      const inside = [...range.getClientRects()].some(
        (box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom,
      );
      return inside ? at : null;
    },
    stop() {
      for (const range of ranges.values()) highlight.delete(range);
      if (highlight.size === 0 && CSS.highlights.get(NAME) === highlight) CSS.highlights.delete(NAME);
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet && each !== pointer);
    },
  };
}
