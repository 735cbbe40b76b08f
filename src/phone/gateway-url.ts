/** Which gateway an endpoint means, whatever way it is written. */
import { httpUrl } from "../wire/url.js";

/** Returns the gateway's `https:` URL with a slash at its end; an endpoint that cannot be reached, as it is. */
export function gatewayUrl(endpoint: string): string {
  return httpUrl(endpoint) ?? endpoint;
}
