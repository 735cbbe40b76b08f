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
 * Methods return promises that always settle, and reject with a `TerminalError` (`code`, `message`, `retryable`, `hint`,
 * `developerHint`, `docsUrl`, `cause`). They work as soon as the element is in the page.
 *
 * @slot - Content of the launcher in `mode="floating"` and `mode="badge"`; a phone icon by default.
 * @slot logo - Start of the header.
 * @slot header - End of the header.
 * @slot contact - Replaces the name and number of the other party.
 * @slot in-call - Below the name, during a call.
 * @slot ended - Below the reason, after a call.
 * @slot footer - End of the panel.
 *
 * @event {BeforeDialEvent} before-dial - A number is about to be dialed. Cancelable; `number`, `metadata` and `digits` may be rewritten.
 * @event {BeforeCallEvent} before-ring - The panel is about to ring. Cancelable: the panel then does not ring, and the page shows the call.
 * @event {BeforeCallEvent} before-answer - A call is about to be answered. Cancelable.
 * @event {BeforeCallEvent} before-hangup - A call is about to be hung up. Cancelable.
 * @event {BeforeMoveEvent} before-move - A call is about to move between devices; `to` is the target. Cancelable.
 * @event {ConnectionChangeEvent} connection-change - The registration changed.
 * @event {SubscriberChangeEvent} subscriber-change - A call of the user's number on another device started or ended.
 * @event {CallChangeEvent} call-change - The data of a call changed.
 * @event {CallEvent} call-outgoing - An outgoing call was started.
 * @event {CallEvent} call-incoming - Someone calls.
 * @event {CallEvent} call-alerting - The other party's phone is ringing.
 * @event {CallEvent} call-answered - A call was answered by either party.
 * @event {CallEndedEvent} call-ended - A call ended; `cause` is the reason, `duration` is in milliseconds.
 * @event {CallEvent} call-missed - An incoming call was not answered.
 * @event {CallPulledEvent} call-pulled - A call was moved here from another device.
 * @event {CallEvent} call-moved - A call was moved to the mobile.
 * @event {CallEvent} call-renegotiated - The core renegotiated the media of a call.
 * @event {CallMuteEvent} call-mute - The microphone was muted or unmuted.
 * @event {CallDigitEvent} call-digit - A keypad digit was sent.
 * @event {CallQualityEvent} call-quality - A problem with the audio of a call started, or ended (`cleared`).
 * @event {CallStatsEvent} call-stats - Statistics of a call, once a second.
 * @event {DeviceChangeEvent} device-change - The available or the chosen audio devices changed.
 * @event {PermissionChangeEvent} permission-change - The permission to use the microphone changed.
 * @event {AvailabilityGapEvent} availability-gap - Calls may have been missed between `from` and `to`.
 * @event {TerminalErrorEvent} terminal-error - An error occurred.
 *
 * @csspart panel - The panel of the phone.
 * @csspart badge - The launcher of a closed floating or badge phone.
 * @csspart header - The header.
 * @csspart status - State of the registration.
 * @csspart display - The number field.
 * @csspart dialpad - The twelve keys.
 * @csspart key - One key.
 * @csspart call-button - Starts a call, or calls again.
 * @csspart answer-button - Answers the call.
 * @csspart reject-button - Declines the call.
 * @csspart hangup-button - Ends the call.
 * @csspart mute-button - Mutes and unmutes.
 * @csspart hold-button - Puts the call on hold and resumes it.
 * @csspart keypad-button - Shows the keypad in a call.
 * @csspart to-phone-button - Moves the call to the mobile, or lets the mobile ring on.
 * @csspart pull-banner - Banner for a call on another device, with a button that moves it here.
 * @csspart ring-dialog - An incoming call.
 * @csspart quality - Problem with the audio of the call.
 * @csspart settings - Microphone, speaker, ringer, notifications, shortcuts.
 * @csspart history - The list of recent calls.
 * @csspart sign-in-button - Opens the sign-in window, with `sign-in`.
 * @csspart contact - Name and number of the other party.
 * @csspart timer - Duration of the call.
 * @csspart toast - Error notice: what happened, and what to do.
 *
 * @cssproperty [--wt-accent=#3b5bdb] - Links, focus, active tools.
 * @cssproperty [--wt-on-accent=#ffffff] - Text on the accent.
 * @cssproperty [--wt-danger=#d1273a] - Background of the hang-up and decline buttons (text is white).
 * @cssproperty [--wt-success=#15803d] - Background of the call and answer buttons (text is white).
 * @cssproperty [--wt-surface] - Background of the panel. White, or dark grey in the dark theme.
 * @cssproperty [--wt-on-surface] - Text on the surface; softer tones are mixed from both.
 * @cssproperty [--wt-border] - Borders and lines.
 * @cssproperty [--wt-radius=16px] - Corner radius of the panel; smaller radii are derived from it.
 * @cssproperty [--wt-font=system-ui] - Font family.
 * @cssproperty [--wt-size=medium] - Text size, by default the user's own; everything else scales with it.
 * @cssproperty [--wt-gap=8px] - Unit of spacing.
 * @cssproperty [--wt-shadow] - Shadow of the panel.
 * @cssproperty [--wt-z=1000] - `z-index` of a floating phone.
 *
 * @cssState ready - Calls can be made and received.
 * @cssState ringing - An incoming call is ringing.
 * @cssState in-call - A call is being set up or is active.
 * @cssState muted - The microphone is muted in the call on screen.
 * @cssState poor - The call on screen has poor audio, or has lost it and is being recovered.
 * @cssState offline - The phone is not connected.
 */
export class WebTerminalElement extends TerminalProperties implements TerminalElement {
  static override styles = styles;
  /** The version of the package that this class comes from. */
  static readonly version = version;

  readonly #terminal: TerminalController;

  /** Elements that the browser creates use the default `createPhone`. */
  constructor(createPhone: PhoneFactory = createPagePhone) {
    super();
    const internals = typeof this.attachInternals === "function" ? this.attachInternals() : null;
    this.#terminal = new TerminalController(this, internals, createPhone);
  }

  /** State of the registration. */
  get connection(): Connection {
    return this.#terminal.snapshot.connection;
  }

  /** State of the user's number on other devices. */
  get subscriber(): Subscriber {
    return this.#terminal.snapshot.subscriber;
  }

  /** Live calls, and ended ones until they are dismissed. Frozen; replaced on each change. */
  get calls(): readonly CallInfo[] {
    return this.#terminal.snapshot.calls;
  }

  /** The call on screen; null if there is none. Frozen; replaced on each change. */
  get call(): CallInfo | null {
    return this.#terminal.snapshot.call;
  }

  /** Whether the page may use the microphone. */
  get permission(): MicrophonePermission {
    return this.#terminal.snapshot.permission;
  }

  /** Available microphones and speakers; empty until the page may use the microphone. Frozen; replaced on each change. */
  get devices(): readonly AudioDevice[] {
    return this.#terminal.snapshot.devices;
  }

  /**
   * Registers the terminal; resolves when it is ready. The element connects automatically: call this after
   * `disconnect()`, or to retry after `signed-out` or `failed`.
   */
  async connect(): Promise<void> {
    await this.#try(() => this.#terminal.connect());
  }

  /**
   * Ends calls and the registration. Nothing registers again before `connect()`, whatever settings change. Resolves
   * immediately if there is no registration.
   */
  async disconnect(): Promise<void> {
    await this.#terminal.disconnect();
  }

  /**
   * Calls the number that a text contains: with `+` and country code, as it is written in the `region`, an emergency or short
   * number, a `tel:` link, or one number with words around it. Digits of an extension or after a pause are sent once the call
   * is up. Resolves with the call once its offer is sent. Rejects with `invalid-number`, `vetoed`, `already-in-call`,
   * `not-connected`, `rate-limited`, and others.
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

  /** Declines the incoming call. Does nothing if it does not ring any more. */
  async reject(id?: string): Promise<void> {
    await this.#act((phone) => phone.reject(id ?? this.#find(id, (call) => call.state === "incoming")?.id));
  }

  /** Ends the call in any state. Does nothing if it has ended. Rejects with `no-such-call`, `vetoed`. */
  async hangup(id?: string): Promise<void> {
    await this.#act((phone) => {
      const call = this.#find(id);
      if (call?.state === "ended") return undefined;
      if (call !== undefined) this.#ask(new BeforeCallEvent("before-hangup", call));
      return phone.hangup(call?.id ?? id);
    });
  }

  /** Moves the call on another device here. Rejects with `nothing-to-pull` if there is none, `vetoed`, or as `dial` does. */
  async pull(): Promise<CallInfo> {
    return this.#act((phone) => {
      // Without a call to pull there is nothing to ask the page about.
      if (this.subscriber === "elsewhere") this.#ask(new BeforeMoveEvent("here", null));
      return phone.pull();
    });
  }

  /** Moves the call to the user's mobile. Rejects with `wrong-state`, `vetoed`, or `move-failed` if the call stays here. */
  async toPhone(id?: string): Promise<void> {
    await this.#act((phone) => {
      const call = this.#find(id);
      if (call?.state === "active") this.#ask(new BeforeMoveEvent("phone", call));
      return phone.toPhone(id);
    });
  }

  /** Mutes the microphone, or unmutes it; without `on` it toggles. */
  async mute(on?: boolean, id?: string): Promise<void> {
    await this.#act((phone) => phone.mute(on, id));
  }

  /** Puts the call on hold, or resumes it; without `on` it toggles. Local only: the other side is not told. */
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

  /** Removes an ended call from the screen. */
  dismiss(id?: string): void {
    this.#terminal.dismiss(id);
  }

  /**
   * Chooses a device by its id in `devices`; `""` is the system default, and the ringer `"all"` rings on every speaker.
   * The choice is remembered in this browser. Rejects with `microphone-not-found`, `speaker-not-available`.
   */
  async setDevice(kind: DeviceKind, deviceId: string): Promise<void> {
    await this.#act((phone) => phone.setDevice(kind, deviceId));
  }

  /** Plays sound that the browser's autoplay rules blocked. Call it from a click handler. */
  async unlockAudio(): Promise<void> {
    await this.#act((phone) => phone.unlockAudio());
  }

  /** Checks everything that a call needs, without calling, and reports each result. Asks for the microphone. */
  async preflight(): Promise<Preflight> {
    return this.#act((phone) => phone.preflight());
  }

  /** Resolves with states, errors and timings that explain a problem, without tokens and full numbers. Works without a phone, too. */
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

  /** Closes the panel of a floating or badge phone. Calls continue. */
  async minimize(): Promise<void> {
    this.open = false;
    await this.#drawn();
  }

  /** Waits until a change is rendered, or failed to render. */
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

  /** Returns the call with this `id`; without an id, the call on screen or the first live call that fits. */
  #find(id: string | undefined, fits: (call: CallInfo) => boolean = () => true): CallInfo | undefined {
    if (id !== undefined) return this.calls.find((call) => call.id === id && fits(call));
    return this.call !== null && fits(this.call)
      ? this.call
      : this.calls.find((call) => call.state !== "ended" && fits(call));
  }

  /** Fires a cancelable event. Throws `vetoed` if the page canceled it. */
  #ask(event: WebTerminalEvent): void {
    if (!this.dispatchEvent(event)) throw new TerminalError("vetoed");
  }

  #act<Result>(action: (phone: Phone) => Result | Promise<Result>): Promise<Result> {
    return this.#try(async () => action(await this.#terminal.phoneReady()));
  }

  /** Shows and reports what `action` throws, and throws it again as a {@link TerminalError}. */
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
