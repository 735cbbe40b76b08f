/** Joins this tab to the others of the same person at the same gateway, and leaves them in good order. */
import { subjectOf } from "../../jwt.js";
import type { TokenResult, TokenSource } from "../../registration/tokens.js";
import type { PhoneOptions } from "../types.js";
import { canShareTabs, channelName, openTabChannel, type TabChannel } from "./tab-channel.js";
import type { TabStore } from "./tab-store.js";

/** Dependencies of a membership. */
export interface TabMembershipOptions {
  readonly options: PhoneOptions;
  readonly store: TabStore;
  readonly createId: () => string;
}

/** The membership of this tab in the group of tabs that share a registration. */
export interface TabMembership {
  /** The token source of the page. A token that was needed to identify the account is handed out first. */
  readonly getToken: TokenSource;
  /** Joins the group. Resolves when this tab knows what the others know, or that it is alone. Idempotent. */
  join(): Promise<void>;
  /** Whether `join()` was called, and `leave()` was not called since. */
  readonly isJoined: boolean;
  /** Ends the calls of this tab, and the registration if no other tab shares it. */
  leave(): void;
}

/**
 * Returns the key of an account, by which tabs of the same person find each other: the token's subject, else a
 * hash of the token.
 */
async function accountKey(token: string): Promise<string> {
  const subject = subjectOf(token);
  if (subject !== null) return subject;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

/** Creates the membership of this tab, which belongs to no group until it joins one. */
export function createTabMembership({ options, store, createId }: TabMembershipOptions): TabMembership {
  let joining: Promise<void> | null = null;
  let unusedToken: TokenResult | null = null;

  const startToken = async (): Promise<string> => {
    unusedToken = await options.getToken("start");
    return typeof unusedToken === "string" ? unusedToken : unusedToken.accessToken;
  };

  /** Resolves with null if this page is not to share, or cannot. */
  const openChannel = async (): Promise<TabChannel | null> => {
    if (options.tabs !== "shared" || !canShareTabs()) return null;
    const { endpoint, calls = "single", account = "" } = options;
    const key = account === "" ? await accountKey(await startToken()) : account;
    return openTabChannel(channelName(endpoint, calls, key), createId());
  };

  return {
    getToken(reason) {
      const token = unusedToken;
      unusedToken = null;
      return reason === "start" && token !== null ? Promise.resolve(token) : options.getToken(reason);
    },
    async join() {
      if (joining === null) {
        // Without a token the account is unknown: this tab stays alone, and its registration goes on asking for one.
        const own: Promise<void> = openChannel()
          .catch(() => null)
          .then(async (channel) => {
            if (joining === own) await store.join(channel);
            else channel?.close();
          });
        joining = own;
      }
      await joining;
    },
    get isJoined() {
      return joining !== null;
    },
    leave() {
      joining = null;
      // The next `join()` may be that of another person.
      unusedToken = null;
      store.leave();
    },
  };
}
