/** The border for attributes and properties: each is checked here, and nowhere else. */
import { iceWaitRange, ringVolumeRange, within, type NumberRange } from "../../phone/number-range.js";
import { described, isRecord, kindOf, refusal, type Warn } from "./refusal.js";

/** The allowed values of each attribute that takes a word; the first is the default. */
export const choices = {
  callMode: ["single", "multiple"],
  mode: ["inline", "floating", "badge", "headless"],
  placement: ["bottom-right", "bottom-left", "top-right", "top-left"],
  theme: ["auto", "light", "dark"],
  busy: ["wait", "reject"],
  callLinks: ["marked", "tel", "detect", "none"],
  leave: ["ask", "to-phone", "hangup"],
  tabs: ["shared", "single"],
  transport: ["auto", "websocket", "fetch"],
} as const;

/** The words that a setting may be. */
export type ChoiceValue<Name extends keyof typeof choices> = (typeof choices)[Name][number];

/** Returns a value that can be used: the same one where nothing is wrong with it. */
type Check = (value: unknown, field: string, warn: Warn) => unknown;

/**
 * Returns a setting's value if it can be used, else the nearest one that can. A missing value (null, undefined, as
 * of a removed attribute) is the default without a warning.
 *
 * @param field the name that the developer knows: the attribute's, or the property's where there is no attribute.
 */
export function validSetting(name: string, value: unknown, field: string, warn: Warn): unknown {
  const check = checks[name];
  if (check === undefined) return value;
  try {
    return check(value, field, warn);
  } catch {
    // A getter or a proxy of the page threw.
    warn(refusal(field, "a value that can be read", kindOf(value)));
    return check(undefined, field, warn);
  }
}

const text: Check = (value, field, warn) => {
  if (typeof value === "string") return value;
  if (value instanceof URL) return value.href;
  if (value != null) warn(refusal(field, "a string", described(value)));
  return "";
};

/** A query or a fragment is no part of the gateway's address: methods are paths below it. */
const endpoint: Check = (value, field, warn) => {
  const address = text(value, field, warn) as string;
  const end = address.search(/[?#]/);
  if (end < 0) return address;
  // It is not quoted, as it may be secret.
  const came = `${described(address.slice(0, end))} with ${address.charAt(end) === "?" ? "a query" : "a fragment"}`;
  warn(refusal(field, "a URL without a query or a fragment", came, "It is left out: put it into the path."));
  return address.slice(0, end);
};

const token: Check = (value, field, warn) => {
  if (value == null || typeof value === "string") return value ?? null;
  warn(refusal(field, "a string", kindOf(value)));
  return null;
};

const callback: Check = (value, field, warn) => {
  if (value == null || typeof value === "function") return value ?? null;
  warn(refusal(field, "a function or null", described(value)));
  return null;
};

function word(values: readonly string[]): Check {
  return (value, field, warn) => {
    if (typeof value === "string" && values.includes(value)) return value;
    const [fallback] = values;
    if (value != null) {
      warn(refusal(field, `one of ${values.join(", ")}`, described(value), `"${fallback}" is used.`));
    }
    return fallback;
  };
}

function number(range: NumberRange): Check {
  return (value, field, warn) => {
    const valid = within(range, value);
    const isNumber = typeof value === "number" || (typeof value === "string" && value.trim() !== "");
    if (value != null && !(isNumber && Number(value) === valid)) {
      warn(refusal(field, `a number from ${range.min} to ${range.max}`, described(value), `${valid} is used.`));
    }
    return valid;
  };
}

const strings: Check = (value, field, warn) => {
  if (value == null) return {};
  if (!isRecord(value)) {
    warn(refusal(field, "an object of strings", described(value)));
    return {};
  }
  const entries = Object.entries(value);
  const right = entries.filter(([key, each]) => {
    if (each != null && typeof each !== "string") warn(refusal(`${field}.${key}`, "a string", described(each)));
    return typeof each === "string";
  });
  return right.length === entries.length ? value : Object.fromEntries(right);
};

/** RFC 7064 and RFC 7065; anything else makes `RTCPeerConnection` throw. */
const iceUrl = /^(stuns?:[^\s?]+|turns?:[^\s?]+(\?transport=(udp|tcp))?)$/i;

function validIceServer(server: unknown, field: string, warn: Warn): unknown {
  const { urls, username, credential } = isRecord(server) ? server : {};
  const all = (Array.isArray(urls) ? urls : [urls]) as unknown[];
  const right = all.filter((url): url is string => {
    const isRight = typeof url === "string" && iceUrl.test(url);
    if (!isRight) warn(refusal(`${field}.urls`, "a stun:, stuns:, turn: or turns: URL", described(url)));
    return isRight;
  });
  if (right.length === 0) return null;
  const isTurn = right.some((url) => /^turn/i.test(url));
  if (isTurn && (typeof username !== "string" || typeof credential !== "string")) {
    const came = `${kindOf(username)} and ${kindOf(credential)}`;
    warn(refusal(field, "username and credential as strings, with a TURN server", came));
    return null;
  }
  return right.length === all.length ? server : { ...(server as RTCIceServer), urls: right };
}

const iceServers: Check = (value, field, warn) => {
  if (value == null) return [];
  if (!Array.isArray(value)) {
    warn(refusal(field, "an array of RTCIceServer", described(value)));
    return [];
  }
  const all: readonly unknown[] = value;
  const right = all.map((server, index) => validIceServer(server, `${field}[${index}]`, warn));
  // An array without a fault stays the page's own: it may renew credentials in place.
  return right.every((server, index) => server !== null && server === all[index])
    ? all
    : right.filter((server) => server !== null);
};

const logger: Check = (value, field, warn) => {
  if (value == null) return null;
  if (isRecord(value) && typeof value["warn"] === "function") return value;
  warn(refusal(field, "an object with a warn function, as console", described(value)));
  return null;
};

const checks: Readonly<Partial<Record<string, Check>>> = {
  ...Object.fromEntries(Object.entries(choices).map(([name, values]) => [name, word(values)])),
  endpoint,
  tokenUrl: text,
  account: text,
  callRoot: text,
  region: text,
  lang: text,
  ringUrl: text,
  ringVolume: number(ringVolumeRange),
  iceWait: number(iceWaitRange),
  token,
  getToken: callback,
  resolveContact: callback,
  strings,
  iceServers,
  logger,
};
