/**
 * Numbers in the page's text (`call-links="detect"`), in a chunk of its own: the table of
 * all countries' numbers that comes with it is larger than the phone.
 */
import type { ReactiveControllerHost } from "lit";
import { findNumbers } from "../numbers/find-numbers.js";
import type { CallTarget, Warn } from "./call-target.js";
import { createNumberList, type NumberListString } from "./number-list.js";
import { createNumberHighlights } from "./number-highlights.js";
import { startScan, type Found } from "./number-scan.js";
import type { I18nHost } from "./i18n-host.js";

/** The element, as far as detection uses it. */
export interface DetectingElement extends HTMLElement, ReactiveControllerHost {
  readonly callRoot: string;
  readonly region: string;
}

/** Detection that runs. */
export interface Detection {
  /** Whom a click into text calls; null where it means no number. */
  readonly hit: (event: MouseEvent) => CallTarget | null;
  readonly stop: () => void;
}

/** Looks for numbers until it is stopped. `call` is for those that are called from the list. */
export function startDetection(
  element: DetectingElement,
  i18n: I18nHost<NumberListString>,
  call: (target: CallTarget) => void,
  warn: Warn,
): Detection {
  const marks = createNumberHighlights();
  const scan = startScan(
    (text) => findNumbers(text, element.region),
    element.callRoot,
    (gone, come) => {
      marks?.change(gone, come);
      list.update();
    },
    warn,
  );
  const list = createNumberList(element, i18n, () => [...scan.found.values()].flat(), call);

  const hit = (event: MouseEvent): Found | null =>
    // Whoever selects a number to copy it does not want to call it; nor does who presses a button that holds one.
    marks === null || getSelection()?.isCollapsed === false ? null : marks.hit(event, scan.found);

  const handleMove = (event: MouseEvent): void => {
    const { target } = event;
    const holds = target instanceof Element && [...target.childNodes].some((node) => scan.found.has(node as Text));
    marks?.point(holds && hit(event) !== null ? target : null);
  };
  if (marks !== null) document.addEventListener("mousemove", handleMove, { passive: true });

  return {
    hit(event) {
      const found = hit(event);
      return found === null ? null : { number: found.number, label: "", metadata: null, digits: found.digits };
    },
    stop() {
      document.removeEventListener("mousemove", handleMove);
      scan.stop();
      marks?.stop();
      list.stop();
    },
  };
}
