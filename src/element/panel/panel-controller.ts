/**
 * What the panel knows beside the phone: the typed number, the open keypad, the last
 * mistake; and what each button does. All deeds go through the element's own
 * public methods, so that a click and a host's call are the same thing.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { CallInfo } from "../../call/model.js";
import type { TerminalError } from "../../errors.js";
import type { Phone, PhoneSnapshot } from "../../phone/types.js";
import { readPreference, writePreference } from "../preferences.js";
import { asciiDigits } from "../number/normalize-number.js";
import { createKeys, type PanelKeys } from "./keyboard.js";
import type { Actions, Page, ViewName } from "../view-model.js";

/** How long 0 is held for a plus, in milliseconds. */
const longPress = 500;
/** Causes that leave the reason on the screen. */
const plainCauses: ReadonlySet<string> = new Set([
  "hangup",
  "remote-hangup",
  "rejected",
  "canceled",
  "missed",
  "answered-elsewhere",
  "moved-to-phone",
]);

/** The methods of the element that the panel calls. */
export interface PanelHost extends ReactiveControllerHost {
  readonly call: CallInfo | null;
  readonly calls: readonly CallInfo[];
  readonly mode: string;
  readonly view: ViewName;
  open: boolean;
  connect(): Promise<void>;
  dial(number: string): Promise<unknown>;
  readonly phone: Phone | null;
  answer(id?: string): Promise<void>;
  reject(id?: string): Promise<void>;
  hangup(id?: string): Promise<void>;
  mute(): Promise<void>;
  hold(on?: boolean, id?: string): Promise<void>;
  unlockAudio(): Promise<void>;
  /** The number as it is written while it is typed; `erased`: what it was before something was taken away. */
  typed(text: string, erased: string | null): string;
  toPhone(): Promise<void>;
  pull(): Promise<unknown>;
  sendDigits(digits: string): Promise<void>;
  dismiss(): void;
}

export class PanelController implements ReactiveController {
  number = "";
  digits = "";
  keypad = false;
  busy = false;
  page: Page = "pad";
  /** Whether single keys do something; the user can switch that off (WCAG 2.1.4). */
  shortcuts = readPreference("shortcuts") !== "off";
  notice: TerminalError | null = null;
  fieldError: TerminalError | null = null;

  readonly #host: PanelHost;
  #callId: string | null = null;
  /** The call that the notice is about. */
  #noticeCall: string | null = null;
  /** What was called last, for a call button without a number. */
  #last = "";
  #hold: ReturnType<typeof setTimeout> | undefined;
  /** The click that follows a long press writes nothing more. */
  #held = false;

  constructor(host: PanelHost) {
    this.#host = host;
    this.keys = createKeys(this, host);
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#hold);
  }

  /** Another call, or none: what belonged to the last one goes. */
  follow({ call }: PhoneSnapshot): void {
    const id = call?.id ?? null;
    if (id !== this.#callId) {
      // A new call is what matters now; what was open before is not what it ends on.
      this.page = "pad";
      this.#callId = id;
      this.keypad = false;
      this.digits = "";
      // An error may come before the call that it is about.
      if (this.#noticeCall !== id && (call !== null || this.#noticeCall !== null)) this.notice = null;
    }
    if (call?.state === "ended") {
      this.keypad = false;
      // The typed number has done its work; "call again" knows it.
      if (call.direction === "outgoing" && call.number !== "") {
        this.#last = call.number;
        this.number = "";
      }
    }
  }

  /** Called with each call that ended. */
  ended({ cause }: CallInfo): void {
    if (cause !== null && plainCauses.has(cause)) this.notice = null;
  }

  /** Back to the pad, from the list or the settings. */
  closePage(): void {
    this.#change(() => (this.page = "pad"));
  }

  /** Shows a mistake where it belongs. */
  show(error: TerminalError, call: CallInfo | null): void {
    if (error.code === "invalid-number" && this.#host.view === "ready") {
      this.fieldError = error;
    } else {
      this.notice = error;
      this.#noticeCall = call?.id ?? this.#callId;
    }
    this.#host.requestUpdate();
  }

  readonly actions: Actions = {
    edit: (event) => this.#edit(event),
    press: (event) => this.#press((event.currentTarget as HTMLButtonElement).value),
    pressStart: (event) => this.#pressStart(event),
    pressEnd: () => clearTimeout(this.#hold),
    erase: () => this.setNumber(this.#host.typed(this.number.slice(0, -1), this.number)),
    // As on any phone: calling nothing brings the last number back first.
    dial: () => (this.number === "" && this.#last !== "" ? this.setNumber(this.#last) : this.#dial(this.number)),
    redial: (event) => this.#dial(valueOf(event) ?? ""),
    answer: (event) => this.#wait(() => this.#host.answer(valueOf(event))),
    reject: (event) => this.#do(() => this.#host.reject(valueOf(event))),
    hangup: (event) => this.#do(() => this.#host.hangup(valueOf(event))),
    swap: (event) => this.#do(() => this.#host.hold(false, valueOf(event))),
    mute: () => this.#do(() => this.#host.mute()),
    hold: () => this.#do(() => this.#host.hold()),
    toPhone: () => this.#do(() => this.#host.toPhone()),
    pull: () => this.#wait(() => this.#host.pull()),
    toggleKeypad: () => this.#change(() => (this.keypad = !this.keypad)),
    callAgain: () => this.#callAgain(),
    dismissCall: () => this.#host.dismiss(),
    dismissNotice: () => this.#change(() => (this.notice = null)),
    retry: () => this.#do(() => this.#host.connect()),
    turnTo: (event) => this.#change(() => (this.page = valueOf(event) as Page)),
    unlockAudio: () => this.#do(() => this.#host.unlockAudio()),
    useShortcuts: (event) =>
      this.#change(() => {
        this.shortcuts = (event.target as HTMLInputElement).checked;
        writePreference("shortcuts", this.shortcuts ? "on" : "off");
      }),
    fold: () => this.#change(() => (this.#host.open = !this.#host.open)),
  };

  readonly keys: PanelKeys;

  #press(key: string): void {
    clearTimeout(this.#hold);
    const held = this.#held;
    this.#held = false;
    if (held) return;
    if (this.#host.view === "call") this.send(key);
    else this.add(key);
  }

  #pressStart(event: PointerEvent): void {
    this.#held = false;
    clearTimeout(this.#hold);
    if ((event.currentTarget as HTMLButtonElement).value !== "0" || this.#host.view !== "ready") return;
    this.#hold = setTimeout(() => {
      this.#held = true;
      this.add("+");
    }, longPress);
  }

  /** Writes another digit. */
  add(key: string): void {
    if (key !== "+") this.#host.phone?.playKey(key);
    this.setNumber(this.#host.typed(this.number + key, null));
  }

  /** Groups what has been typed already. */
  regroup(): void {
    if (this.number !== "") this.#change(() => (this.number = this.#host.typed(this.number, null)));
  }

  /** Digits are grouped while the caret stands at the end; in the middle of a number it would jump. */
  #edit({ target, inputType = "", isComposing }: InputEvent): void {
    // Half-composed text belongs to what composes it, until it says that it is done.
    if (isComposing) return;
    const field = target as HTMLInputElement;
    const { selectionEnd } = field;
    const value = asciiDigits(field.value);
    if (value !== field.value) {
      field.value = value;
      field.setSelectionRange(selectionEnd, selectionEnd);
    }
    const atEnd = selectionEnd === null || selectionEnd === value.length;
    const erased = inputType.startsWith("delete") ? this.number : null;
    this.setNumber(atEnd ? this.#host.typed(value, erased) : value);
  }

  /** Puts a number in place of the one that stands there. */
  setNumber(number: string): void {
    this.#change(() => {
      this.number = number;
      this.fieldError = null;
    });
  }

  #dial(number: string): void {
    this.#wait(() => this.#host.dial(number));
  }

  #callAgain(): void {
    const { call } = this.#host;
    if (call !== null) this.#dial(call.number);
  }

  /** Sends digits in the call on screen. */
  send(digits: string): void {
    this.#change(() => (this.digits += digits.replaceAll(",", "")));
    this.#do(() => this.#host.sendDigits(digits));
  }

  #change(change: () => void): void {
    change();
    this.#host.requestUpdate();
  }

  /** The element shows what goes wrong; here it only must not become an unhandled rejection. */
  #do(deed: () => Promise<unknown>): void {
    deed().catch(() => undefined);
  }

  /** As {@link #do}, once at a time: a double click is one wish. What went wrong before is over with a new try. */
  #wait(deed: () => Promise<unknown>): void {
    if (this.busy) return;
    this.notice = null;
    this.#change(() => (this.busy = true));
    const done = (): void => this.#change(() => (this.busy = false));
    deed().then(done, done);
  }
}

/** What a button stands for; undefined where it says nothing. */
function valueOf(event: Event | undefined): string | undefined {
  const target = event?.currentTarget;
  return target instanceof HTMLButtonElement && target.value !== "" ? target.value : undefined;
}
