/** Derives URLs of the gateway from the `endpoint` of the page. */

/**
 * Returns the WebSocket URL of a method: `https:` becomes `wss:`, `http:` becomes `ws:`, and a path is kept as a prefix.
 * Null if the endpoint is not such a URL, or is unencrypted and not on this machine.
 */
export function socketUrl(endpoint: string, method: string): string | null {
  const base = baseUrl(endpoint, "ws");
  return base && base + method;
}

/** Returns the base URL of requests, with a trailing slash: `wss:` becomes `https:`. Null as for {@link socketUrl}. */
export function httpUrl(endpoint: string): string | null {
  return baseUrl(endpoint, "http");
}

function baseUrl(endpoint: string, protocol: "ws" | "http"): string | null {
  const scheme = /^(http|ws)(s?):\/\//i.exec(endpoint);
  if (!scheme) return null;
  try {
    const { host, hostname, pathname } = new URL(endpoint);
    const local = /^(.+\.)?localhost$|^127\.[\d.]+$|^\[::1\]$/.test(hostname);
    return scheme[2] || local ? `${protocol}${scheme[2] ? "s" : ""}://${host}${pathname.replace(/\/*$/, "/")}` : null;
  } catch {
    return null;
  }
}
