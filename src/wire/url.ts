/** Where a stream's WebSocket stands, from what the integrator wrote as `endpoint`. */

/**
 * The URL of a method under an endpoint: `https:` becomes `wss:`, `http:` becomes `ws:`, a path
 * is kept as a prefix. Null where the endpoint is no such URL, or not encrypted and not on this machine.
 */
export function socketUrl(endpoint: string, method: string): string | null {
  const scheme = /^(http|ws)(s?):\/\//i.exec(endpoint);
  if (!scheme) return null;
  try {
    const { host, hostname, pathname } = new URL(endpoint);
    const local = /^(.+\.)?localhost$|^127\.[\d.]+$|^\[::1\]$/.test(hostname);
    return scheme[2] || local ? `ws${scheme[2] ? "s" : ""}://${host}${pathname.replace(/\/*$/, "/")}${method}` : null;
  } catch {
    return null;
  }
}
