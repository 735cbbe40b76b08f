/** The two pages of the sign-in window: before the provider, and after it. */
import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";

/** The result that the window sends to the page that opened it, which gets `type` and `state` with it. */
export type SignInMessage = Readonly<Record<string, string | number | boolean | undefined>>;

/** The page that receives a message of the window. */
export interface PageTarget {
  /** Only a page of this origin receives it. */
  readonly origin: string;
  /** The page's name for the attempt. */
  readonly page: string;
}

const severed =
  "This window cannot tell the page that opened it who signed in. If the page sends Cross-Origin-Opener-Policy: " +
  "same-origin, it has to be same-origin-allow-popups; the sign-in service may send no such header at all. " +
  "You can close this window.";

/** Renders the page that reports the open window to its opener, then goes on to the provider. */
export function sendAway(response: ServerResponse, to: PageTarget, url: string): void {
  sendScript(response, to, { opened: true }, `location.replace(${literal(url)})`);
}

/** Renders the page that reports the result to its opener, then closes. */
export function sendBack(response: ServerResponse, to: PageTarget, message: SignInMessage): void {
  sendScript(response, to, message, "close()");
}

/** Renders a page that says why there is nothing to see. */
export function sendText(response: ServerResponse, status: number, text: string): void {
  send(response, status, `<p>${escaped(text)}</p>`, "");
}

function sendScript(response: ServerResponse, to: PageTarget, message: SignInMessage, then: string): void {
  const told = { type: "web-terminal-sign-in", state: to.page, ...message };
  send(
    response,
    200,
    `<p id="severed" hidden>${escaped(severed)}</p>`,
    `if (opener) { opener.postMessage(${literal(told)}, ${literal(to.origin)}); ${then}; } else severed.hidden = false;`,
  );
}

function send(response: ServerResponse, status: number, body: string, script: string): void {
  const nonce = randomBytes(16).toString("base64");
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  });
  response.end(
    `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Sign in</title>` +
      `<style nonce="${nonce}">:root{color-scheme:light dark;font:1rem/1.5 system-ui;padding:1rem}</style>${body}` +
      (script === "" ? "" : `<script nonce="${nonce}">${script}</script>`),
  );
}

/** Encodes a value for use inside a script. */
function literal(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function escaped(text: string): string {
  return text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
