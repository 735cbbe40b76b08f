import type { nothing, PropertyValues, TemplateResult } from "lit";
import type { CallInfo, Connection, DialOptions, Subscriber } from "../call/model.js";
import { TerminalError } from "../errors.js";
import { readKeypadDigits } from "../numbers/keypad-digits.js";
import type { ReadNumber } from "../numbers/types.js";
import { createPagePhone } from "../phone/page/page-phone.js";
import type { AudioDevice, DeviceKind, MicrophonePermission, Phone, Preflight } from "../phone/types.js";
import { BeforeCallEvent, BeforeDialEvent, BeforeMoveEvent, type WebTerminalEvent } from "./events/before-events.js";
import { styles } from "./styles/index.js";
import type { PhoneFactory } from "./phone/phone-controller.js";
import { checkSettings, TerminalProperties } from "./properties.js";
import { TerminalController } from "./terminal-controller.js";
import type { TerminalElement } from "./terminal-element.js";
import { validDialOptions, validNumber } from "./validation/valid-dial.js";
import { version } from "./version.js";

/**
 * @summary A softphone for a mobile operator's voice core: makes and takes calls with the user's own mobile number.
 *
 * Methods return promises that always settle, and reject with a `TerminalError` (`code`, `message`,
 * `retryable`, `hint`, `cause`). They work as soon as the element stands in the page.
 *
 * @slot - The launcher's content in `mode="floating"` and `mode="badge"`; a phone icon by default.
 * @slot logo - At the start of the header.
 * @slot header - At the end of the header.
 * @slot contact - Who is at the other end, instead of name and number.
 * @slot in-call - Below the name during a call.
 * @slot ended - Below the reason after a call.
 * @slot footer - At the end of the panel.
 *
 * @event {BeforeDialEvent} before-dial - A number is about to be dialed. Cancelable; `number`, `metadata` and `digits` may be rewritten.
 * @event {BeforeCallEvent} before-ring - The panel is about to ring. Cancelable: nothing rings then, and the page shows the call by itself.
 * @event {BeforeCallEvent} before-answer - A call is about to be answered. Cancelable.
 * @event {BeforeCallEvent} before-hangup - A call is about to be hung up. Cancelable.
 * @event {BeforeMoveEvent} before-move - A call is about to change device; `to` says where. Cancelable.
 * @event {ConnectionChangeEvent} connection-change - The registration changed.
 * @event {SubscriberChangeEvent} subscriber-change - The user's number is in a call on another device, or no longer.
 * @event {CallChangeEvent} call-change - A call's data changed.
 * @event {CallEvent} call-outgoing - A call is on its way out.
 * @event {CallEvent} call-incoming - Someone calls.
 * @event {CallEvent} call-alerting - It rings at the other end.
 * @event {CallEvent} call-answered - A call was answered, here or there.
 * @event {CallEndedEvent} call-ended - A call ended; `cause` says why, `duration` is in milliseconds.
 * @event {CallEvent} call-missed - Nobody answered an incoming call.
 * @event {CallPulledEvent} call-pulled - A call that ran on another device is here now.
 * @event {CallEvent} call-moved - A call went to the mobile.
 * @event {CallEvent} call-renegotiated - The core moved a call's media.
 * @event {CallMuteEvent} call-mute - The microphone was muted or opened.
 * @event {CallDigitEvent} call-digit - A keypad digit went out.
 * @event {CallQualityEvent} call-quality - Something is wrong with the sound of a call, or is well again (`cleared`).
 * @event {CallStatsEvent} call-stats - Figures of a call, once a second.
 * @event {DeviceChangeEvent} device-change - The machine's devices changed, or the choice among them.
 * @event {PermissionChangeEvent} permission-change - The browser's answer about the microphone changed.
 * @event {AvailabilityGapEvent} availability-gap - Calls may have been missed between `from` and `to`.
 * @event {TerminalErrorEvent} terminal-error - Something went wrong.
 *
 * @csspart panel - The phone.
 * @csspart badge - The launcher of a folded phone.
 * @csspart header - The line at the top.
 * @csspart status - How the registration stands.
 * @csspart display - The number field.
 * @csspart dialpad - The twelve keys.
 * @csspart key - One key.
 * @csspart call-button - Calls, or calls again.
 * @csspart answer-button - Answers.
 * @csspart reject-button - Declines.
 * @csspart hangup-button - Hangs up.
 * @csspart mute-button - Mutes and unmutes.
 * @csspart hold-button - Holds and resumes.
 * @csspart keypad-button - Shows the keypad in a call.
 * @csspart to-phone-button - Sends the call to the mobile, or leaves a ring to it.
 * @csspart pull-banner - Says that a call runs on another device, and brings it here.
 * @csspart ring-dialog - An incoming call.
 * @csspart quality - What is wrong with the sound of the call.
 * @csspart settings - Microphone, speaker, ringer, notifications, shortcuts.
 * @csspart history - The list of recent calls.
 * @csspart sign-in-button - Opens the window to sign in, with `sign-in`.
 * @csspart contact - Who is at the other end.
 * @csspart timer - The call's time.
 * @csspart toast - What went wrong, and what to do.
 *
 * @cssproperty [--wt-accent=#3b5bdb] - Links, focus, active tools.
 * @cssproperty [--wt-on-accent=#ffffff] - Text on the accent.
 * @cssproperty [--wt-danger=#d1273a] - Hang up, decline; white stands on it.
 * @cssproperty [--wt-success=#15803d] - Call, answer; white stands on it.
 * @cssproperty [--wt-surface] - The panel's background. White, or a dark grey in the dark.
 * @cssproperty [--wt-on-surface] - Text on the surface; softer tones are mixed from the two.
 * @cssproperty [--wt-border] - Lines.
 * @cssproperty [--wt-radius=16px] - The panel's corners; smaller ones follow.
 * @cssproperty [--wt-font=system-ui] - The font family.
 * @cssproperty [--wt-size=medium] - The size of text, the user's own by default; everything else scales with it.
 * @cssproperty [--wt-gap=8px] - The unit of spacing.
 * @cssproperty [--wt-shadow] - The shadow of the panel.
 * @cssproperty [--wt-z=1000] - The layer of a floating phone.
 *
 * @cssState ready - Calls can be made and taken.
 * @cssState ringing - A call comes in.
 * @cssState in-call - A call is on its way or running.
 * @cssState muted - The microphone is off in the call on screen.
 * @cssState poor - The call on screen sounds bad, or has lost its media and is being restored.
 * @cssState offline - There is no connection.
 */
export class WebTerminalElement extends TerminalProperties implements TerminalElement {
  static override styles = styles;
  /** The version of the package that this class comes from. */
  static readonly version = version;

  readonly #terminal: TerminalController;

  /** `createPhone` makes the phone; custom elements that the browser makes have the default. */
  constructor(createPhone: PhoneFactory = createPagePhone) {
    super();
    const internals = typeof this.attachInternals === "function" ? this.attachInternals() : null;
    this.#terminal = new TerminalController(this, internals, createPhone);
  }

  /** How the registration stands. */
  get connection(): Connection {
    return this.#terminal.snapshot.connection;
  }

  /** What the core says of the user's number outside of this page. */
  get subscriber(): Subscriber {
    return this.#terminal.snapshot.subscriber;
  }

  /** All calls, ended ones until they are dismissed. Frozen; replaced on each change. */
  get calls(): readonly CallInfo[] {
    return this.#terminal.snapshot.calls;
  }

  /** The call on screen. Frozen; replaced on each change. */
  get call(): CallInfo | null {
    return this.#terminal.snapshot.call;
  }

  /** Whether the browser lets the phone use the microphone. */
  get permission(): MicrophonePermission {
    return this.#terminal.snapshot.permission;
  }

  /** The microphones and speakers there are; known once the page may use the microphone. Frozen; replaced on each change. */
  get devices(): readonly AudioDevice[] {
    return this.#terminal.snapshot.devices;
  }

  /**
   * Registers the terminal; resolves when it is ready. Happens by itself: needed after
   * `disconnect()`, or to try again after `signed-out` or `failed`.
   */
  async connect(): Promise<void> {
    await this.#try(() => this.#terminal.connect());
  }

  /**
   * Ends calls and the registration, until `connect()`; other settings register nothing before that. Resolves at once
   * where there is none.
   */
  async disconnect(): Promise<void> {
    await this.#terminal.disconnect();
  }

  /**
   * Calls the number that a text means: with `+` and country code, as it is written in the `region`, an emergency or short number, a
   * `tel:` link, one number with words around it. Digits of an extension or after a pause are sent once the call is up.
   * Rejects with `invalid-number`, `vetoed`, `already-in-call`, `not-connected`, `rate-limited`, and others.
   */
  async dial(number: string, options: DialOptions = {}): Promise<CallInfo> {
    return this.#try(async () => {
      const given = validDialOptions(options, (text) => this.#terminal.warnOnce(text));
      const { digits: asked = "", ...rest } = given;
      const later = asked === "" ? "" : readKeypadDigits(asked);
      const read = await this.#readNumber(number);
      const event = new BeforeDialEvent(read.number, given.metadata, read.digits + later);
      this.#ask(event);
      const chosen = event.number === read.number ? read : await this.#readNumber(event.number);
      // The digits of an extension go with their number, unless the listener wrote others.
      const isOwn = chosen === read || event.digits !== read.digits + later;
      const digits = isOwn ? event.digits : chosen.digits + later;
      const phone = await this.#terminal.phoneReady();
      return phone.dial(chosen.number, { ...rest, metadata: event.metadata ?? null, ...(digits !== "" && { digits }) });
    });
  }

  /** Answers the incoming call. Rejects with `no-such-call`, `vetoed`, `microphone-denied`, and others. */
  async answer(id?: string): Promise<void> {
    await this.#act((phone) => {
      const call = this.#find(id, (candidate) => candidate.state === "incoming");
      // A second answer() changes nothing.
      if (call === undefined && this.#find(id)?.state === "answering") return undefined;
      if (call !== undefined) this.#ask(new BeforeCallEvent("before-answer", call));
      return phone.answer(call?.id ?? id);
    });
  }

  /** Declines the incoming call. */
  async reject(id?: string): Promise<void> {
    await this.#act((phone) => phone.reject(id ?? this.#find(id, (call) => call.state === "incoming")?.id));
  }

  /** Ends the call, or gives it up while it rings at the other end. Nothing happens to a call that has ended. */
  async hangup(id?: string): Promise<void> {
    await this.#act((phone) => {
      const call = this.#find(id);
      if (call?.state === "ended") return undefined;
      if (call !== undefined) this.#ask(new BeforeCallEvent("before-hangup", call));
      return phone.hangup(call?.id ?? id);
    });
  }

  /** Brings the call that runs on another device here. Rejects with `nothing-to-pull` where there is none. */
  async pull(): Promise<CallInfo> {
    return this.#act((phone) => {
      // Without a call to pull there is nothing to ask the page about.
      if (this.subscriber === "elsewhere") this.#ask(new BeforeMoveEvent("here", null));
      return phone.pull();
    });
  }

  /** Sends the call to the user's mobile. Rejects with `move-failed` where it stays here. */
  async toPhone(id?: string): Promise<void> {
    await this.#act((phone) => {
      const call = this.#find(id);
      if (call?.state === "active") this.#ask(new BeforeMoveEvent("phone", call));
      return phone.toPhone(id);
    });
  }

  /** Turns the microphone off or on; without `on`, the other way round. */
  async mute(on?: boolean, id?: string): Promise<void> {
    await this.#act((phone) => phone.mute(on, id));
  }

  /** Holds or resumes, in this page alone: the network is not told. Without `on`, the other way round. */
  async hold(on?: boolean, id?: string): Promise<void> {
    await this.#act((phone) => phone.hold(on, id));
  }

  /**
   * Sends keypad digits: `0-9*#A-D`; `,`, `;`, `p` and `w` are pauses of 500 ms. Spaces, hyphens, dots, slashes and brackets
   * between them are left out. Rejects with `invalid-digits`, `digits-not-supported`.
   */
  async sendDigits(digits: string, id?: string): Promise<void> {
    await this.#act((phone) => phone.sendDigits(readKeypadDigits(digits), id));
  }

  /** Takes an ended call off the screen. */
  dismiss(id?: string): void {
    this.#terminal.dismiss(id);
  }

  /**
   * Chooses a device by its id in `devices`; `""` is the system's own, `"all"` rings on each speaker.
   * Rejects with `microphone-not-found`, `speaker-not-available`.
   */
  async setDevice(kind: DeviceKind, deviceId: string): Promise<void> {
    await this.#act((phone) => phone.setDevice(kind, deviceId));
  }

  /** Plays sound that the browser's autoplay rules held back. Call it from a click. */
  async unlockAudio(): Promise<void> {
    await this.#act((phone) => phone.unlockAudio());
  }

  /** Tries all that a call needs, short of calling, and says of each whether it is well. Asks for the microphone. */
  async preflight(): Promise<Preflight> {
    return this.#act((phone) => phone.preflight());
  }

  /** Everything that helps to explain a problem, without tokens and full numbers. Works without a phone too. */
  async supportBundle(): Promise<Record<string, unknown>> {
    const { mode, callMode, transport, disabled, connection } = this;
    const element = { version, mode, calls: callMode, transport, disabled, connection, setup: this.#terminal.setup };
    return { element, ...(await this.#terminal.phone?.supportBundle()) };
  }

  /** Opens the panel of a floating or badge phone. */
  async show(): Promise<void> {
    this.open = true;
    await this.#drawn();
  }

  /** Folds the panel of a floating or badge phone away. Calls go on. */
  async minimize(): Promise<void> {
    this.open = false;
    await this.#drawn();
  }

  /** Waits until a change is on the screen, or could not be drawn. */
  async #drawn(): Promise<void> {
    if (this.isConnected) await this.updateComplete.catch(() => undefined);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    checkSettings(this, changed, (text) => this.#terminal.warnOnce(text));
  }

  protected override update(changed: PropertyValues): void {
    this.#terminal.update(() => super.update(changed));
  }

  protected override render(): TemplateResult | typeof nothing {
    return this.#terminal.render();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.#terminal.rendered();
  }

  /** Returns the number that a text means. Rejects what is no text before the page is asked. */
  async #readNumber(number: string): Promise<ReadNumber> {
    return this.#terminal.readNumber(validNumber(number));
  }

  /** Returns the call with this `id`; without one, the call on screen or the first other call that fits. */
  #find(id: string | undefined, fits: (call: CallInfo) => boolean = () => true): CallInfo | undefined {
    if (id !== undefined) return this.calls.find((call) => call.id === id && fits(call));
    return this.call !== null && fits(this.call)
      ? this.call
      : this.calls.find((call) => call.state !== "ended" && fits(call));
  }

  /** Lets the page cancel what is about to happen. */
  #ask(event: WebTerminalEvent): void {
    if (!this.dispatchEvent(event)) throw new TerminalError("vetoed");
  }

  #act<Result>(action: (phone: Phone) => Result | Promise<Result>): Promise<Result> {
    return this.#try(async () => action(await this.#terminal.phoneReady()));
  }

  /** Makes a {@link TerminalError} of anything that is thrown: shown, reported once, and thrown again. */
  async #try<Result>(action: () => Promise<Result>): Promise<Result> {
    try {
      return await action();
    } catch (reason) {
      const error = TerminalError.from(reason);
      this.#terminal.report(error, { requested: true });
      throw error;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "web-terminal": WebTerminalElement;
  }
}
