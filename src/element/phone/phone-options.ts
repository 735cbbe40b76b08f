/** The options of an element's phone: fixed where a change needs another registration, else read when they are used. */
import type { LeavePolicy, PagePhoneOptions } from "../../phone/page/page-phone.js";
import { iceWaitRange, within } from "../../phone/number-range.js";
import type { RegistrationSettings } from "./registration-settings.js";
import { ringVolumeOf } from "./ring-volume.js";
import type { TokenSourceHost } from "./token-kind.js";
import { createTokenSource } from "./token-source.js";

/** A registration, from the moment that its phone is being made. */
export interface ElementRegistration {
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
  readonly leave: LeavePolicy;
  readonly iceServers: RTCIceServer[];
  readonly iceWait: number;
}

/** Returns the options of the phone of one registration. */
export function phoneOptions(
  host: ReadWhenUsed,
  registration: ElementRegistration,
  tokenHost: TokenSourceHost,
): PagePhoneOptions {
  const { account, calls, tabs } = registration.made;
  const source = createTokenSource(() => registration.next.tokens, tokenHost);
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
    get region() {
      return host.region;
    },
    get ringUrl() {
      return host.ringUrl;
    },
    get ringVolume() {
      return ringVolumeOf(host);
    },
    get leave() {
      return host.leave;
    },
    // The page may renew its TURN credentials.
    get iceServers() {
      return host.iceServers;
    },
    get iceWait() {
      return within(iceWaitRange, host.iceWait);
    },
  };
}
