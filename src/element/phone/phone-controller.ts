/**
 * Owns the phone of one element: makes it as soon as the settings allow, replaces it when settings ask for another
 * registration, and closes it when the element is gone. A call goes before a change of settings: another registration
 * waits until no call is up, and only `disabled` and the element's removal end calls.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { CallInfo } from "../../call/model.js";
import { TerminalError } from "../../errors.js";
import type { PagePhoneOptions } from "../../phone/page/page-phone.js";
import type { Phone, PhoneEvent, PhoneSnapshot } from "../../phone/types.js";
import { addPrivateController } from "../private-controller.js";
import type { Setup } from "../view-model.js";
import type { TokenSourceHost } from "./token-kind.js";
import { phoneOptions, type ElementRegistration, type ReadWhenUsed } from "./phone-options.js";
import { isSamePerson } from "./token-source.js";
import {
  createSettingsReader,
  isSameAttempt,
  isSameRegistration,
  type RegistrationHost,
  type RegistrationSettings,
} from "./registration-settings.js";

/** Makes a phone; tests and pages with a phone of their own pass one to the element's constructor. */
export type PhoneFactory = (options: PagePhoneOptions) => Phone | Promise<Phone>;

/** The settings that the phone is made from. */
export interface PhoneHost extends ReactiveControllerHost, RegistrationHost, ReadWhenUsed {
  readonly isConnected: boolean;
  readonly busy: "wait" | "reject";
}

/** Hears of the phone, and supplies what the element's settings do not contain. */
export interface PhoneObserver extends TokenSourceHost {
  readonly createPhone: PhoneFactory;
  /** Adds what the element knows and the phone does not. */
  complete(snapshot: PhoneSnapshot): PhoneSnapshot;
  handlePhoneEvent(event: PhoneEvent, primary?: boolean): void;
  /** The phone could not be made or registered. */
  handlePhoneFailure(error: TerminalError): void;
}

/** What is known while there is no phone. */
const nothingKnown: PhoneSnapshot = Object.freeze({
  connection: "offline",
  subscriber: "unknown",
  subscriberNumber: null,
  calls: Object.freeze([]),
  call: null,
  permission: "unknown",
  audio: "ready",
  devices: Object.freeze([]),
  chosen: Object.freeze({ microphone: "", speaker: "", ringer: "" }),
  quality: null,
});

export class PhoneController implements ReactiveController {
  /** The latest snapshot; frozen. */
  snapshot: PhoneSnapshot = nothingKnown;
  setup: Setup = "not-configured";

  readonly #host: PhoneHost;
  readonly #observer: PhoneObserver;
  readonly #read: () => RegistrationSettings | null;
  #plain: PhoneSnapshot = nothingKnown;
  #phone: Phone | null = null;
  #starting: Promise<Phone> | null = null;
  /** Null while there should be none. */
  #registration: ElementRegistration | null = null;
  /** The call whose end another registration has waited for: it stays on screen as any other that has ended. */
  #ended: CallInfo | null = null;
  /** The page has disconnected: only the page, or the user, connects again. */
  #isDisconnected = false;
  #stopListening: (() => void)[] = [];
  #removal: ReturnType<typeof setTimeout> | undefined;

  constructor(host: PhoneHost, observer: PhoneObserver) {
    this.#host = host;
    this.#observer = observer;
    this.#read = createSettingsReader(host);
    addPrivateController(host, this);
  }

  hostConnected(): void {
    clearTimeout(this.#removal);
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    // A node that is moved is taken out and put in again within one task: that must not end a call.
    this.#removal = setTimeout(() => this.#replace(null));
  }

  hostUpdate(): void {
    if (!this.#host.isConnected) return;
    const wanted = this.#read();
    if (this.#isHeldBack(wanted)) {
      if (wanted !== null && this.#canFollow(wanted)) this.#follow(wanted);
    } else if (wanted !== null && this.#isCurrent(wanted)) {
      this.#follow(wanted);
    } else if (wanted !== null || this.#registration !== null) {
      this.#replace(wanted);
    }
    if (this.#registration === null) this.setup = this.#host.disabled ? "disabled" : "not-configured";
    this.#phone?.configure({ busy: this.#host.busy });
  }

  /** The phone, as soon as there is one. Rejects where the settings allow none, or it cannot be made. */
  async ready(): Promise<Phone> {
    if (!this.#host.isConnected) {
      throw new TerminalError("not-connected", { developerHint: "Insert the element into the document first." });
    }
    // Settings made in the same task as the call count. A panel that cannot be drawn keeps no method from working.
    await this.#host.updateComplete.catch(() => undefined);
    if (this.#starting !== null) return this.#starting;
    if (this.setup === "broken" && this.#registration !== null) return this.#open(this.#registration);
    throw this.setup === "disabled"
      ? new TerminalError("not-connected", { developerHint: "Remove the `disabled` attribute." })
      : new TerminalError("not-configured");
  }

  /** Registers the terminal, as {@link Phone.connect}. */
  async connect(): Promise<void> {
    this.#isDisconnected = false;
    await (await this.ready()).connect();
  }

  /** Ends calls and the registration, until something connects again. */
  async disconnect(): Promise<void> {
    const done = this.#phone?.disconnect();
    // After the last that the registration says while it ends.
    this.#isDisconnected = true;
    if (this.#phone !== null) this.setup = "running";
    await done;
    // Another registration may have waited for the end of a call.
    this.#host.requestUpdate();
  }

  /** Takes an ended call off the screen. */
  dismiss(id?: string): void {
    if (this.#ended !== null && (id ?? this.#ended.id) === this.#ended.id) {
      this.#ended = null;
      this.#show(this.#phone?.snapshot ?? nothingKnown);
    }
    this.#phone?.dismiss(id);
  }

  /** Completes the snapshot again: who a number belongs to may have become known. */
  renew(): void {
    this.snapshot = this.#observer.complete(this.#plain);
    this.#host.requestUpdate();
  }

  /** The phone, if there is one already. */
  get current(): Phone | null {
    return this.#phone;
  }

  /** The gateway and the account of the present registration, which is not yet that of the settings during a call. */
  get registration(): Pick<RegistrationSettings, "endpoint" | "account"> | null {
    const registration = this.#registration;
    return registration && { endpoint: registration.next.endpoint, account: registration.made.account };
  }

  /** The token that the present registration was given last. */
  get usedToken(): string | null {
    return this.#registration?.usedToken ?? null;
  }

  /** Whether these settings mean the registration that there is. */
  #isCurrent(wanted: RegistrationSettings): boolean {
    const registration = this.#registration;
    if (registration === null || !isSameRegistration(registration.made, wanted)) return false;
    return registration.next.endpoint === wanted.endpoint && this.#isSamePerson(wanted);
  }

  #isSamePerson(wanted: RegistrationSettings): boolean {
    const registration = this.#registration;
    if (registration === null) return false;
    // Before the phone is there, no token has been used.
    return this.#phone === null || isSamePerson(registration.next, wanted);
  }

  /** Whether settings that need another registration, or none, have to wait for the end of a call. */
  #isHeldBack(wanted: RegistrationSettings | null): boolean {
    if (this.#phone === null || this.#host.disabled || (wanted !== null && this.#isCurrent(wanted))) return false;
    const isUp = this.#plain.calls.some(({ state }) => state !== "ended");
    // A call of the page before may still be on its way back.
    return isUp || this.#phone.handovers().length > 0;
  }

  /**
   * Whether the registration of a call may take over the tokens of settings that wait for the end of that call. Those
   * of another person or gateway are not for it. A gateway that has refused it is given up for the new one: over that
   * the call can go on.
   */
  #canFollow(wanted: RegistrationSettings): boolean {
    const { connection } = this.#plain;
    const isRefused = connection === "signed-out" || connection === "failed";
    return this.#isSamePerson(wanted) && (isRefused || this.#registration?.next.endpoint === wanted.endpoint);
  }

  /** Takes over what can change without another registration; one that has no stream tries again at once. */
  #follow(wanted: RegistrationSettings): void {
    const registration = this.#registration;
    if (registration === null) return;
    const { endpoint, transport, tokens } = wanted;
    const isNew = !isSameAttempt(wanted, registration.next);
    registration.next = { ...registration.made, endpoint, transport, tokens };
    if (!isNew || this.#isDisconnected) return;
    if (this.setup === "broken") void this.#open(registration);
    else if (this.#phone !== null && this.#plain.connection !== "ready") this.#connect(this.#phone);
  }

  /** Closes the phone, and makes another one where these settings allow it. */
  #replace(wanted: RegistrationSettings | null): void {
    const { call } = this.#plain;
    // The next person has no business with the calls of this one.
    const isShown = wanted !== null && call?.state === "ended" && this.#isSamePerson(wanted);
    this.#close();
    this.#registration = wanted && { made: wanted, next: wanted, usedToken: null };
    this.#ended = isShown ? call : null;
    this.#show(nothingKnown);
    if (this.#registration === null) this.#isDisconnected = false;
    else void this.#open(this.#registration);
  }

  #open(registration: ElementRegistration): Promise<Phone> {
    this.setup = "starting";
    const starting: Promise<Phone> = this.#start(registration).then(
      (phone) => {
        // Other settings came meanwhile: whoever waits gets the phone made from those.
        if (this.#starting === starting) return this.#adopt(phone);
        phone.close();
        return this.ready();
      },
      (error: unknown) => {
        const failure = TerminalError.from(error, "unavailable");
        if (this.#starting === starting) {
          this.#starting = null;
          this.setup = "broken";
          this.#observer.handlePhoneFailure(failure);
          this.#host.requestUpdate();
        }
        throw failure;
      },
    );
    this.#starting = starting;
    // Failures are shown; a rejection that nobody waits for is not another one.
    starting.catch(() => undefined);
    return starting;
  }

  async #start(registration: ElementRegistration): Promise<Phone> {
    checkUrl(registration.next.endpoint);
    return this.#observer.createPhone(phoneOptions(this.#host, registration, this.#observer));
  }

  #adopt(phone: Phone): Phone {
    this.#phone = phone;
    phone.configure({ busy: this.#host.busy });
    this.#stopListening = [
      phone.subscribe((snapshot) => this.#show(snapshot)),
      phone.on((event, primary) => this.#observer.handlePhoneEvent(event, primary)),
    ];
    this.#show(phone.snapshot);
    if (!this.#isDisconnected) this.#connect(phone);
    return phone;
  }

  #connect(phone: Phone): void {
    phone.connect().catch((error: unknown) => {
      if (this.#phone !== phone) return;
      this.setup = "running";
      this.#observer.handlePhoneFailure(TerminalError.from(error));
    });
  }

  #show(snapshot: PhoneSnapshot): void {
    // Something else than the page may have connected again: signing in does.
    if (snapshot.connection !== "offline") this.#isDisconnected = false;
    // Until it asks for its registration, it is not offline but starting.
    if (this.#phone !== null && (snapshot.connection !== "offline" || this.#isDisconnected)) this.setup = "running";
    if (snapshot.calls.length > 0) this.#ended = null;
    const ended = this.#ended;
    this.#plain =
      ended === null ? snapshot : Object.freeze({ ...snapshot, call: ended, calls: Object.freeze([ended]) });
    this.renew();
  }

  #close(): void {
    this.#starting = null;
    // What the phone reports while it closes still reaches the page.
    this.#phone?.close();
    for (const stop of this.#stopListening) stop();
    this.#stopListening = [];
    this.#phone = null;
  }
}

/** @throws TerminalError `invalid-argument` for an endpoint that no page can resolve. */
function checkUrl(endpoint: string): void {
  try {
    new URL(endpoint);
  } catch (cause) {
    const developerHint = `Invalid endpoint "${endpoint}": expected an https: or wss: URL.`;
    throw new TerminalError("invalid-argument", { developerHint, cause });
  }
}
