/**
 * Everything behind `<web-terminal>` that its page must not reach: the phone, the panel, the loaded features, and the
 * access token. The element holds it in a private field, and hands it to controllers and features as their host.
 */
import { adoptStyles, html, nothing, type TemplateResult } from "lit";
import type { CallInfo } from "../call/model.js";
import { TerminalError, type TerminalErrorCode } from "../errors.js";
import type { Phone, PhoneEvent, PhoneSnapshot, TokenReason, TokenResult } from "../phone/types.js";
import { readNumber } from "../numbers/number-reader.js";
import type { ReadNumber } from "../numbers/types.js";
import { CallTicker } from "./call-ticker.js";
import { ClickToCallController } from "./click-to-call-controller.js";
import { createCustomStates, customStatesOf, type CustomState } from "./custom-states.js";
import { BeforeCallEvent, TerminalErrorEvent } from "./events/before-events.js";
import { toDomEvent } from "./events/to-dom-event.js";
import type { FeatureHost } from "./features/feature-host.js";
import { FeatureLoader } from "./features/feature-loader.js";
import { featuresFor, featuresOnScreen } from "./features/features-for.js";
import type { LocalizedStrings } from "./i18n/strings.js";
import { StringsController } from "./i18n/strings-controller.js";
import { announcementOf } from "./panel/announcement.js";
import { fallbackView } from "./panel/fallback-view.js";
import { PanelController } from "./panel/panel-controller.js";
import type { PanelHost } from "./panel/panel-host.js";
import { panelView } from "./panel/panel-view.js";
import { PhoneController, type PhoneFactory, type PhoneObserver } from "./phone/phone-controller.js";
import { tokenKind } from "./phone/token-kind.js";
import { defaultLogger } from "./properties.js";
import { isLocalPage } from "./local-page.js";
import { withShellStyles } from "./styles/index.js";
import type { TerminalElement } from "./terminal-element.js";
import { isFolded, viewOf, type FeatureName, type Setup, type ViewModel, type ViewName } from "./view-model.js";

/** Errors of the registration, which have screens of their own; other errors concern a call or a click, and pop up. */
const CONNECTION_CODES: ReadonlySet<TerminalErrorCode> = new Set([
  "not-configured",
  "signed-out",
  "token-source-failed",
  "permission-denied",
  "unavailable",
  "unimplemented",
  "insecure-page",
  "no-webrtc",
]);

/** The screens that show a failure of the registration in the status line alone. */
const WORKING_VIEWS: ReadonlySet<ViewName> = new Set(["ready", "ring", "call"]);

/** The circumstances of an error. */
export interface ErrorReport {
  /** The call that the error is about. */
  readonly call?: CallInfo | null;
  /** Whether a person or the page asked for something, and has to see why it did not happen. */
  readonly requested?: boolean;
  readonly primary?: boolean;
}

export class TerminalController implements FeatureHost, PanelHost, PhoneObserver {
  readonly element: TerminalElement;
  readonly createPhone: PhoneFactory;
  readonly #phones: PhoneController;
  readonly #panel: PanelController;
  readonly #features: FeatureLoader;
  readonly #strings: StringsController;
  readonly #setCustomStates: (on: ReadonlySet<CustomState>) => void;
  /** Errors that the page has been told of: one that a method rejects with is reported once. */
  readonly #reported = new WeakSet<TerminalError>();
  readonly #warned = new Set<string>();
  /** Why there is no phone, or no registration. */
  #failure: TerminalError | null = null;
  #hostRings: string | null = null;
  /** Why the view could not be drawn; null since the last time that it could. */
  #viewError: TerminalError | null = null;
  /** How many sheets of styles have been added to those of the shell. */
  #addedSheets = 0;

  constructor(element: TerminalElement, internals: ElementInternals | null, createPhone: PhoneFactory) {
    this.element = element;
    this.createPhone = createPhone;
    this.#phones = new PhoneController(element, this);
    this.#panel = new PanelController(this);
    this.#features = new FeatureLoader(this, (name) => this.#handleFeatureLoaded(name));
    this.#strings = new StringsController(element, () => this.#features.english);
    this.#setCustomStates = createCustomStates(element, internals);
    new ClickToCallController(element, this);
    new CallTicker(element, () => this.snapshot.call?.answeredAt != null && this.snapshot.call.state !== "ended");
    element.addEventListener("focusin", () => this.#features.want(["focusManager"]));
  }

  get snapshot(): PhoneSnapshot {
    return this.#phones.snapshot;
  }

  get phone(): Phone | null {
    return this.#phones.current;
  }

  get setup(): Setup {
    return this.#phones.setup;
  }

  get registration(): FeatureHost["registration"] {
    return this.#phones.registration;
  }

  get usedToken(): string | null {
    return this.#phones.usedToken;
  }

  get strings(): LocalizedStrings {
    return this.#strings.strings;
  }

  get hostRings(): string | null {
    return this.#hostRings;
  }

  get view(): ViewName {
    return viewOf(this.#viewModel());
  }

  /** Returns the phone, as soon as there is one. Rejects where the settings allow none, or it cannot be made. */
  phoneReady(): Promise<Phone> {
    return this.#phones.ready();
  }

  /** Registers the terminal. */
  connect(): Promise<void> {
    return this.#phones.connect();
  }

  /** Ends calls and the registration, until something connects again. */
  disconnect(): Promise<void> {
    return this.#phones.disconnect();
  }

  /** Takes an ended call off the screen. */
  dismiss(id?: string): void {
    this.#phones.dismiss(id);
  }

  /**
   * Prepares and draws the view, or the fallback if the view throws; each update tries the view again. Called after the
   * controllers have seen the element's new properties.
   *
   * @param draw renders what {@link render} returns.
   */
  update(draw: () => void): void {
    const before = this.#viewError;
    this.#viewError = null;
    try {
      this.#willRender();
      draw();
    } catch (cause) {
      this.#viewError = before ?? this.#reportViewError(cause);
      draw();
    }
  }

  #willRender(): void {
    if (this.setup === "starting") this.#failure = null;
    this.#panel.follow(this.snapshot);
    this.#setCustomStates(customStatesOf(this.snapshot));
    this.#features.willUpdate();
    this.#features.want(featuresFor(this.#viewModel()));
    this.#adoptStyles();
  }

  render(): TemplateResult | typeof nothing {
    if (this.element.mode === "headless") return nothing;
    const { actions, keys, notice } = this.#panel;
    if (this.#viewError !== null) {
      return fallbackView(this, notice === null ? [this.#viewError] : [this.#viewError, notice], keys.keydown);
    }
    const viewModel = this.#viewModel();
    const { strings, features } = viewModel;
    // The live region outlives both: one that appears together with its text is not read.
    return html`${
        isFolded(viewModel)
          ? features.floating?.view(viewModel, actions)
          : panelView(viewModel, actions, { ...keys, drag: features.floating?.drag ?? nothing })
      }
      <p
        class="said"
        role="status"
        lang=${strings.locale}
        dir=${strings.direction ?? "ltr"}
        .textContent=${announcementOf(viewModel)}
      ></p>`;
  }

  /** Called when the element has been drawn. */
  rendered(): void {
    if (this.#viewError === null) this.#features.updated(this.#viewModel());
  }

  /** Tells the page and its developer that the view cannot be drawn. */
  #reportViewError(cause: unknown): TerminalError {
    const error = new TerminalError("internal", { cause });
    const about = cause instanceof Error ? (cause.stack ?? cause.message) : "";
    this.warnOnce(`The panel failed to render. ${about}`);
    // After this update, as a listener may ask for another.
    queueMicrotask(() => this.element.dispatchEvent(new TerminalErrorEvent(error, null)));
    return error;
  }

  async focusPanel(): Promise<void> {
    (await this.#features.load("focusManager")).focus();
  }

  warnOnce(text: string): void {
    if (this.#warned.has(text)) return;
    this.#warned.add(text);
    try {
      (this.element.logger ?? defaultLogger).warn(`<${this.element.localName}> ${text}`);
    } catch (error) {
      // A logger of the page that throws costs the page its warning, and the phone nothing.
      reportError(error);
    }
  }

  readonly formatNumber = (number: string): string => this.#features.loaded.numberFormat?.format(number) ?? number;

  formatTyped(text: string, erased: string | null): string {
    return text === "" ? "" : (this.#features.loaded.numberFormat?.formatTyped(text, erased) ?? text);
  }

  /** Returns the number that a text means, as every way to call reads it. Rejects with `invalid-number`. */
  async readNumber(text: string): Promise<ReadNumber> {
    // It tells a mistake in the region.
    if (this.element.region !== "") this.#features.want(["numberFormat"]);
    return readNumber(text, { region: this.element.region });
  }

  /** Adds the names of the page's address book. */
  complete(snapshot: PhoneSnapshot): PhoneSnapshot {
    return this.#features.loaded.contacts?.complete(snapshot) ?? snapshot;
  }

  renew(): void {
    const before = this.snapshot.calls;
    this.#phones.renew();
    for (const call of this.snapshot.calls) {
      const previous = before.find(({ id }) => id === call.id) ?? null;
      if (previous === call) continue;
      this.element.dispatchEvent(toDomEvent({ type: "call-change", call, previous }));
    }
  }

  readonly signInToken = async (reason: TokenReason): Promise<TokenResult> =>
    (await this.#features.load("signIn")).token(reason);

  /** Makes an event of the phone a DOM event. */
  handlePhoneEvent(event: PhoneEvent, primary = true): void {
    switch (event.type) {
      case "terminal-error":
        this.report(event.error, { call: event.call, primary });
        return;
      case "connection-change":
        // Registered or not, a browser without WebRTC cannot call.
        if (event.connection === "ready" && this.#failure?.code !== "no-webrtc") this.#failure = null;
        break;
      case "call-incoming":
        this.#ring(event.call, primary);
        break;
      case "call-outgoing":
        if (this.element.mode === "floating") this.#unfold();
        break;
      case "call-change":
        // Once it is answered, the panel shows the call, even if the page rang for it.
        if (event.call.id === this.#hostRings && event.call.state !== "incoming") this.#hostRings = null;
        break;
      case "call-ended":
        this.#panel.ended(event.call);
        break;
      default:
        break;
    }
    const completed = this.#completeEvent(event);
    this.#features.handlePhoneEvent(completed, primary);
    const domEvent = toDomEvent(completed);
    domEvent.primary = primary;
    this.element.dispatchEvent(domEvent);
    this.element.requestUpdate();
  }

  /** Shows that the phone could not be made or registered. */
  handlePhoneFailure(error: TerminalError): void {
    this.#failure = error;
    this.report(error);
  }

  fail(error: unknown): void {
    this.report(TerminalError.from(error));
  }

  /** Shows an error where it belongs, and tells the page, once. */
  report(error: TerminalError, { call = null, requested = false, primary = true }: ErrorReport = {}): void {
    // The page itself refused: there is nothing to tell it.
    if (error.code === "vetoed") return;
    if (CONNECTION_CODES.has(error.code)) this.#failure = error;
    // The screen of the failure explains it already, or will do so.
    const explained = this.#failure === error && !(requested && WORKING_VIEWS.has(this.view));
    if (!explained) this.#panel.show(error, call);
    this.element.requestUpdate();
    if (this.#reported.has(error)) return;
    this.#reported.add(error);
    this.warnOnce(`${error.code}: ${error.message} ${error.developerHint} See ${error.docsUrl}.`);
    const event = new TerminalErrorEvent(error, call);
    event.primary = primary;
    this.element.dispatchEvent(event);
  }

  /** Returns the event with its call as the page's address book has it. */
  #completeEvent(event: PhoneEvent): PhoneEvent {
    const { contacts } = this.#features.loaded;
    if (contacts === undefined || !("call" in event) || event.call === null) return event;
    return { ...event, call: contacts.completeCall(event.call) };
  }

  #handleFeatureLoaded(name: FeatureName): void {
    // Digits that were typed meanwhile are grouped now.
    if (name === "numberFormat") this.#panel.regroup();
    // Draws the feature, and completes the calls with what it may know of them.
    this.renew();
  }

  /** Lets the page ring in place of the panel. */
  #ring(call: CallInfo, primary: boolean): void {
    const event = new BeforeCallEvent("before-ring", call);
    event.primary = primary;
    if (this.element.dispatchEvent(event)) {
      // A folded phone opens, and stays open for the call that follows.
      this.#unfold();
    } else {
      this.#hostRings = call.id;
      this.phone?.silence(call.id);
    }
  }

  #unfold(): void {
    const { element } = this;
    if (element.mode === "floating" || element.mode === "badge") element.open = true;
  }

  #adoptStyles(): void {
    const { renderRoot } = this.element;
    const sheets = this.#features.styles;
    if (sheets.length === this.#addedSheets || !(renderRoot instanceof ShadowRoot)) return;
    this.#addedSheets = sheets.length;
    adoptStyles(renderRoot, withShellStyles(sheets));
  }

  #viewModel(): ViewModel {
    const { element } = this;
    const { number, digits, keypad, busy, notice, fieldError, page, shortcuts } = this.#panel;
    const viewModel = {
      snapshot: this.snapshot,
      setup: this.setup,
      failure: this.#failure,
      notice,
      fieldError,
      number,
      digits,
      keypad,
      busy,
      page,
      shortcuts,
      history: element.history,
      notifications: element.notifications,
      resolvesContacts: element.resolveContact !== null,
      signsIn: tokenKind(element) === "signIn",
      hostRings: this.#hostRings,
      features: this.#features.loaded,
      strings: this.strings,
      formatNumber: this.formatNumber,
      now: Date.now(),
      headless: element.mode === "headless",
      foldable: element.mode === "floating" || element.mode === "badge",
      open: element.open,
      missing: { endpoint: element.endpoint === "", token: tokenKind(element) === null },
      forDeveloper: isLocalPage(),
    };
    return { ...viewModel, features: this.#features.pick(featuresOnScreen(viewModel)) };
  }
}
