/**
 * Returns whether the page is served from the machine that shows it. Its reader is then its developer, and the panel
 * may speak of attributes, tokens and endpoints.
 */
export function isLocalPage(hostname = location.hostname): boolean {
  return /^(.*\.)?localhost$|^127\.|^\[::1]$/.test(hostname);
}
