/**
 * The state of the panel (the typed number, the open keypad, the last error) and the actions of its buttons. All
 * actions call the element's public methods, so that a click and a call from the page's script are the same thing.
 */
import type { ReactiveController } from "lit";
import type { CallCause, CallInfo } from "../../call/model.js";
import { TerminalError } from "../../errors.js";
import { toNumberText } from "../../numbers/number-reader.js";
import type { PhoneSnapshot } from "../../phone/types.js";
import { readPreference, writePreference } from "../preferences.js";
import { NumberField } from "./number-field.js";
import { createKeys, type PanelKeys } from "./keyboard.js";
import { addPrivateController } from "../private-controller.js";
import type { TerminalElement } from "../terminal-element.js";
import type { Actions, PanelPage } from "../view-model.js";
import type { Panel, PanelHost } from "./panel-host.js";

/** How long 0 is held for a plus. */
const LONG_PRESS_MS = 500;
/** Causes that explain themselves: an earlier error would be misread as the reason. */
const PLAIN_CAUSES: ReadonlySet<CallCause> = new Set([
  "hangup",
  "remote-hangup",
  "rejected",
  "canceled",
  "missed",
  "answered-elsewhere",
  "moved-to-phone",
]);

export class PanelController implements ReactiveController, Panel {
  number = "";
  digits = "";
  keypad = false;
  busy = false;
  page: PanelPage = "pad";
  /** Whether single keys do something; the user can switch that off (WCAG 2.1.4). */
  shortcuts = readPreference("shortcuts") !== "off";
  notice: TerminalError | null = null;
  fieldError: TerminalError | null = null;

  readonly #host: PanelHost;
  readonly #element: TerminalElement;
  readonly #field: NumberField;
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
    this.#element = host.element;
    this.#field = new NumberField(host, () => this.number);
    this.keys = createKeys(this, host);
    addPrivateController(host.element, this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#hold);
  }

  /** Called before each render. With another call, or none, the state of the last one goes. */
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
    if (cause !== null && PLAIN_CAUSES.has(cause)) this.notice = null;
  }

  /** Goes back to the dial pad from the list or the settings. */
  closePage(): void {
    this.#change(() => (this.page = "pad"));
  }

  /** Shows an error where it belongs. */
  show(error: TerminalError, call: CallInfo | null): void {
    if (error.code === "invalid-number" && this.#host.view === "ready") {
      this.fieldError = error;
    } else {
      this.notice = error;
      this.#noticeCall = call?.id ?? this.#callId;
    }
    this.#element.requestUpdate();
  }

  readonly actions: Actions = {
    edit: (event) => this.#edit(event),
    press: (event) => this.#press((event.currentTarget as HTMLButtonElement).value),
    pressStart: (event) => this.#pressStart(event),
    pressEnd: () => clearTimeout(this.#hold),
    erase: () => this.setNumber(this.#field.erase()),
    // As on any phone: calling nothing brings the last number back first.
    dial: () => (this.number === "" && this.#last !== "" ? this.setNumber(this.#last) : this.#dial(this.number)),
    redial: (event) => this.#dial(valueOf(event) ?? ""),
    answer: (event) => this.#wait(() => this.#element.answer(valueOf(event))),
    reject: (event) => this.#do(() => this.#element.reject(valueOf(event))),
    hangup: (event) => this.#do(() => this.#element.hangup(valueOf(event))),
    swap: (event) => this.#do(() => this.#element.hold(false, valueOf(event))),
    mute: () => this.#do(() => this.#element.mute()),
    hold: () => this.#do(() => this.#element.hold()),
    toPhone: () => this.#do(() => this.#element.toPhone()),
    pull: () => this.#wait(() => this.#element.pull()),
    toggleKeypad: () => this.#change(() => (this.keypad = !this.keypad)),
    callAgain: () => this.#callAgain(),
    dismissCall: () => this.#element.dismiss(),
    dismissNotice: () => this.#change(() => (this.notice = null)),
    retry: () => this.#do(() => this.#element.connect()),
    openPage: (event) => this.#change(() => (this.page = valueOf(event) as PanelPage)),
    unlockAudio: () => this.#do(() => this.#element.unlockAudio()),
    useShortcuts: (event) =>
      this.#change(() => {
        this.shortcuts = (event.target as HTMLInputElement).checked;
        writePreference("shortcuts", this.shortcuts ? "on" : "off");
      }),
    fold: () => this.#change(() => (this.#element.open = !this.#element.open)),
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
    }, LONG_PRESS_MS);
  }

  /** Writes another digit. */
  add(key: string): void {
    if (key !== "+") this.#host.phone?.playKey(key);
    this.setNumber(this.#field.insert(key));
  }

  insert(pasted: string): void {
    const isAll = this.#field.isReplacedByInsert;
    const text = toNumberText(pasted);
    this.setNumber(isAll ? this.#grouped(text) : this.#field.insert(text));
    if (isAll) void this.#review(pasted);
  }

  /** Says that two numbers were pasted; anything else may still be completed. Takes words off that rules were missing for. */
  async #review(pasted: string): Promise<void> {
    const { number } = this;
    const error = await this.#host.readNumber(pasted).then(
      () => null,
      (reason: unknown) => TerminalError.from(reason),
    );
    if (this.number !== number) return;
    this.setNumber(this.#grouped(toNumberText(pasted)));
    if (error?.variant === "two-numbers") this.#change(() => (this.fieldError = error));
  }

  /** Groups what has been typed already. */
  regroup(): void {
    if (this.number !== "") this.#change(() => (this.number = this.#grouped(this.number)));
  }

  /** Returns digits in groups. A number that was pasted in groups keeps those, as the user recognises it by them. */
  #grouped(text: string): string {
    return /[\s().-]/.test(text) ? text : this.#host.formatTyped(text, null);
  }

  /** The person has written in the field. */
  #edit({ target, inputType = "", isComposing }: InputEvent): void {
    // Half-composed text belongs to what composes it, until it says that it is done.
    if (isComposing) return;
    this.setNumber(this.#field.edited(target as HTMLInputElement, inputType));
  }

  /** Puts a number in place of the one that stands there. */
  setNumber(number: string): void {
    this.#change(() => {
      this.number = number;
      this.fieldError = null;
    });
  }

  #dial(number: string, digits = ""): void {
    this.#wait(() => this.#element.dial(number, { digits }));
  }

  #callAgain(): void {
    const { call } = this.#element;
    if (call !== null) this.#dial(call.number, call.digits);
  }

  /** Sends digits in the call on screen. */
  send(digits: string): void {
    this.#change(() => (this.digits += digits.replaceAll(",", "")));
    this.#do(() => this.#element.sendDigits(digits));
  }

  #change(change: () => void): void {
    change();
    this.#element.requestUpdate();
  }

  /** The element shows what goes wrong; here it only must not become an unhandled rejection. */
  #do(action: () => Promise<unknown>): void {
    action().catch(() => undefined);
  }

  /** As {@link #do}, once at a time: a double click counts once. A new try clears the last error. */
  #wait(action: () => Promise<unknown>): void {
    if (this.busy) return;
    this.notice = null;
    this.#change(() => (this.busy = true));
    const done = (): void => this.#change(() => (this.busy = false));
    action().then(done, done);
  }
}

/** Returns the value of a button; undefined where it is empty. */
function valueOf(event: Event | undefined): string | undefined {
  const target = event?.currentTarget;
  return target instanceof HTMLButtonElement && target.value !== "" ? target.value : undefined;
}
