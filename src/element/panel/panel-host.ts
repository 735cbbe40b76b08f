/** The parts of the element and of its panel that the panel's controller and its keyboard share. */
import type { CallInfo } from "../../call/model.js";
import type { TerminalError } from "../../errors.js";
import type { ReadNumber } from "../../numbers/types.js";
import type { Phone } from "../../phone/types.js";
import type { TerminalElement } from "../terminal-element.js";
import type { Actions, ViewName } from "../view-model.js";

/** The element, as far as the panel's controller uses it. */
export interface PanelHost {
  /** The public element. */
  readonly element: TerminalElement;
  readonly phone: Phone | null;
  /** The screen that is shown. */
  readonly view: ViewName;
  /** Returns the number as it is written while it is typed; `erased`: the text before a deletion, else null. */
  formatTyped(text: string, erased: string | null): string;
  /** Returns the number that a text means. Rejects with `invalid-number`. */
  readNumber(text: string): Promise<ReadNumber>;
}

/** The panel, as far as its keyboard uses it. */
export interface Panel {
  readonly actions: Actions;
  readonly number: string;
  readonly notice: TerminalError | null;
  /** Whether single keys do something. */
  readonly shortcuts: boolean;
  keypad: boolean;
  /** Writes another digit. */
  add(key: string): void;
  /** Sends digits in the call on screen. */
  send(digits: string): void;
  /** Writes the number of pasted text at the caret, or in place of the selection. */
  insert(pasted: string): void;
  /** Shows an error where it belongs. */
  show(error: TerminalError, call: CallInfo | null): void;
  /** Replaces the number in the field. */
  setNumber(number: string): void;
  /** Goes back to the dial pad. */
  closePage(): void;
}
