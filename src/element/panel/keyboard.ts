/** What keys and pasted text do in the panel, wherever in it they come. */
import { asciiDigits, fromPasted } from "../number/normalize-number.js";
import type { PanelController, PanelHost } from "./panel-controller.js";

/** Handlers for the panel's frame. */
export interface PanelKeys {
  readonly keydown: (event: KeyboardEvent) => void;
  readonly paste: (event: ClipboardEvent) => void;
}

export function createKeys(panel: PanelController, host: PanelHost): PanelKeys {
  const { actions } = panel;

  /** Whether the call on screen is heard in this tab, where alone its keys can be pressed. */
  const hasSound = (): boolean => host.call?.owner === true;

  /** Whether someone calls, or calls beside the call on screen. */
  const rings = (): boolean =>
    host.view === "ring" || (host.view === "call" && host.calls.some(({ state }) => state === "incoming"));

  const type = (key: string): boolean => {
    const { view } = host;
    if (view === "call" && hasSound() && /^[0-9*#A-D]$/.test(key)) {
      panel.keypad = true;
      panel.send(key);
      return true;
    }
    if (view === "call" && /^[mh]$/.test(key)) {
      if (key === "m") actions.mute();
      else actions.hold();
      return true;
    }
    if (view === "ended" && /^[0-9+]$/.test(key)) {
      host.dismiss();
      panel.setNumber(key);
      return true;
    }
    if (view !== "ready") return false;
    if (/^[0-9*#+]$/.test(key)) panel.add(key);
    else if (key === "Backspace" && panel.number !== "") actions.erase();
    else return false;
    return true;
  };

  const enter = (target: EventTarget | undefined): boolean => {
    if (target instanceof HTMLElement && target.closest("button, a, summary, select") !== null) return false;
    if (rings()) actions.answer();
    else if (host.view === "ready") actions.dial();
    else return false;
    return true;
  };

  /** The most urgent thing that can be left. */
  const escape = (): boolean => {
    const { view, mode, open } = host;
    if (rings()) actions.reject();
    else if (view === "settings" || view === "history") panel.closePage();
    else if (panel.keypad) actions.toggleKeypad();
    else if (panel.notice !== null) actions.dismissNotice();
    else if (view === "ended") actions.dismissCall();
    else if (mode !== "inline" && open) actions.fold();
    else return false;
    return true;
  };

  return {
    // Those of a text field or a focused button stay theirs.
    keydown(event) {
      // Slotted fields of the host page are not ours, nor are shortcuts and half-composed text.
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.composedPath()[0];
      const inField =
        target instanceof HTMLInputElement ||
        target instanceof HTMLTextAreaElement ||
        target instanceof HTMLSelectElement;
      const { key } = event;
      if (inField && target.getAttribute("part") !== "display" && key !== "Escape") return;
      const handled =
        key === "Escape"
          ? escape()
          : key === "Enter"
            ? enter(target)
            : !inField && panel.shortcuts && type(meaningOf(event));
      if (handled) event.preventDefault();
    },

    /** A number pasted anywhere in the panel. */
    paste(event) {
      const target = event.composedPath()[0];
      const field = target instanceof HTMLInputElement && target.getAttribute("part") === "display" ? target : null;
      if (event.defaultPrevented || (field === null && target instanceof HTMLInputElement)) return;
      const text = fromPasted(event.clipboardData?.getData("text/plain") ?? "");
      const { view } = host;
      if (text === "" || (view !== "ready" && !(view === "call" && hasSound()))) return;
      event.preventDefault();
      if (view === "call") {
        const digits = text.replace(/[^0-9*#A-D,]/g, "");
        if (digits !== "") panel.send(digits);
      } else if (field === null) {
        panel.setNumber(text);
      } else {
        field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? field.value.length, "end");
        panel.setNumber(field.value);
      }
    },
  };
}

/** The digit or letter of a key: where a layout has no Latin letters, its place on the keyboard says which it is. */
function meaningOf({ key, code, shiftKey }: KeyboardEvent): string {
  const plain = asciiDigits(key);
  const letter = plain > "\x7f" && /^Key(.)$/.exec(code)?.[1];
  return letter ? (shiftKey ? letter : letter.toLowerCase()) : plain;
}
