/** Handles keys and pasted text anywhere in the panel. */
import { TerminalError } from "../../errors.js";
import { readPastedDigits } from "../../numbers/keypad-digits.js";
import { asciiDigits } from "../../numbers/ascii-digits.js";
import type { Panel, PanelHost } from "./panel-host.js";
import { shortcutOf } from "./shortcuts.js";

/** Handlers for the panel's frame. */
export interface PanelKeys {
  readonly keydown: (event: KeyboardEvent) => void;
  readonly paste: (event: ClipboardEvent) => void;
}

export function createKeys(panel: Panel, host: PanelHost): PanelKeys {
  const { actions } = panel;
  const { element } = host;

  /** Returns whether the audio of the call on screen is in this tab, which alone can send digits. */
  const hasAudio = (): boolean => element.call?.owner === true;

  /** Returns whether a call comes in, on its own or during another. */
  const rings = (): boolean =>
    host.view === "ring" || (host.view === "call" && element.calls.some(({ state }) => state === "incoming"));

  const typeDigit = (key: string): boolean => {
    const isLetter = key >= "A" && key <= "D";
    switch (host.view) {
      case "call":
        if (key === "+" || !hasAudio()) return false;
        panel.keypad = true;
        panel.send(key);
        return true;
      case "ended":
        if (isLetter || key === "*" || key === "#") return false;
        element.dismiss();
        panel.setNumber(key);
        return true;
      case "ready":
        if (isLetter) return false;
        panel.add(key);
        return true;
      default:
        return false;
    }
  };

  const enter = (target: EventTarget | undefined): boolean => {
    if (target instanceof HTMLElement && target.closest("button, a, summary, select") !== null) return false;
    if (rings()) actions.answer();
    else if (host.view === "ready") actions.dial();
    else return false;
    return true;
  };

  /** Leaves the most urgent thing that can be left. */
  const escape = (): boolean => {
    const { view } = host;
    if (rings()) actions.reject();
    else if (view === "settings" || view === "history") panel.closePage();
    else if (panel.keypad) actions.toggleKeypad();
    else if (panel.notice !== null) actions.dismissNotice();
    else if (view === "ended") actions.dismissCall();
    else if (element.mode !== "inline" && element.open) actions.fold();
    else return false;
    return true;
  };

  /** Acts on a key that is not written into a field; returns whether it meant something. */
  const press = (key: string): boolean => {
    if (!panel.shortcuts) return false;
    const { view } = host;
    switch (shortcutOf(key)) {
      case "digits":
        return typeDigit(key);
      case "erase":
        if (view !== "ready" || panel.number === "") return false;
        actions.erase();
        return true;
      case "mute":
        if (view === "call") actions.mute();
        return view === "call";
      case "hold":
        if (view === "call") actions.hold();
        return view === "call";
      default:
        return false;
    }
  };

  /** Sends pasted digits, or says why not. */
  const pasteDigits = (text: string): void => {
    try {
      panel.send(readPastedDigits(text));
    } catch (error) {
      panel.show(TerminalError.from(error), element.call);
    }
  };

  return {
    // Keys of a text field or a focused button keep their meaning.
    keydown(event) {
      // Slotted fields of the host page, its shortcuts and half-composed text are not for the panel.
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.composedPath()[0];
      const inField =
        target instanceof HTMLInputElement ||
        target instanceof HTMLTextAreaElement ||
        target instanceof HTMLSelectElement;
      const shortcut = shortcutOf(event.key);
      if (inField && target.getAttribute("part") !== "display" && shortcut !== "escape") return;
      const handled =
        shortcut === "escape" ? escape() : shortcut === "enter" ? enter(target) : !inField && press(meaningOf(event));
      if (handled) event.preventDefault();
    },

    /** Takes a number that is pasted anywhere in the panel. */
    paste(event) {
      const target = event.composedPath()[0];
      const field = target instanceof HTMLInputElement && target.getAttribute("part") === "display" ? target : null;
      if (event.defaultPrevented || (field === null && target instanceof HTMLInputElement)) return;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      const { view } = host;
      if (text.trim() === "" || (view !== "ready" && !(view === "call" && hasAudio()))) return;
      event.preventDefault();
      if (view === "call") pasteDigits(text);
      else panel.insert(text);
    },
  };
}

/** Returns the digit or letter of a key; on a layout without Latin letters, its place on the keyboard decides. */
function meaningOf({ key, code, shiftKey }: KeyboardEvent): string {
  const plain = asciiDigits(key);
  const letter = plain > "\x7f" && /^Key(.)$/.exec(code)?.[1];
  return letter ? (shiftKey ? letter : letter.toLowerCase()) : plain;
}
