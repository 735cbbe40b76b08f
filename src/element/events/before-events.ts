/**
 * DOM events of `<web-terminal>`: one class per shape, with typed fields, and their entries in `HTMLElementEventMap`.
 * All of them bubble and cross shadow roots. Events named `before-…` are fired before an action, and can be canceled.
 */
import type { CallInfo } from "../../call/model.js";
import type { TerminalError } from "../../errors.js";

/** Base class of the element's events. */
export class WebTerminalEvent extends Event {
  /** The call that the event is about, as it was when the event was fired; null if it concerns none. */
  readonly call: CallInfo | null;
  /** True in exactly one of the tabs that share a registration: do once-only work there. */
  primary = true;

  constructor(type: string, call: CallInfo | null = null, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable });
    this.call = call;
  }
}

/** Fired before a number is dialed. A listener may cancel it, or assign another number or other metadata. */
export class BeforeDialEvent extends WebTerminalEvent {
  /** The number to dial. An assigned number is validated again. */
  number: string;
  /** The future `CallInfo.metadata` of the call. */
  metadata: unknown;
  /** Keypad digits to send once the call is up, as `sendDigits` takes them; empty where there are none. */
  digits: string;

  constructor(number: string, metadata: unknown, digits = "") {
    super("before-dial", null, true);
    this.number = number;
    this.metadata = metadata;
    this.digits = digits;
  }
}

/** Fired before the panel rings (`before-ring`), answers or hangs up. If it is canceled, the element leaves that to the page. */
export class BeforeCallEvent extends WebTerminalEvent {
  declare readonly call: CallInfo;

  constructor(type: "before-ring" | "before-answer" | "before-hangup", call: CallInfo) {
    super(type, call, true);
  }
}

/** Fired before a call moves between devices. `call` is null for a call that is still on another device. */
export class BeforeMoveEvent extends WebTerminalEvent {
  /** The target: this page, or the mobile. */
  readonly to: "here" | "phone";

  constructor(to: "here" | "phone", call: CallInfo | null) {
    super("before-move", call, true);
    this.to = to;
  }
}

/** An error occurred. Errors that a method rejects with are reported here as well. */
export class TerminalErrorEvent extends WebTerminalEvent {
  readonly error: TerminalError;

  constructor(error: TerminalError, call: CallInfo | null) {
    super("terminal-error", call);
    this.error = error;
  }
}

declare global {
  interface HTMLElementEventMap {
    "before-dial": BeforeDialEvent;
    "before-ring": BeforeCallEvent;
    "before-answer": BeforeCallEvent;
    "before-hangup": BeforeCallEvent;
    "before-move": BeforeMoveEvent;
    "terminal-error": TerminalErrorEvent;
  }
}
