/** What `<web-terminal>` knows and shows: its read-only properties, and one render for each change. */
import { adoptStyles, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { CallInfo, Connection, Subscriber } from "../call/model.js";
import type { TerminalError } from "../errors.js";
import type { MicrophonePermission, PhoneEvent } from "../phone-types.js";
import { BeforeCallEvent, TerminalErrorEvent } from "./events.js";
import { PanelController, type PanelHost } from "./panel-controller.js";
import { PhoneController, type PhoneFactory, type PhoneHost } from "./phone-controller.js";
import { viewOf, type Scene, type Talking, type ViewName } from "./scene.js";
import { TerminalSettings } from "./settings.js";
import { createStates, type StateName } from "./states.js";
import { withTalk } from "./styles/index.js";
import { Ticker } from "./ticker.js";
import { tokenKind } from "./token-kind.js";
import { launcherView } from "./views/launcher.js";
import { panelView } from "./views/panel.js";
import { WordsController } from "./words-controller.js";

/** Trouble of the registration has its own screens; only what concerns a call or a click pops up. */
const connectionCodes: ReadonlySet<string> = new Set([
  "not-configured",
  "signed-out",
  "token-source-failed",
  "permission-denied",
  "unavailable",
  "unimplemented",
  "insecure-page",
  "no-webrtc",
]);

const noDevices: readonly MediaDeviceInfo[] = Object.freeze([]);

/** The seen half of the element; `WebTerminalElement` adds what can be done. */
export abstract class TerminalView extends TerminalSettings implements PhoneHost, PanelHost {
  /** @internal Makes the phone. Replace it before the element stands in the page. */
  @property({ attribute: false }) phoneFactory: PhoneFactory = async (options) =>
    (await import("../page/phone-in-page.js")).createPagePhone(options);

  /** @internal */
  protected readonly phones = new PhoneController(this);
  readonly #panel = new PanelController(this);
  readonly #words = new WordsController(this);
  readonly #setStates = createStates(this, typeof this.attachInternals === "function" ? this.attachInternals() : null);
  /** What the page has heard of: an error that a method rejects with is reported once. */
  readonly #reported = new WeakSet<TerminalError>();
  /** Why there is no phone, or no registration. */
  #failure: TerminalError | null = null;
  /** The call that the page rings for by itself. */
  #hostRings: string | null = null;
  #viewBefore: ViewName | null = null;
  #focusWasInside = false;
  /** Whether the styles of calls are in place. */
  #dressed = false;

  constructor() {
    super();
    new Ticker(this, () => this.call?.answeredAt != null && this.call.state !== "ended");
  }

  /** How the registration stands. */
  get connection(): Connection {
    return this.phones.snapshot.connection;
  }

  /** What the core says of the user's number outside of this page. */
  get subscriber(): Subscriber {
    return this.phones.snapshot.subscriber;
  }

  /** All calls, ended ones until they are dismissed. Frozen; replaced on each change. */
  get calls(): readonly CallInfo[] {
    return this.phones.snapshot.calls;
  }

  /** The call on screen. Frozen; replaced on each change. */
  get call(): CallInfo | null {
    return this.phones.snapshot.call;
  }

  /** Whether the browser lets the phone use the microphone. */
  get permission(): MicrophonePermission {
    return this.phones.snapshot.permission;
  }

  /** The microphones and speakers there are. Empty until device choice is built. */
  get devices(): readonly MediaDeviceInfo[] {
    return noDevices;
  }

  /** @internal The screen that is shown. */
  get view(): ViewName {
    return viewOf(this.#scene());
  }

  abstract connect(): Promise<void>;
  abstract dial(number: string): Promise<CallInfo>;
  abstract answer(): Promise<void>;
  abstract reject(): Promise<void>;
  abstract hangup(): Promise<void>;
  abstract mute(): Promise<void>;
  abstract hold(): Promise<void>;
  abstract toPhone(): Promise<void>;
  abstract pull(): Promise<CallInfo>;
  abstract sendDigits(digits: string): Promise<void>;
  abstract dismiss(): void;

  /** @internal What the phone reports becomes a DOM event; a listener that throws harms nobody but itself. */
  handlePhoneEvent(event: PhoneEvent, { toDomEvent }: Talking): void {
    switch (event.type) {
      case "terminal-error":
        this.report(event.error, event.call);
        return;
      case "connection-change":
        if (event.connection === "ready") this.#failure = null;
        break;
      case "call-incoming":
        if (!this.dispatchEvent(new BeforeCallEvent("before-ring", event.call))) this.#hostRings = event.call.id;
        // A folded phone opens, and stays open for the call that follows.
        else this.#unfold();
        break;
      case "call-outgoing":
        if (this.mode === "floating") this.#unfold();
        break;
      case "call-change":
        // Once it is answered, the panel shows the call, whoever rang for it.
        if (event.call.id === this.#hostRings && event.call.state !== "incoming") this.#hostRings = null;
        break;
      case "call-ended":
        this.#panel.ended(event.call);
        break;
      default:
        break;
    }
    this.dispatchEvent(toDomEvent(event));
    this.requestUpdate();
  }

  /** @internal The phone could not be made or registered. */
  handlePhoneFailure(error: TerminalError): void {
    this.#failure = error;
    this.report(error);
  }

  /**
   * Shows an error where it belongs, and tells the page, once. `asked`: a person or the page
   * asked for something and has to see why it did not happen.
   */
  protected report(error: TerminalError, call: CallInfo | null = null, asked = false): void {
    // The page itself said no: there is nothing to tell it.
    if (error.code === "vetoed") return;
    if (connectionCodes.has(error.code)) this.#failure = error;
    const ofConnection = this.#failure === error;
    // A screen of its own says it already, or will say it.
    const explained = ofConnection && (!asked || this.view !== "ready");
    if (!explained) this.#panel.show(error, call);
    this.requestUpdate();
    if (this.#reported.has(error)) return;
    this.#reported.add(error);
    this.dispatchEvent(new TerminalErrorEvent(error, call));
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#panel.follow(this.phones.snapshot);
    if (this.phones.setup === "starting") this.#failure = null;
    this.#setStates(this.#states());
    const { talking } = this.phones;
    if (talking !== null && !this.#dressed && this.renderRoot instanceof ShadowRoot) {
      this.#dressed = true;
      adoptStyles(this.renderRoot, withTalk(talking.talkStyles));
    }
    this.#focusWasInside = this.renderRoot instanceof ShadowRoot && this.renderRoot.activeElement !== null;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { view } = this;
    // The focused button may be gone with its screen: the new screen's first deed gets the focus.
    if (view !== this.#viewBefore && this.#focusWasInside) {
      (
        this.renderRoot.querySelector<HTMLElement>("[data-focus]") ??
        this.renderRoot.querySelector<HTMLElement>(".panel")
      )?.focus({
        preventScroll: true,
      });
    }
    this.#viewBefore = view;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.mode === "headless") return nothing;
    const scene = this.#scene();
    const { actions, handleKeydown, handlePaste } = this.#panel;
    // A ringing phone opens by itself; folding it away would hide the answer button.
    if (scene.foldable && !this.open && viewOf(scene) !== "ring")
      return launcherView(scene, actions, this.mode === "badge");
    const missing = { endpoint: this.endpoint === "", token: tokenKind(this) === null };
    return panelView(scene, actions, missing, { keydown: handleKeydown, paste: handlePaste });
  }

  #unfold(): void {
    if (this.mode === "floating" || this.mode === "badge") this.open = true;
  }

  #scene(): Scene {
    const { number, digits, keypad, busy, notice, fieldError } = this.#panel;
    return {
      snapshot: this.phones.snapshot,
      setup: this.phones.setup,
      failure: this.#failure,
      notice,
      fieldError,
      number,
      digits,
      keypad,
      busy,
      hostRings: this.#hostRings,
      talking: this.phones.talking,
      words: this.#words.words,
      now: Date.now(),
      foldable: this.mode === "floating" || this.mode === "badge",
    };
  }

  #states(): ReadonlySet<StateName> {
    const { connection, call } = this.phones.snapshot;
    const on = new Set<StateName>();
    if (connection === "ready") on.add("ready");
    else if (connection !== "connecting") on.add("offline");
    if (call?.state === "incoming") on.add("ringing");
    else if (call !== null && call.state !== "ended") on.add("in-call");
    if (call?.muted === true && call.state !== "ended") on.add("muted");
    if (call?.state === "recovering") on.add("poor");
    return on;
  }
}
