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
   * URL of the gateway: `https:` or `wss:` (`http:` and `ws:` only on localhost), absolute or relative to the page.
   * Changing it to another gateway registers there as soon as no call is up; another spelling of the same URL changes
   * nothing.
   */
  endpoint = "";

  /**
   * URL of the page's own server, fetched with the page's credentials for `{"access_token", "expires_in"}`. A new URL
   * (another signature, for example) is used for the next token; it ends neither a call nor the registration.
   */
  tokenUrl = "";

  /**
   * For pages without a token: the panel shows a button that signs the user in, in a window of the OpenID provider.
   * The gateway has to be configured for that. A change takes effect with the next token.
   */
  signIn = false;

  /**
   * Opaque id of the signed-in user. Changing it re-registers the terminal as soon as no call is up. Default: derived
   * from the token.
   */
  account = "";

  /** `single`: one call at a time; `multiple`: several. Changing it re-registers the terminal as soon as no call is up. */
  callMode: ChoiceValue<"callMode"> = "single";

  /** How the phone is presented. `headless` shows nothing. */
  mode: ChoiceValue<"mode"> = "inline";

  /** Corner of the window with `mode="floating"` and `mode="badge"`. */
  placement: ChoiceValue<"placement"> = "bottom-right";

  /** Whether the panel of a floating or badge phone is open. */
  open = false;

  /**
   * Which nodes of the page start a call when clicked. `marked`: those with `data-web-terminal-call`; `tel`: `tel:`
   * links as well; `detect`: numbers found in text as well; `none`: no nodes. The page is unchanged while it contains
   * no element.
   */
  callLinks: ChoiceValue<"callLinks"> = "marked";

  /** Selector of the subtree that `call-links` applies to. Default: the whole document. */
  callRoot = "";

  /** ISO 3166 country for numbers without `+`, for example `NO`. */
  region = "";

  /**
   * BCP 47 language of the panel: ar, da, de, en, es, fi, fr, it, ja, nb, nl, pl, pt or sv. Default: that of the
   * nearest ancestor with `lang`, else of the document.
   */
  override lang = "";

  /**
   * `auto` follows the system. To follow the `color-scheme` of the page instead, add
   * `web-terminal { color-scheme: inherit }` to its styles.
   */
  theme: ChoiceValue<"theme"> = "auto";

  /** With `call-mode="multiple"`, what a second caller gets: `wait` is call waiting, `reject` a busy line. A change applies to the next caller. */
  busy: ChoiceValue<"busy"> = "wait";

  /** What happens to a call when the user leaves the page: `ask` shows the browser's warning, `to-phone` moves the call to the mobile, `hangup` ends it. */
  leave: ChoiceValue<"leave"> = "ask";

  /**
   * `shared`: all tabs of one origin, user and gateway share a registration, and ring in one place. Changing it
   * re-registers the terminal as soon as no call is up.
   */
  tabs: ChoiceValue<"tabs"> = "shared";

  /**
   * How the gateway is reached. `auto` falls back to `fetch` if a WebSocket cannot be opened. Changing it re-registers
   * the terminal as soon as no call is up; a connection that is lost before then already uses the new value.
   */
  transport: ChoiceValue<"transport"> = "auto";

  /** Shows a desktop notification when someone calls while the page is hidden or may not play sound. The user grants the permission in the settings of the phone. */
  notifications = false;

  /** Keeps the last 200 calls in this browser, separately for each `endpoint` and `account`. */
  history = false;

  /** URL of a ringtone. If it cannot be loaded, or is not set, the ring of the `region` is played. */
  ringUrl = "";

  /** Ring volume, 0 to 1; other numbers are clamped. The user's own choice in the settings overrides it. */
  ringVolume = 1;

  /** Turns the phone off: it registers nothing and dials nothing. Setting it during a call ends the call. */
  disabled = false;

  /**
   * The access token. A new token of the same user (same `account`, or same `sub` of a JWT) is used at the next
   * renewal, or immediately if the phone is signed out. A token of another user, or an opaque one without `account`,
   * re-registers the terminal as soon as no call is up. If set as an attribute, it is read once, and the attribute is
   * removed immediately.
   */
  token: string | null = null;

  /**
   * Returns an access token. Called at the start, before a token expires, and after one was rejected. Replacing the
   * function does not re-register, because frameworks create a new closure for each render; the new one is called for
   * the next token. For another user, change `account`.
   */
  getToken: TokenSource | null = null;

  /** STUN and TURN servers, read for each call; invalid ones are ignored. None are needed if the core has a public address. */
  iceServers: RTCIceServer[] = [];

  /** Maximum wait for ICE candidates, in milliseconds, 0 to 60000. */
  iceWait = 1000;

  /**
   * Looks up a number in the page's own address book. Name, picture and link are shown wherever the number is. `url` is
   * an `http(s):`, `mailto:`, `tel:`, `sms:` or `sip:` URL, `picture` an `http(s):`, `blob:` or `data:image/` URL; any
   * other value is ignored with a warning on the console.
   */
  resolveContact: ResolveContact | null = null;

  /** Replacements for texts of the panel, in every language. */
  strings: Partial<Strings> = {};

  /** Receives warnings. Default: `console`. */
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
