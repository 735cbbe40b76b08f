/** The attributes and properties that an integrator sets on `<web-terminal>`, without behaviour. */
import { LitElement, type PropertyDeclarations, type PropertyValues } from "lit";
import type { Contact } from "../call/model.js";
import type { TokenSource } from "../phone/types.js";
import { validSetting, type ChoiceValue } from "./validation/valid-settings.js";
import type { Strings } from "./i18n/strings.js";

/** Where the element writes what a developer should know; `console` fits. Warnings are all that is written so far. */
export type Logger = Pick<Console, "debug" | "info" | "warn" | "error">;

/** Where that goes when the page does not say. */
export const defaultLogger: Logger = console;

/** Looks a number up in the page's own address book. */
export type ResolveContact = (number: string) => Promise<Contact | null>;

/** The settings of the terminal. Use `WebTerminalElement`; this class only holds them. */
export class TerminalProperties extends LitElement {
  /** @internal One object in place of decorators, which would be a kilobyte of the first script. */
  static override properties: PropertyDeclarations = {
    endpoint: {},
    tokenUrl: { attribute: "token-url" },
    signIn: { attribute: "sign-in", type: Boolean },
    account: {},
    callMode: { attribute: "call-mode" },
    mode: { reflect: true, useDefault: true },
    placement: { reflect: true, useDefault: true },
    open: { type: Boolean, reflect: true },
    callLinks: { attribute: "call-links" },
    callRoot: { attribute: "call-root" },
    region: {},
    lang: { reflect: true, useDefault: true },
    theme: { reflect: true, useDefault: true },
    busy: {},
    leave: {},
    tabs: {},
    transport: {},
    notifications: { type: Boolean },
    history: { type: Boolean },
    ringUrl: { attribute: "ring-url" },
    ringVolume: { attribute: "ring-volume" },
    disabled: { type: Boolean, reflect: true },
    token: { attribute: false },
    getToken: { attribute: false },
    iceServers: { attribute: false },
    iceWait: { attribute: false },
    resolveContact: { attribute: false },
    strings: { attribute: false },
    logger: { attribute: false },
  };

  /**
   * The gateway: an `https:` or `wss:` URL (`http:` and `ws:` only on localhost), absolute or relative to the page. A
   * change to another gateway registers there once no call is up; the same one in another spelling changes nothing.
   */
  endpoint = "";

  /**
   * A URL of the page's own server, fetched with the page's credentials for `{"access_token", "expires_in"}`. A new one
   * (another signature) is used from the next token on, and ends neither a call nor the registration.
   */
  tokenUrl = "";

  /**
   * Where the page brings no token: a button of the panel signs the person in, in a window of the gateway's
   * OpenID provider. The gateway has to be set up for it. A change counts from the next token on.
   */
  signIn = false;

  /**
   * An opaque id of the signed-in person. Another one registers again, as soon as no call is up. Default: worked out
   * from the token.
   */
  account = "";

  /** `single` takes one call at a time, `multiple` several. A change registers again, as soon as no call is up. */
  callMode: ChoiceValue<"callMode"> = "single";

  /** How the phone shows itself. `headless` shows nothing. */
  mode: ChoiceValue<"mode"> = "inline";

  /** The window's corner for `mode="floating"` and `mode="badge"`. */
  placement: ChoiceValue<"placement"> = "bottom-right";

  /** Whether the panel of a floating or badge phone is open. */
  open = false;

  /**
   * Which of the page's nodes call when they are clicked: those with `data-web-terminal-call`; also
   * `tel:` links; also numbers found in text. Nothing is touched before the element stands in the page.
   */
  callLinks: ChoiceValue<"callLinks"> = "marked";

  /** A selector: where those nodes are looked for. Default: the whole document. */
  callRoot = "";

  /** ISO 3166 country for numbers without `+`, for example `NO`. */
  region = "";

  /**
   * BCP 47 language of the words: ar, da, de, en, es, fi, fr, it, ja, nb, nl, pl, pt or sv. Default: that of the
   * nearest element with `lang`, else of the document.
   */
  override lang = "";

  /**
   * `auto` follows the system. To follow the page's own `color-scheme` instead, say
   * `web-terminal { color-scheme: inherit }` in the page's styles.
   */
  theme: ChoiceValue<"theme"> = "auto";

  /** What a second caller gets with `call-mode="multiple"`: call waiting, or a busy line. Counts from the next caller on. */
  busy: ChoiceValue<"busy"> = "wait";

  /** What happens to a call when the page is left. */
  leave: ChoiceValue<"leave"> = "ask";

  /**
   * `shared`: all tabs of this origin, person and gateway have one registration, and ring in one place. A change
   * registers again, as soon as no call is up.
   */
  tabs: ChoiceValue<"tabs"> = "shared";

  /**
   * How the gateway is reached. `auto` falls back to `fetch` where a WebSocket cannot be opened. A change registers
   * again, as soon as no call is up; a connection that is lost before uses it already.
   */
  transport: ChoiceValue<"transport"> = "auto";

  /** A desktop notification when someone calls and the page is not in view, or may not sound. Asked for in the phone's settings. */
  notifications = false;

  /** Keeps the last 200 calls in this browser, for each `endpoint` and `account`. */
  history = false;

  /** A sound file to ring with, in place of the ring of the `region`, which rings where the file cannot be had. */
  ringUrl = "";

  /** How loud it rings, 0 to 1, until the user sets it in the phone's settings. A number outside that range counts as the nearest in it. */
  ringVolume = 1;

  /** Registers nothing, dials nothing. Set during a call, it ends the call at once. */
  disabled = false;

  /**
   * The access token. A new one of the same person (the same `account`, or the same `sub` of a JWT) is used from the
   * next renewal on, and at once where the phone is signed out. One of another person, or an opaque one without
   * `account`, registers again, as soon as no call is up. Set as an attribute, it is read once and removed from the
   * page at once.
   */
  token: string | null = null;

  /**
   * Asked for a token at the start, before one expires, and after one was rejected.
   * A replaced function is asked for the next token; it registers nothing again, as
   * frameworks make a new closure for each render. Change `account` for another person.
   */
  getToken: TokenSource | null = null;

  /** STUN and TURN servers, read for each call. None are needed where the core has a public address. One that is not valid is left out. */
  iceServers: RTCIceServer[] = [];

  /** Longest wait for ICE candidates, 0 to 60000 milliseconds. */
  iceWait = 1000;

  /**
   * Looks a number up in the page's own address book; name, picture and link are shown wherever the number is. The link
   * is an `http(s):`, `mailto:`, `tel:`, `sms:` or `sip:` URL, the picture an `http(s):`, `blob:` or `data:image/` one; a
   * field that is anything else is left out, and the console says so.
   */
  resolveContact: ResolveContact | null = null;

  /** Own words for any text of the panel; they go before those of every language. */
  strings: Partial<Strings> = {};

  /** Where warnings go. Default: `console`. */
  logger: Logger | null = null;

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, "token"];
  }

  override attributeChangedCallback(name: string, previous: string | null, value: string | null): void {
    if (name !== "token") {
      super.attributeChangedCallback(name, previous, value);
    } else if (value !== null) {
      // Every script and tool that reads the DOM would get the secret.
      this.removeAttribute("token");
      this.token = value;
    }
  }
}

/** Puts usable values in place of those that are not, before anything reads them, and warns of each. */
export function checkSettings(
  element: TerminalProperties,
  changed: PropertyValues,
  warnOnce: (text: string) => void,
): void {
  const warnings: string[] = [];
  for (const name of changed.keys()) {
    const { attribute } = TerminalProperties.properties[String(name)] ?? {};
    const field = typeof attribute === "string" ? attribute : String(name);
    const value = (element as unknown as Record<PropertyKey, unknown>)[name];
    const valid = validSetting(String(name), value, field, (text) => warnings.push(text));
    if (!Object.is(valid, value)) Object.assign(element, { [name]: valid });
  }
  // Once all are in place, because the logger is one of them.
  for (const text of warnings) warnOnce(text);
}
