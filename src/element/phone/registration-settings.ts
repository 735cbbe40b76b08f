/** The settings that one registration is made from, each in one spelling, so that equal ones compare as equal. */
import { gatewayUrl } from "../../phone/gateway-url.js";
import type { PhoneOptions } from "../../phone/types.js";
import { tokenKind, type TokenSettings } from "./token-kind.js";

/** The settings of an element that concern its registration. */
export interface RegistrationHost extends TokenSettings {
  readonly endpoint: string;
  readonly account: string;
  readonly tabs: "shared" | "single";
  readonly callMode: "single" | "multiple";
  readonly transport: "auto" | "websocket" | "fetch";
  readonly disabled: boolean;
}

/** The settings of a registration. A change of one of them needs another registration. */
export interface RegistrationSettings extends Required<
  Pick<PhoneOptions, "endpoint" | "account" | "calls" | "tabs" | "transport">
> {
  /** The settings that may change while the registration stays: where its next token comes from. */
  readonly tokens: TokenSettings;
}

/** Reads the settings of one element. */
export type ReadSettings = () => RegistrationSettings | null;

/**
 * Creates a function that reads the settings of `host`, and returns null where they allow no registration.
 *
 * A relative URL is resolved when it is set, as the browser does for `src` and `href`: a page that changes its own
 * address later does not change the meaning.
 */
export function createSettingsReader(host: RegistrationHost): ReadSettings {
  const endpointOf = rememberLast((endpoint) => gatewayUrl(resolve(endpoint)));
  const tokenUrlOf = rememberLast(resolve);
  return () => {
    const { endpoint, account, callMode: calls, tabs, transport, token, getToken, tokenUrl, signIn } = host;
    if (host.disabled || endpoint === "" || tokenKind(host) === null) return null;
    const tokens = { token, getToken, tokenUrl: tokenUrl && tokenUrlOf(tokenUrl), signIn };
    return { endpoint: endpointOf(endpoint), account, calls, tabs, transport, tokens };
  };
}

/** Returns whether both mean the same registration, wherever their tokens come from. */
export function isSameRegistration(one: RegistrationSettings, other: RegistrationSettings): boolean {
  return (["endpoint", "account", "calls", "tabs", "transport"] as const).every((name) => one[name] === other[name]);
}

/**
 * Returns whether a registration without a stream would only repeat its last attempt. A replaced `getToken` makes no
 * other attempt: frameworks make a new closure for each render, and a render may be the answer to a failed attempt.
 */
export function isSameAttempt(one: RegistrationSettings, other: RegistrationSettings): boolean {
  const kind = tokenKind(one.tokens);
  if (one.endpoint !== other.endpoint || kind !== tokenKind(other.tokens)) return false;
  return (kind !== "token" && kind !== "tokenUrl") || one.tokens[kind] === other.tokens[kind];
}

/** Returns the absolute URL; a text that is none is returned as it is, and fails when it is used. */
function resolve(text: string): string {
  try {
    return new URL(text, document.baseURI).href;
  } catch {
    return text;
  }
}

/** Returns `work`, which runs again only for another text than the last one. */
function rememberLast(work: (text: string) => string): (text: string) => string {
  let last: { readonly text: string; readonly result: string } | null = null;
  return (text) => (last?.text === text ? last : (last = { text, result: work(text) })).result;
}
