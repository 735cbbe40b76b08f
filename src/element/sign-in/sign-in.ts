/** Signing in where the page brings no token: the button, and the window that it opens. */
import { html, nothing } from "lit";
import { TerminalError } from "../../errors.js";
import type { FeatureHost, FeatureModule } from "../features/feature-host.js";
import { tokenKind } from "../phone/token-kind.js";
import type { LocalizedStrings } from "../i18n/strings.js";
import type { SignInFeature } from "../view-model.js";
import { signInStrings } from "./sign-in.en.js";
import { sessionOf, type Answer, type SignInSession } from "./sign-in-session.js";

export const signInFeature: FeatureModule<SignInFeature> = { english: signInStrings, create: createSignIn };

/** Why the last attempt failed. */
type Failure = "blocked" | "closed" | "unanswered" | "denied" | "failed" | "not-offered";

/** The messages of the window. */
interface WindowMessage extends Answer {
  readonly type?: unknown;
  readonly state?: unknown;
  readonly opened?: unknown;
  readonly error?: unknown;
}

/** How often the window is checked: no event tells that it was closed. */
const POLL_MS = 400;

function createSignIn(host: FeatureHost): SignInFeature {
  const { element } = host;
  let failure: Failure | null = null;
  let attempt: AbortController | null = null;
  let busy = false;
  let base = "";
  let checked = "";
  let session: SignInSession | null = null;
  let stopListening = (): void => undefined;

  /** Returns the session at the gateway, and of the account, of the registration. */
  const current = (): SignInSession => {
    const { registration } = host;
    if (registration === null) throw new TerminalError("not-configured");
    const url = new URL(registration.endpoint);
    base = `${url.protocol.replace("ws", "http")}//${url.host}${url.pathname.replace(/\/+$/, "")}/sign-in`;
    const found = sessionOf(base, registration.account);
    if (found !== session) {
      session = found;
      stopListening();
      stopListening = found.onChange(() => void follow(found));
    }
    return found;
  };

  /** Shows before any click that the gateway offers no sign-in. */
  const checkOffer = async (): Promise<void> => {
    if (checked === base) return;
    const from = (checked = base);
    const response = await fetch(`${base}/provider`).catch(() => null);
    if (base !== from) return;
    if (response?.status === 404) fail("not-offered");
    else if (failure === "not-offered") change(null);
  };

  const change = (next: Failure | null): void => {
    failure = next;
    element.requestUpdate();
  };

  const fail = (next: Failure): void => {
    change(next);
    const developerHint =
      next === "not-offered"
        ? "The gateway offers no sign-in: give it the settings of an OpenID client."
        : `The sign-in window ended with "${next}".`;
    host.fail(new TerminalError("signed-out", { developerHint, cause: new Error(`sign-in: ${next}`) }));
  };

  const handleClick = (): void => {
    const own = current();
    attempt?.abort();
    const { signal } = (attempt = new AbortController());
    const state = crypto.randomUUID();
    const query = new URLSearchParams({ origin: location.origin, state });
    const popup = open(`${base}?${query.toString()}`, "web-terminal-sign-in", "popup,width=480,height=720");
    if (popup === null) {
      attempt = null;
      fail("blocked");
      return;
    }
    popup.focus();
    change(null);
    const { origin } = new URL(base);
    let opened = false;
    let seenClosed = false;

    const end = (how: Failure | null): void => {
      attempt?.abort();
      attempt = null;
      if (how === null) change(null);
      else fail(how);
    };

    addEventListener(
      "message",
      ({ source, origin: from, data }: MessageEvent<WindowMessage | null>) => {
        if (source !== popup || from !== origin || data?.type !== "web-terminal-sign-in" || data.state !== state)
          return;
        if (data.opened === true) {
          opened = true;
        } else if (typeof data.access_token === "string") {
          end(null);
          own.take(data);
        } else {
          end(data.error === "access_denied" ? "denied" : "failed");
        }
      },
      { signal },
    );

    const look = setInterval(() => {
      // What it said as it closed may come a moment later.
      if (popup.closed && seenClosed) end(opened ? "closed" : "unanswered");
      seenClosed = popup.closed;
    }, POLL_MS);
    signal.addEventListener("abort", () => clearInterval(look));
  };

  /** Makes the phone follow a person who has signed in or out. */
  const follow = async (changed: SignInSession): Promise<void> => {
    if (!element.isConnected || changed !== session || tokenKind(element) !== "signIn" || busy) return;
    // A terminal that is registered already stays so.
    if (changed.isSignedIn && host.snapshot.connection !== "signed-out") return;
    // A call goes on with the person who signs in again; the tab that has the call is the one to connect.
    const keepsCall = changed.isSignedIn && host.snapshot.calls.some(({ state }) => state !== "ended");
    busy = true;
    element.requestUpdate();
    try {
      // Starts from nothing: the person decides with which tabs the registration is shared.
      if (!keepsCall) await host.phone?.disconnect();
      await host.phone?.connect();
    } catch (error) {
      if (!keepsCall) host.fail(error);
    }
    busy = false;
    element.requestUpdate();
  };

  const statusText = (strings: LocalizedStrings): string => {
    if (failure !== null) return "";
    return strings.text(busy ? "status-connecting" : attempt === null ? "sign-in-text" : "sign-in-waiting");
  };

  return {
    async token(reason) {
      try {
        return await current().token(reason);
      } catch (error) {
        if (TerminalError.from(error).code === "signed-out") void checkOffer();
        throw error;
      }
    },
    get isInUse() {
      return tokenKind(element) === "signIn" && session?.isSignedIn === true;
    },
    get isBusy() {
      return busy;
    },
    statusText,
    view(strings, frame, buttonClass = "primary") {
      return frame(
        strings.text("sign-in-title"),
        html`
          ${failure === null ? html`<p>${statusText(strings)}</p>` : nothing}
          <div class="trouble" role="alert">
            ${
              failure === null
                ? nothing
                : html`<p>${strings.text(`sign-in-${failure}`)}</p>
                    <p>${strings.text(`sign-in-${failure}-hint`)}</p>`
            }
          </div>
        `,
        failure === "not-offered"
          ? nothing
          : html`<button part="sign-in-button" class=${buttonClass} type="button" data-focus @click=${handleClick}>
              ${strings.text("sign-in")}
            </button>`,
      );
    },
    async signOut() {
      await session?.signOut();
    },
    close() {
      attempt?.abort();
      stopListening();
      session = null;
    },
  };
}
