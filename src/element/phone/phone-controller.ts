/**
 * Owns the phone of one element: makes it after the first frame, makes it anew when
 * the registration's settings change, and closes it when the element is gone.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { TerminalError } from "../../errors.js";
import type { LeavePolicy, PagePhoneOptions } from "../../phone/page/page-phone.js";
import { iceWaitRange, within } from "../../phone/number-range.js";
import type { Phone, PhoneEvent, PhoneSnapshot } from "../../phone/types.js";
import { addPrivateController } from "../private-controller.js";
import type { CallBundle, Setup, SignInFeature } from "../view-model.js";
import { ringVolumeOf } from "./ring-volume.js";
import { tokenKind, type TokenSettings } from "./token-kind.js";

/** Makes a phone; tests and pages with a phone of their own pass one to the element's constructor. */
export type PhoneFactory = (options: PagePhoneOptions) => Phone | Promise<Phone>;

/** The settings that the phone is made from. */
export interface PhoneHost extends ReactiveControllerHost, TokenSettings {
  readonly isConnected: boolean;
  readonly endpoint: string;
  readonly account: string;
  readonly tabs: "shared" | "single";
  readonly region: string;
  readonly ringUrl: string;
  readonly ringVolume: number;
  readonly callMode: "single" | "multiple";
  readonly busy: "wait" | "reject";
  readonly leave: LeavePolicy;
  readonly transport: "auto" | "websocket" | "fetch";
  readonly iceServers: RTCIceServer[];
  readonly iceWait: number;
  readonly disabled: boolean;
}

/** Hears of the phone, and supplies what the element's settings do not contain. */
export interface PhoneObserver {
  readonly createPhone: PhoneFactory;
  /** Returns a token of the person who has signed in. */
  readonly signInToken: SignInFeature["token"];
  /** Adds what the element knows and the phone does not. */
  complete(snapshot: PhoneSnapshot): PhoneSnapshot;
  handlePhoneEvent(event: PhoneEvent, callBundle: CallBundle, primary?: boolean): void;
  /** The phone could not be made or registered. */
  handlePhoneFailure(error: TerminalError): void;
  /** Tells the developer about a value that cannot be used. */
  warnOnce(text: string): void;
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

  /** The token that was handed out last; it stays in this page's memory. */
  usedToken: string | null = null;

  #plain: PhoneSnapshot = nothingKnown;

  /** What comes with the phone. */
  callBundle: CallBundle | null = null;

  readonly #host: PhoneHost;
  readonly #observer: PhoneObserver;
  #phone: Phone | null = null;
  #starting: Promise<Phone> | null = null;
  /** The settings that the phone was made from; null while there should be none. */
  #wanted: string | null = null;
  #token: string | null = null;
  #stopListening: (() => void)[] = [];
  #removal: ReturnType<typeof setTimeout> | undefined;

  constructor(host: PhoneHost, observer: PhoneObserver) {
    this.#host = host;
    this.#observer = observer;
    addPrivateController(host, this);
  }

  hostConnected(): void {
    clearTimeout(this.#removal);
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    // A node that is moved is taken out and put in again within one task: that must not end a call.
    this.#removal = setTimeout(() => {
      this.#wanted = null;
      this.#close();
    });
  }

  hostUpdate(): void {
    if (!this.#host.isConnected) return;
    const wanted = this.#settings();
    const changed = wanted !== this.#wanted;
    if (!changed && !this.#tokenReplaced()) {
      this.#phone?.configure({ busy: this.#host.busy });
      return;
    }
    this.#close();
    this.#wanted = wanted;
    if (wanted !== null) void this.#open();
  }

  /** The phone, as soon as there is one. Rejects where the settings allow none, or it cannot be made. */
  async ready(): Promise<Phone> {
    if (!this.#host.isConnected) {
      throw new TerminalError("not-connected", { hint: "Put the element into the page first." });
    }
    // Settings made in the same task as the call count. A panel that cannot be drawn keeps no method from working.
    await this.#host.updateComplete.catch(() => undefined);
    if (this.#starting !== null) return this.#starting;
    if (this.setup === "broken") return this.#open();
    throw this.setup === "disabled"
      ? new TerminalError("not-connected", { hint: "The phone is switched off by its disabled attribute." })
      : new TerminalError("not-configured");
  }

  /** Completes the snapshot anew: who a number belongs to may have become known. */
  renew(): void {
    this.snapshot = this.#observer.complete(this.#plain);
    this.#host.requestUpdate();
  }

  /** The phone, if there is one already. */
  get current(): Phone | null {
    return this.#phone;
  }

  /** The settings that make another registration; the phone reads the others when it needs them, or is configured. */
  #settings(): string | null {
    const { endpoint, account, callMode, tabs, transport, tokenUrl, disabled } = this.#host;
    const kind = tokenKind(this.#host);
    this.setup = disabled ? "disabled" : endpoint === "" || kind === null ? "not-configured" : this.#running();
    if (disabled || endpoint === "" || kind === null) return null;
    return JSON.stringify([endpoint, account, callMode, tabs, transport, kind, kind === "tokenUrl" ? tokenUrl : ""]);
  }

  #running(): Setup {
    return this.setup === "running" || this.setup === "broken" ? this.setup : "starting";
  }

  /** A fresh token waits for the end of a call: to register anew would end it. */
  #tokenReplaced(): boolean {
    if (this.#host.token === this.#token || tokenKind(this.#host) !== "token") return false;
    return this.snapshot.calls.every((call) => call.state === "ended");
  }

  #open(): Promise<Phone> {
    this.#token = this.#host.token;
    this.setup = "starting";
    const starting: Promise<Phone> = this.#start().then(
      ([phone, callBundle]) => {
        // Other settings came meanwhile: whoever waits gets the phone made from those.
        if (this.#starting === starting) return this.#adopt(phone, callBundle);
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

  async #start(): Promise<[Phone, CallBundle]> {
    await afterNextFrame();
    const host = this.#host;
    const observer = this.#observer;
    const loading = import("../call/call-bundle.js");
    // Waited for below; until then a failure is nobody's surprise.
    loading.catch(() => undefined);
    const making = Promise.resolve(
      observer.createPhone({
        endpoint: absolute(host.endpoint),
        getToken: async (reason) => {
          const result = await (await loading).createTokenSource(host, observer)(reason);
          this.usedToken = typeof result === "string" ? result : result.accessToken;
          return result;
        },
        calls: host.callMode,
        transport: host.transport,
        get region() {
          return host.region;
        },
        // Read for each ring; what the user has set goes before what the page says.
        get ringUrl() {
          return host.ringUrl;
        },
        get ringVolume() {
          return ringVolumeOf(host);
        },
        account: host.account,
        tabs: host.tabs,
        get leave() {
          return host.leave;
        },
        // Read when they are used, as the page may renew its TURN credentials.
        get iceServers() {
          return host.iceServers;
        },
        get iceWait() {
          return within(iceWaitRange, host.iceWait);
        },
      }),
    );
    try {
      return [await making, await loading];
    } catch (error) {
      making.then(
        (phone) => phone.close(),
        () => undefined,
      );
      throw error;
    }
  }

  #adopt(phone: Phone, callBundle: CallBundle): Phone {
    this.#phone = phone;
    phone.configure({ busy: this.#host.busy });
    this.callBundle = callBundle;
    this.setup = "running";
    this.#stopListening = [
      phone.subscribe((snapshot) => this.#show(snapshot)),
      phone.on((event, primary) => this.#observer.handlePhoneEvent(event, callBundle, primary)),
    ];
    this.#show(phone.snapshot);
    phone.connect().catch((error: unknown) => {
      if (this.#phone === phone) this.#observer.handlePhoneFailure(TerminalError.from(error));
    });
    return phone;
  }

  #show(snapshot: PhoneSnapshot): void {
    this.#plain = snapshot;
    this.renew();
  }

  #close(): void {
    this.#starting = null;
    // What the phone reports while it closes still reaches the page.
    this.#phone?.close();
    for (const stop of this.#stopListening) stop();
    this.#stopListening = [];
    this.#phone = null;
    this.#show(nothingKnown);
  }
}

/** A relative endpoint counts from the page, as every URL in a page does. */
function absolute(endpoint: string): string {
  try {
    return new URL(endpoint, document.baseURI).href;
  } catch (cause) {
    throw new TerminalError("invalid-argument", { message: "The endpoint is not a URL.", cause });
  }
}

/**
 * After the next frame is on the screen, so that the panel is seen before the phone is
 * fetched. A hidden tab paints no frames, hence the timer beside it.
 */
function afterNextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, document.hidden ? 0 : 200);
    requestAnimationFrame(() => {
      setTimeout(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  });
}
