/**
 * What `<web-terminal>` tells its page: one class per shape of event, each with its
 * typed fields, and their entries in `HTMLElementEventMap` below them. All bubble and cross
 * shadow roots. Those named `before-…` come ahead of the deed and can be canceled.
 */
import type { CallInfo } from "../../call/model.js";
import type { TerminalError } from "../../errors.js";

/** What all events of the element share. */
export class WebTerminalEvent extends Event {
  /** The call that this is about, as it was at this moment; null where none is concerned. */
  readonly call: CallInfo | null;
  /** True in exactly one of the tabs that share a registration: do once-only work there. */
  primary = true;

  constructor(type: string, call: CallInfo | null = null, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable });
    this.call = call;
  }
}

/** Before a number is called. A listener may cancel, or write another number or other metadata. */
export class BeforeDialEvent extends WebTerminalEvent {
  /** What will be dialed; whatever is written here is checked again. */
  number: string;
  /** What the call will carry in `CallInfo.metadata`. */
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

/** Before the panel rings (`before-ring`), answers, or hangs up. Canceled: the element leaves it to the page. */
export class BeforeCallEvent extends WebTerminalEvent {
  declare readonly call: CallInfo;

  constructor(type: "before-ring" | "before-answer" | "before-hangup", call: CallInfo) {
    super(type, call, true);
  }
}

/** Before a call changes device. `call` is null for a call that still runs elsewhere. */
export class BeforeMoveEvent extends WebTerminalEvent {
  /** Where it is about to go: into this page, or to the mobile. */
  readonly to: "here" | "phone";

  constructor(to: "here" | "phone", call: CallInfo | null) {
    super("before-move", call, true);
    this.to = to;
  }
}

/** Something went wrong. A method that rejects with the same error is reported here too. */
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
