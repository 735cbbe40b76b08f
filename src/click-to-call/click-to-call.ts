/**
 * Click-to-call: nodes of the page that call when they are clicked. One listener for
 * clicks and one for keys on the document, so that nodes added later work; nothing of the
 * page is changed but `tabindex` and `role` of marked nodes that lack them, and that is taken back.
 *
 * Two elements on a page do not know of each other: whichever was connected first hears a
 * click first, and claims it by `preventDefault()`.
 */
import type { ReactiveControllerHost } from "lit";
import { loadNumberRules } from "../numbers/number-reader.js";
import { findTarget, isOperable, type CallTarget, type TargetRules, type Warn } from "./call-target.js";
import type { BusyDialogString } from "./busy-dialog.js";
import type { NumberListString } from "./number-list.js";
import { makeFocusable } from "./make-focusable.js";
import { createPlacer, type Ask, type CallingElement, type NumberReader } from "./place-call.js";
import type { I18nHost } from "./i18n-host.js";

/** The public element, as far as click-to-call uses it. */
export interface ClickToCallElement extends CallingElement, TargetRules, ReactiveControllerHost {
  readonly callLinks: "marked" | "tel" | "detect" | "none";
  /** ISO 3166 country of numbers without `+`. */
  readonly region: string;
}

/** The private side of the element. */
export interface ClickToCallHost extends I18nHost<BusyDialogString | NumberListString>, NumberReader {
  /** Warns the developer of the page, once for each text. */
  warnOnce(text: string): void;
}

/** Starts click-to-call for an element. Once `signal` is aborted the page is as it was. */
export function startClickToCall(element: ClickToCallElement, host: ClickToCallHost, signal: AbortSignal): void {
  if (signal.aborted) return;
  // The first click does not wait for them.
  void loadNumberRules();
  const warn: Warn = (text) => host.warnOnce(text);
  const ask: Ask = async (...question) => (await import("./busy-dialog.js")).openBusyDialog(element, host, ...question);
  const place = createPlacer(element, host, ask, signal);
  const restore = makeFocusable(element, warn);
  /** When a click was last claimed. */
  let claimedAt = -1;
  /** Finds the number in text that was clicked. */
  let detected: ((event: MouseEvent) => CallTarget | null) | null = null;

  const handleClick = (event: MouseEvent): void => {
    // Another button or key means a new tab or a menu. The other element, or the page itself, was first.
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const target = findTarget(event, element, warn)?.target ?? detected?.(event);
    if (target == null) return;
    event.preventDefault();
    claimedAt = event.timeStamp;
    // The second click of a double click is the same wish.
    if (event.detail < 2) void place(target);
  };

  const handleKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.repeat || (event.key !== "Enter" && event.key !== " ")) return;
    const [at] = event.composedPath();
    if (!(at instanceof HTMLElement || at instanceof SVGElement) || isOperable(at)) return;
    // The page has made a click of this key by itself.
    if (claimedAt >= event.timeStamp || findTarget(event, element, warn)?.node !== at) return;
    // The space key would scroll.
    event.preventDefault();
    // As with a button: whatever the page does at a click happens at a key as well.
    at.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, composed: true, view: window }));
  };

  document.addEventListener("click", handleClick, { capture: true, signal });
  document.addEventListener("keydown", handleKey, { signal });

  if (element.callLinks === "detect") {
    import("./number-detection.js").then(
      ({ startDetection }) => {
        if (signal.aborted) return;
        const detection = startDetection(element, host, (target) => void place(target), warn);
        detected = detection.hit;
        signal.addEventListener("abort", detection.stop);
      },
      (error: unknown) => warn(`Numbers in text stay text: ${String(error)}`),
    );
  }

  signal.addEventListener("abort", restore);
}
