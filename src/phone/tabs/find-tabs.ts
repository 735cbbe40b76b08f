/** Finds the other tabs of this registration. Fetched by pages that share one, which is the default of the element. */
import type { PhoneOptions } from "../types.js";
import { gatewayUrl } from "../gateway-url.js";
import { identityOf } from "./account-key.js";
import { canShareTabs, joinTabs, type TabPort } from "./tab-channel.js";

/**
 * This tab's place among the tabs of the same person at the same gateway; null where the
 * browser, or this page, cannot share.
 *
 * @param token what the person's token is, asked for only where no `account` says who it is.
 */
export async function findTabs(
  options: PhoneOptions,
  token: () => Promise<string>,
  id: string,
): Promise<TabPort | null> {
  if (!canShareTabs()) return null;
  const { account = "" } = options;
  const person = account === "" ? await identityOf(await token()) : account;
  return joinTabs(`web-terminal ${gatewayUrl(options.endpoint)} ${options.calls ?? "single"} ${person}`, id);
}
