/** Where the gateway is, from what the integrator wrote as `endpoint`. */

/**
 * The URL of a method under an endpoint: `https:` becomes `wss:`, `http:` becomes `ws:`, a path
 * is kept as a prefix. Null where the endpoint is no such URL, or not encrypted and not on this machine.
 */
export function socketUrl(endpoint: string, method: string): string | null {
  const base = baseUrl(endpoint, "ws");
  return base && base + method;
}

/** The URL that requests start with, a slash at its end: `wss:` becomes `https:`. Null as above. */
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
