/** What a gateway is told, and what it takes for granted where it is told nothing. */
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  ACCEPT_WITHIN_MS,
  FIRST_MESSAGE_WITHIN_MS,
  HOLD_MS,
  MAX_MESSAGE_BYTES,
  MAX_QUEUED_MESSAGES,
  PING_AFTER_MS,
  TAKEN_AFTER_MS,
} from "../wire/constants.js";

/** The service whose methods are carried. */
export const SERVICE = "wgtwo.webterminal.v0.WebTerminalService";
/** Its methods. */
export const METHODS: readonly string[] = ["Pipe", "MultiPipe"];

/** The path of the method on which the core speaks first, by the status of the user. */
export const SPEAKS_FIRST = `/${SERVICE}/Pipe`;

/** Where log lines go; a pino logger is one. */
export interface GatewayLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Bounds. Times are milliseconds, sizes bytes. */
export interface GatewayLimits {
  /** From the open socket to the page's headers, else close 1008. */
  readonly firstMessageMs: number;
  /** From the page's headers until the core has taken the stream, else `unavailable`. */
  readonly acceptMs: number;
  /** WebSocket pings; a page that has not answered one when the next is due is cut off. */
  readonly pagePingMs: number;
  /** Keep-alives on a fetch pipe; a page that has answered none of the last two when the next is due is cut off. */
  readonly keepAliveMs: number;
  /** How long a fetch pipe whose stream was closed still takes the page's last words. */
  readonly lingerMs: number;
  /** The same for a pipe of either kind whose page has said that there may be some. */
  readonly holdMs: number;
  /** A stream on which the core says nothing, not even headers, counts as taken after this time. */
  readonly takenAfterMs: number;
  /** The shortest time between two HTTP/2 PINGs on a connection to the core, which are sent only where it is silent; 0: none is sent. */
  readonly corePingMs: number;
  /** How long the core may be silent after something was sent to it, before a PING asks whether it lives. */
  readonly coreDoubtMs: number;
  /** How long the core has to answer one. */
  readonly corePingTimeoutMs: number;
  /** A connection to the core that is silent for this long is probed by TCP keepalive. */
  readonly coreTcpKeepAliveMs: number;
  /** How long a connection to the core is kept without a stream. */
  readonly coreIdleMs: number;
  /** Streams on one connection to the core, where the core itself allows more. */
  readonly streamsPerConnection: number;
  /** Connections to the core. */
  readonly connections: number;
  /** Sockets of one address that have not sent their headers. */
  readonly silentSocketsPerAddress: number;
  /** Messages that wait for the core to take the stream before the page's socket is paused. */
  readonly queuedMessages: number;
  /** And their bytes. */
  readonly queuedBytes: number;
  /** Bytes waiting in a page's socket above which the core's stream is paused. */
  readonly pageBufferBytes: number;
  /** How long a page may take to read what was left for it, and to close. */
  readonly closeMs: number;
  /** Between the order to drain and the first pipe that is ended. */
  readonly drainGraceMs: number;
  /** The pipes are ended at random within this time. */
  readonly drainSpreadMs: number;
}

/** The bounds that hold where none are given. */
export const defaultLimits: GatewayLimits = Object.freeze({
  firstMessageMs: FIRST_MESSAGE_WITHIN_MS,
  acceptMs: ACCEPT_WITHIN_MS,
  pagePingMs: 25_000,
  keepAliveMs: PING_AFTER_MS,
  lingerMs: 300,
  holdMs: HOLD_MS,
  takenAfterMs: TAKEN_AFTER_MS,
  corePingMs: 300_000,
  coreDoubtMs: 10_000,
  corePingTimeoutMs: 5000,
  coreTcpKeepAliveMs: 10_000,
  coreIdleMs: 60_000,
  streamsPerConnection: 1000,
  connections: 256,
  silentSocketsPerAddress: 256,
  queuedMessages: MAX_QUEUED_MESSAGES,
  queuedBytes: MAX_MESSAGE_BYTES,
  pageBufferBytes: 65_536,
  closeMs: 10_000,
  drainGraceMs: 5000,
  drainSpreadMs: 10_000,
});

/** The gateway as a client of an OpenID provider, which signs people in for pages with `sign-in`. */
export interface SignInOptions {
  /** The provider's issuer (`https://id.example`), as its discovery document names it. */
  readonly issuer: string;
  readonly clientId: string;
  /** None: a public client, which PKCE alone protects. */
  readonly clientSecret?: string;
  /** Default: {@link DEFAULT_SCOPE}. */
  readonly scope?: string;
  /** The request's `prompt`; default `consent`, without which a provider need not honour `offline_access`. Empty: none. */
  readonly prompt?: string;
  /** Seals people's sessions: at least 32 characters, the same at each instance. Default: random, for as long as this gateway runs. */
  readonly key?: string;
  /** Where browsers find this gateway, as pages write it in `endpoint`. Default: as the request says. */
  readonly publicUrl?: string;
}

/** What is asked of a provider: who it is, renewal without a window, the number, and calls. */
export const DEFAULT_SCOPE = "openid offline_access phone call.control.answer_and_initiate";

/** What `createGateway` takes. */
export interface GatewayOptions {
  /** Default `127.0.0.1`, and port 0: a free one. */
  readonly listen?: { readonly host?: string; readonly port?: number };
  /** The core: `http:` is HTTP/2 without TLS and without an upgrade, `https:` with TLS. */
  readonly upstream: string;
  /** Certificates (PEM) trusted for the core instead of the system's. */
  readonly upstreamCa?: string | Buffer;
  /**
   * Origins (`https://crm.example`) whose pages may open a pipe, or `*`. A page served by the
   * gateway itself always may, and so may a client that is no browser and names none.
   */
  readonly allowOrigins?: readonly string[];
  /** A path in front of the service's, for example `/phone`. */
  readonly pathPrefix?: string;
  /** Certificate chain and key (PEM): the gateway speaks `https:` and `wss:` itself. */
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer };
  /** The last `X-Forwarded-For` entry is the page's address: only behind a proxy that sets it. */
  readonly trustProxy?: boolean;
  /** Without it, no page can offer to sign in. Needs the packages openid-client and jose. */
  readonly signIn?: SignInOptions;
  readonly limits?: Partial<GatewayLimits>;
  readonly logger?: GatewayLogger;
  /** Whether `/metrics` also tells about the process (memory, event loop); once per process. */
  readonly processMetrics?: boolean;
  /** Answers HTTP requests that are none of the gateway's own: a demo page, say. */
  readonly requestHandler?: (request: IncomingMessage, response: ServerResponse) => void;
}
