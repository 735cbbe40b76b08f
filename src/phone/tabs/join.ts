/** Joins this tab to the others that share its registration, and leaves them in good order. */
import type { PhoneOptions } from "../types.js";
import type { TokenResult, TokenSource } from "../../registration/tokens.js";
import type { TabPort } from "./tab-channel.js";
import type { TabStore } from "./tab-store.js";

/** What joining needs. */
export interface TabMembershipOptions {
  readonly options: PhoneOptions;
  readonly store: TabStore;
  readonly createId: () => string;
}

/** This tab's place among the others. */
export interface TabMembership {
  /** The page's tokens; one that was asked for to know whose it is does not have to be asked for again. */
  readonly getToken: TokenSource;
  join(): Promise<void>;
  /** False again as soon as it was left. */
  readonly isJoined: boolean;
  /** Ends the calls of this tab, and the registration where no other tab has it too. */
  leave(): void;
}

/** Makes a group of one, until it joins. */
export function createTabMembership({ options, store, createId }: TabMembershipOptions): TabMembership {
  let joining: Promise<void> | null = null;
  let kept: TokenResult | null = null;

  const token = async (): Promise<string> => {
    kept = await options.getToken("start");
    return typeof kept === "string" ? kept : kept.accessToken;
  };

  const findOthers = async (): Promise<TabPort | null> =>
    options.tabs === "shared" ? (await import("./find-tabs.js")).findTabs(options, token, createId()) : null;

  return {
    getToken(reason) {
      const result = kept;
      kept = null;
      return reason === "start" && result !== null ? Promise.resolve(result) : options.getToken(reason);
    },
    async join() {
      if (joining === null) {
        // Without a token nobody knows who this is: alone, the pipe tries again until there is one.
        const own: Promise<void> = findOthers()
          .catch(() => null)
          .then(async (port) => {
            if (joining === own) await store.join(port);
            else port?.close();
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
      // Whoever joins anew may be somebody else by now.
      kept = null;
      store.leave();
    },
  };
}
