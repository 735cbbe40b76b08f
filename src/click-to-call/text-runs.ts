/** Text as it is read: `<b>+47</b> 900 00 002` is three nodes and one line. It reads the page and writes nothing into it. */

/** What text flows through. A line that the page breaks by styles alone is taken for one line. */
const inline =
  "abbr, b, bdi, bdo, big, cite, data, del, dfn, em, font, i, ins, mark, q, s, small, span, strong, sub, sup, u, wbr";

/** A number is not split into more pieces than this. */
const REACH = 8;

/** Whether text goes on across the edges of this node. */
export function flows(node: Node | null): node is Text | Element {
  return node instanceof Text || (node instanceof Element && node.matches(inline));
}

/** Walks over what is not shut. `onShut` is told of what is passed over. */
export function walkerFor(root: Node, shut: string, onShut: () => void = () => undefined): TreeWalker {
  return document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (!(node instanceof Element && node.matches(shut))) return NodeFilter.FILTER_ACCEPT;
    onShut();
    return NodeFilter.FILTER_REJECT;
  });
}

/** What text stands in, over everything that it flows through. */
export function flowOf(node: Node): Element | null {
  let at = node.parentElement;
  while (at !== null && flows(at)) at = at.parentElement;
  return at;
}

/** The texts that read on from this one, before and after, itself among them. */
export function runAround(text: Text, shut: string): Text[] {
  const flow = flowOf(text);
  if (flow === null) return [text];
  const run = [text];
  for (const way of ["previousNode", "nextNode"] as const) {
    let isShut = false;
    const walker = walkerFor(flow, shut, () => (isShut = true));
    walker.currentNode = text;
    for (let steps = 0; steps < REACH; steps += 1) {
      const node = walker[way]();
      if (node === null || isShut || !flows(node)) break;
      if (!(node instanceof Text)) continue;
      if (flowOf(node) !== flow) break;
      if (way === "nextNode") run.push(node);
      else run.unshift(node);
    }
  }
  return run;
}

/** Where a part of the joined text of these nodes stands in each of them. */
export function piecesOf(
  run: readonly Text[],
  start: number,
  end: number,
): { readonly node: Text; readonly start: number; readonly end: number }[] {
  let at = 0;
  return run.flatMap((node) => {
    const from = at;
    at += node.length;
    return start < at && end > from
      ? [{ node, start: Math.max(0, start - from), end: Math.min(node.length, end - from) }]
      : [];
  });
}
