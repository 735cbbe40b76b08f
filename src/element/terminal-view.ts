/** What `<web-terminal>` knows and shows: its read-only properties, and one render for each change. */
import { adoptStyles, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { CallInfo, DialOptions } from "../call/model.js";
import { TerminalError } from "../errors.js";
import type { PhoneEvent, PhoneSnapshot, Preflight } from "../phone/types.js";
import { BeforeCallEvent, TerminalErrorEvent } from "./events/before-events.js";
import { ClickToCallController } from "./click-to-call-controller.js";
import { toDialable } from "./number/normalize-number.js";
import { PanelController, type PanelHost } from "./panel/panel-controller.js";
import { announcementOf, viewOf, type ViewModel, type CallBundle, type ViewName } from "./view-model.js";
import type { FeatureHost } from "./features/feature-host.js";
import { FeatureLoader } from "./features/feature-loader.js";
import { createStates, statesOf } from "./custom-states.js";
import { dress } from "./styles/index.js";
import { TerminalFacts } from "./terminal-facts.js";
import { CallTicker } from "./call-ticker.js";
import { tokenKind } from "./phone/token-kind.js";
import { fallbackView } from "./views/fallback.js";
import { panelView } from "./panel/panel-view.js";
import { StringsController } from "./i18n/strings-controller.js";
import type { LocalizedStrings } from "./i18n/strings.js";

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

/** The seen half of the element; `WebTerminalElement` adds what can be done. */
export abstract class TerminalView extends TerminalFacts implements PanelHost, FeatureHost {
  readonly #panel = new PanelController(this);
  readonly #parts = new FeatureLoader(this);
  readonly #words = new StringsController(this, () => [this.phones.callBundle?.english ?? {}, ...this.#parts.english]);
  readonly #setStates = createStates(this, typeof this.attachInternals === "function" ? this.attachInternals() : null);
  /** What the page has heard of: an error that a method rejects with is reported once. */
  readonly #reported = new WeakSet<TerminalError>();
  /** Why there is no phone, or no registration. */
  #failure: TerminalError | null = null;
  /** The call that the page rings for by itself. */
  #hostRings: string | null = null;
  /** How many sheets of styles are in place. */
  #dressed = 0;
  /** Why the view could not be drawn; null since the last time that it could. */
  #viewError: TerminalError | null = null;

  constructor() {
    super();
    new ClickToCallController(this);
    this.addEventListener("focusin", () => this.#parts.get("assist"));
    new CallTicker(this, () => this.call?.answeredAt != null && this.call.state !== "ended");
  }

  /** @internal */
  get hostRings(): string | null {
    return this.#hostRings;
  }

  /** @internal */
  get settingsOpen(): boolean {
    return this.isConnected && this.view === "settings";
  }

  /** @internal */
  async focusPanel(): Promise<void> {
    (await this.#parts.load("assist")).focus();
  }

  /** @internal */
  get words(): LocalizedStrings {
    return this.#words.words;
  }

  /** @internal The screen that is shown. */
  get view(): ViewName {
    return viewOf(this.#scene());
  }

  abstract connect(): Promise<void>;
  abstract dial(number: string, options?: DialOptions): Promise<CallInfo>;
  abstract answer(id?: string): Promise<void>;
  abstract reject(id?: string): Promise<void>;
  abstract hangup(id?: string): Promise<void>;
  abstract mute(on?: boolean, id?: string): Promise<void>;
  abstract hold(on?: boolean, id?: string): Promise<void>;
  abstract unlockAudio(): Promise<void>;
  abstract preflight(): Promise<Preflight>;
  abstract show(): Promise<void>;
  abstract toPhone(): Promise<void>;
  abstract pull(): Promise<CallInfo>;
  abstract sendDigits(digits: string, id?: string): Promise<void>;
  abstract dismiss(): void;

  /** @internal What the phone reports becomes a DOM event; a listener that throws harms nobody but itself. */
  handlePhoneEvent(event: PhoneEvent, { toDomEvent }: CallBundle, primary = true): void {
    switch (event.type) {
      case "terminal-error":
        this.report(event.error, event.call, false, primary);
        return;
      case "connection-change":
        // Registered or not, this browser cannot call.
        if (event.connection === "ready" && this.#failure?.code !== "no-webrtc") this.#failure = null;
        break;
      case "call-incoming":
        this.#ring(event.call, primary);
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
    const told = this.#named(event);
    // Of all tabs that share the registration, one writes the call down and raises a notification.
    if (primary) this.#parts.hear(told);
    const heard = toDomEvent(told);
    heard.primary = primary;
    this.dispatchEvent(heard);
    this.requestUpdate();
  }

  /** @internal Who is at the other end, as the page's address book has it. */
  complete(snapshot: PhoneSnapshot): PhoneSnapshot {
    return this.#parts.peek("contacts")?.complete(snapshot) ?? snapshot;
  }

  /** @internal */
  renew(): void {
    const before = this.calls;
    this.phones.renew();
    for (const call of this.calls) {
      const previous = before.find(({ id }) => id === call.id) ?? null;
      if (previous === call || this.callBundle === null) continue;
      this.dispatchEvent(this.callBundle.toDomEvent({ type: "call-change", call, previous }));
    }
  }

  /** @internal */
  fail(error: unknown): void {
    this.report(TerminalError.from(error));
  }

  /** @internal A number with its digits in groups, as soon as that can be told. */
  readonly shown = (number: string): string =>
    number === "" ? "" : (this.#parts.get("numbers")?.shown(number) ?? number);

  /** @internal Waits for the rules of numbers, where they decide. */
  protected async numberFor(text: string): Promise<string | null> {
    const plain = toDialable(text);
    // A number with its country's code is complete, and nobody waits for rules that are on their way.
    const wait = plain !== null && !plain.startsWith("+") && this.region !== "";
    const numbers = wait ? await this.#parts.load("numbers").catch(() => null) : this.#parts.peek("numbers");
    return plain === null || numbers === null ? plain : numbers.dialable(plain);
  }

  /** @internal The number as it is written while it is typed. */
  typed(text: string, erased: string | null): string {
    if (text === "") return "";
    const numbers = this.#parts.peek("numbers");
    // The first digit fetches the rules; what was typed meanwhile is grouped when they are here.
    if (numbers === null)
      this.#parts.load("numbers").then(
        () => this.#panel.regroup(),
        () => undefined,
      );
    return numbers?.typed(text, erased) ?? text;
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
  protected report(error: TerminalError, call: CallInfo | null = null, asked = false, primary = true): void {
    // The page itself said no: there is nothing to tell it.
    if (error.code === "vetoed") return;
    if (connectionCodes.has(error.code)) this.#failure = error;
    const ofConnection = this.#failure === error;
    // A screen of its own says it already, or will say it.
    const explained = ofConnection && !(asked && /^(ready|ring|call)$/.test(this.view));
    if (!explained) this.#panel.show(error, call);
    this.requestUpdate();
    if (this.#reported.has(error)) return;
    this.#reported.add(error);
    const told = new TerminalErrorEvent(error, call);
    told.primary = primary;
    this.dispatchEvent(told);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#panel.follow(this.phones.snapshot);
    if (this.phones.setup === "starting") this.#failure = null;
    this.#setStates(statesOf(this.phones.snapshot));
    if (this.phones.setup === "running") this.#parts.want(this);
    this.#parts.follow(this.phones.snapshot);
    const sheets = [...(this.phones.callBundle === null ? [] : [this.phones.callBundle.styles]), ...this.#parts.styles];
    if (sheets.length !== this.#dressed && this.renderRoot instanceof ShadowRoot) {
      this.#dressed = sheets.length;
      adoptStyles(this.renderRoot, dress(sheets));
    }
  }

  /** Draws the view, or the fallback where the view throws; each update tries the view again. */
  protected override update(changed: PropertyValues): void {
    const before = this.#viewError;
    this.#viewError = null;
    try {
      super.update(changed);
    } catch (cause) {
      this.#viewError = before ?? this.#reportView(cause);
      super.update(changed);
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.mode === "headless") return nothing;
    const { actions, keys, notice: trouble } = this.#panel;
    if (this.#viewError !== null) {
      return fallbackView(this, trouble === null ? [this.#viewError] : [this.#viewError, trouble], keys.keydown);
    }
    const viewModel = this.#scene();
    // A ringing phone opens by itself; folding it away would hide the answer button.
    const folded = viewModel.foldable ? this.#parts.get("folded") : null;
    // The live region outlives both: one that comes together with its words is not read.
    return html`${
        viewModel.foldable && !this.open && viewOf(viewModel) !== "ring"
          ? folded?.view(viewModel, actions)
          : panelView(viewModel, actions, {
              ...keys,
              drag: folded?.drag ?? nothing,
            })
      }
      <p
        class="said"
        role="status"
        lang=${viewModel.words.locale}
        dir=${viewModel.words.direction ?? "ltr"}
        .textContent=${announcementOf(viewModel)}
      ></p>`;
  }

  /** Tells the page and its developer that the view cannot be drawn. */
  #reportView(cause: unknown): TerminalError {
    const error = new TerminalError("internal", { cause });
    const about = cause instanceof Error ? (cause.stack ?? cause.message) : "";
    this.warnOnce(`The panel cannot be drawn, and shows little more than its calls. ${about}`);
    // After this update, as a listener may ask for another.
    queueMicrotask(() => this.dispatchEvent(new TerminalErrorEvent(error, null)));
    return error;
  }

  /** The event with its call as the page's address book has it. */
  #named(event: PhoneEvent): PhoneEvent {
    const contacts = this.#parts.peek("contacts");
    if (contacts === null || !("call" in event) || event.call === null) return event;
    return { ...event, call: contacts.completeCall(event.call) };
  }

  /** Someone calls: the page may want to ring by itself, and then nothing here does. */
  #ring(call: CallInfo, primary: boolean): void {
    const asked = new BeforeCallEvent("before-ring", call);
    asked.primary = primary;
    if (this.dispatchEvent(asked)) {
      // A folded phone opens, and stays open for the call that follows.
      this.#unfold();
    } else {
      this.#hostRings = call.id;
      this.phone?.silence(call.id);
    }
  }

  #unfold(): void {
    if (this.mode === "floating" || this.mode === "badge") this.open = true;
  }

  #scene(): ViewModel {
    const { number, digits, keypad, busy, notice, fieldError, page, shortcuts } = this.#panel;
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
      page,
      shortcuts,
      history: this.history,
      hostRings: this.#hostRings,
      callBundle: this.phones.callBundle,
      part: this.#parts.get,
      words: this.#words.words,
      shown: this.shown,
      now: Date.now(),
      foldable: this.mode === "floating" || this.mode === "badge",
      missing: { endpoint: this.endpoint === "", token: tokenKind(this) === null },
    };
  }
}
