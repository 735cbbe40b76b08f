/** What an element tells its phone: fixed where a change needs another registration, read when it is used elsewhere. */
import type { LeavePolicy, PagePhoneOptions } from "../phone/page/page-phone.js";
import { readPreference } from "./preferences.js";
import type { RegistrationSettings } from "./registration-settings.js";
import type { TokenSettings } from "./phone/token-kind.js";
import { createTokenSource } from "./phone/token-source.js";

/** A registration, from the moment that its phone is being made. */
export interface Registration {
  /** The settings that its phone was made from. */
  readonly made: RegistrationSettings;
  /** The same, with the gateway, transport and tokens that its next stream is opened with. */
  next: RegistrationSettings;
  /** The token that was handed out last; it stays in this page's memory. */
  usedToken: string | null;
}

/** Settings that the phone reads each time it needs them. */
export interface ReadWhenUsed {
  readonly region: string;
  readonly ringUrl: string;
  readonly ringVolume: number;
  readonly busy: "wait" | "reject";
  readonly leave: LeavePolicy;
  readonly iceServers: RTCIceServer[];
  readonly iceWait: number;
}

/** Returns the options of the phone of one registration. */
export function phoneOptions(host: ReadWhenUsed & TokenSettings, registration: Registration): PagePhoneOptions {
  const { account, calls, tabs } = registration.made;
  const source = createTokenSource(() => registration.next.tokens, host);
  return {
    account,
    calls,
    tabs,
    get endpoint() {
      return registration.next.endpoint;
    },
    get transport() {
      return registration.next.transport;
    },
    async getToken(reason) {
      const result = await source(reason);
      registration.usedToken = typeof result === "string" ? result : result.accessToken;
      return result;
    },
    get busy() {
      return host.busy;
    },
    get region() {
      return host.region;
    },
    get ringUrl() {
      return host.ringUrl;
    },
    // The user's own setting goes before that of the page.
    get ringVolume() {
      return Number(readPreference("ring-volume") ?? host.ringVolume);
    },
    get leave() {
      return host.leave;
    },
    // The page may renew its TURN credentials.
    get iceServers() {
      return host.iceServers;
    },
    get iceWait() {
      return host.iceWait;
    },
  };
}
