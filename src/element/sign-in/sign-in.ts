/** Signing in where the page brings no token: the button, and the window that it opens. Fetched when a token is asked for. */
import { html, nothing, type TemplateResult } from "lit";
import { TerminalError } from "../../errors.js";
import type { TokenReason, TokenResult } from "../../phone/types.js";
import type { FeatureHost } from "../features/feature-host.js";
import { tokenKind } from "../phone/token-kind.js";
import type { LocalizedStrings } from "../i18n/strings.js";
import { sessionOf, type Answer, type SignInSession } from "./sign-in-session.js";

/** The element, as far as signing in goes. */
export type SignInHost = FeatureHost;

/** What went wrong last. */
type Trouble = "blocked" | "closed" | "unanswered" | "denied" | "failed" | "not-offered";

/** What the window tells. */
interface Told extends Answer {
  readonly type?: unknown;
  readonly state?: unknown;
  readonly opened?: unknown;
  readonly error?: unknown;
}

/** How the screen is put together. */
type Frame = (title: string, body: unknown, action: unknown) => TemplateResult;

/** An element's way to sign in. */
export interface SignIn {
  token(reason: TokenReason): Promise<TokenResult>;
  /** Whether the token in use came from here. */
  readonly isInUse: boolean;
  /** Whether a person has just signed in or out, and the phone follows. */
  readonly isBusy: boolean;
  /** `look` is the button's class. */
  view(words: LocalizedStrings, frame: Frame, look?: string): TemplateResult;
  signOut(): Promise<void>;
  /** The person has signed in or out: so does the phone. */
  follow(session: SignInSession): Promise<void>;
}

/** How often the window is looked at, in milliseconds: nothing tells that it was closed. */
const lookEvery = 400;

const all = new WeakMap<SignInHost, SignIn>();

/** The one of this element. */
export function signInOf(host: SignInHost): SignIn {
  const known = all.get(host) ?? createSignIn(host);
  all.set(host, known);
  return known;
}

function createSignIn(host: SignInHost): SignIn {
  let trouble: Trouble | null = null;
  let attempt: AbortController | null = null;
  let busy = false;
  let base = "";
  let checked = "";
  let session: SignInSession | null = null;

  /** Of the gateway and the account of the present registration. */
  const current = (): SignInSession => {
    const { registration } = host;
    if (registration === null) throw new TerminalError("not-configured");
    const url = new URL(registration.endpoint);
    base = `${url.protocol.replace("ws", "http")}//${url.host}${url.pathname.replace(/\/+$/, "")}/sign-in`;
    const found = sessionOf(base, registration.account);
    if (found !== session) {
      session = found;
      watch(new WeakRef(host), found);
    }
    return found;
  };

  /** A gateway without settings says so before anybody clicks. */
  const checkOffer = async (): Promise<void> => {
    if (checked === base) return;
    const from = (checked = base);
    const response = await fetch(`${base}/provider`).catch(() => null);
    if (base !== from) return;
    if (response?.status === 404) fail("not-offered");
    else if (trouble === "not-offered") change(null);
  };

  const change = (next: Trouble | null): void => {
    trouble = next;
    host.requestUpdate();
  };

  const fail = (next: Trouble): void => {
    change(next);
    host.fail(new TerminalError("signed-out", { cause: new Error(`sign-in: ${next}`) }));
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

    const end = (how: Trouble | null): void => {
      attempt?.abort();
      attempt = null;
      if (how === null) change(null);
      else fail(how);
    };

    addEventListener(
      "message",
      ({ source, origin: from, data }: MessageEvent<Told | null>) => {
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
    }, lookEvery);
    signal.addEventListener("abort", () => clearInterval(look));
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
      return tokenKind(host) === "signIn" && session?.isSignedIn === true;
    },
    get isBusy() {
      return busy;
    },
    view(words, frame, look = "primary") {
      const text = busy ? "status-connecting" : attempt === null ? "sign-in-text" : "sign-in-waiting";
      return frame(
        words.text("sign-in-title"),
        html`
          ${trouble === null ? html`<p>${words.text(text)}</p>` : nothing}
          <div class="trouble" role="alert">
            ${
              trouble === null
                ? nothing
                : html`<p>${words.text(`sign-in-${trouble}`)}</p>
                    <p>${words.text(`sign-in-${trouble}-hint`)}</p>`
            }
          </div>
        `,
        trouble === "not-offered"
          ? nothing
          : html`<button part="sign-in-button" class=${look} type="button" data-focus @click=${handleClick}>
              ${words.text("sign-in")}
            </button>`,
      );
    },
    async signOut() {
      await session?.signOut();
    },
    async follow(changed) {
      if (changed !== session || tokenKind(host) !== "signIn" || busy) return;
      // Who is registered already stays so.
      if (changed.isSignedIn && host.snapshot.connection !== "signed-out") return;
      // A call goes on with whoever signs in again; the tab that holds it is the one to connect.
      const callBundle = changed.isSignedIn && host.snapshot.calls.some(({ state }) => state !== "ended");
      busy = true;
      host.requestUpdate();
      try {
        // Anew from the start: with whom the registration is shared depends on the person.
        if (!callBundle) await host.phone?.disconnect();
        await host.phone?.connect();
      } catch (error) {
        if (!callBundle) host.fail(error);
      }
      busy = false;
      host.requestUpdate();
    },
  };
}

/** A session lives as long as the page; an element that has gone is not held by it. */
function watch(host: WeakRef<SignInHost>, session: SignInSession): void {
  session.onChange(() => {
    const element = host.deref();
    if (element?.isConnected === true) void signInOf(element).follow(session);
  });
}
