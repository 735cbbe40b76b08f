/** The options of a gateway, and their defaults. */
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  ACCEPT_WITHIN_MS,
  FIRST_MESSAGE_WITHIN_MS,
  RETAIN_MS,
  MAX_MESSAGE_BYTES,
  MAX_QUEUED_MESSAGES,
  PING_AFTER_MS,
  TAKEN_AFTER_MS,
} from "../wire/constants.js";

/** The core's service. */
export const SERVICE = "wgtwo.webterminal.v0.WebTerminalService";
/** The methods of the service that the gateway carries. */
export const METHODS: readonly string[] = ["Pipe", "MultiPipe"];

/** The path of the method on which the core sends the first message, the status of the user. */
export const SPEAKS_FIRST = `/${SERVICE}/Pipe`;

/** Receives log lines; a pino logger fits. */
export interface GatewayLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Limits. Times are milliseconds, sizes bytes. */
export interface GatewayLimits {
  /** Time from the open socket to the page's headers; then the socket is closed with 1008. */
  readonly firstMessageMs: number;
  /** Time from the page's headers until the core has accepted the stream; then it ends as `unavailable`. */
  readonly acceptMs: number;
  /** Interval of WebSocket pings. A page that has not answered one when the next is due is disconnected. */
  readonly pagePingMs: number;
  /** Interval of keep-alives on a stream over fetch. A page that has answered none of the last two when the next is due is disconnected. */
  readonly keepAliveMs: number;
  /** How long the page's last words are accepted after a stream over fetch was closed. */
  readonly lingerMs: number;
  /** The same for a page on either transport that has announced last words. */
  readonly retainMs: number;
  /** A stream on which the core sends nothing, not even headers, counts as accepted after this time. */
  readonly takenAfterMs: number;
  /** The shortest time between two HTTP/2 PINGs on a connection to the core, which are sent only while it is silent; 0 sends none. */
  readonly corePingMs: number;
  /** How long the core may be silent after something was sent to it, before a PING is sent. */
  readonly coreDoubtMs: number;
  /** How long the core has to answer a PING. */
  readonly corePingTimeoutMs: number;
  /** A connection to the core that is silent for this long is probed by TCP keepalive. */
  readonly coreTcpKeepAliveMs: number;
  /** How long a connection to the core is kept without a stream. */
  readonly coreIdleMs: number;
  /** The highest number of streams on one connection to the core, if the core allows more. */
  readonly streamsPerConnection: number;
  /** The highest number of connections to the core. */
  readonly connections: number;
  /** The highest number of sockets of one address that have not sent their headers. */
  readonly silentSocketsPerAddress: number;
  /** The highest number of messages that wait for the core to accept the stream; then the page's socket is paused. */
  readonly queuedMessages: number;
  /** The highest number of bytes that wait in the same way. */
  readonly queuedBytes: number;
  /** The highest number of bytes that wait in a page's socket; then the core's stream is paused. */
  readonly pageBufferBytes: number;
  /** How long a page may take to read the rest, and to close. */
  readonly closeMs: number;
  /** Time from the start of draining until the first stream is ended. */
  readonly drainGraceMs: number;
  /** The streams are ended at random moments within this time. */
  readonly drainSpreadMs: number;
}

/** The default limits. */
export const defaultLimits: GatewayLimits = Object.freeze({
  firstMessageMs: FIRST_MESSAGE_WITHIN_MS,
  acceptMs: ACCEPT_WITHIN_MS,
  pagePingMs: 25_000,
  keepAliveMs: PING_AFTER_MS,
  lingerMs: 300,
  retainMs: RETAIN_MS,
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
  /** The client's secret. Without one it is a public client, protected by PKCE only. */
  readonly clientSecret?: string;
  /** Default: {@link DEFAULT_SCOPE}. */
  readonly scope?: string;
  /** The request's `prompt`; default `consent`, without which a provider need not honour `offline_access`. Empty: none. */
  readonly prompt?: string;
  /** The key that seals sessions: at least 32 characters, the same for all instances. Default: random, valid while this gateway runs. */
  readonly key?: string;
  /** The address of this gateway for browsers, as pages write it in `endpoint`. Default: taken from the request. */
  readonly publicUrl?: string;
}

/** The default scopes: identity, renewal without a window, the number, and calls. */
export const DEFAULT_SCOPE = "openid offline_access phone call.control.answer_and_initiate";

/** The options of `createGateway`. */
export interface GatewayOptions {
  /** The address to listen on. Default: `127.0.0.1`, and port 0, which picks a free one. */
  readonly listen?: { readonly host?: string; readonly port?: number };
  /** The core's address: `http:` is HTTP/2 without TLS and without an upgrade, `https:` is HTTP/2 with TLS. */
  readonly upstream: string;
  /** Certificates (PEM) to trust for the core, in place of the system's. */
  readonly upstreamCa?: string | Buffer;
  /**
   * Origins (`https://crm.example`) whose pages may open a stream, or `*`. A page served by the
   * gateway always may, and so may a client that is not a browser and sends no origin.
   */
  readonly allowOrigins?: readonly string[];
  /** A path in front of the service's, for example `/phone`. */
  readonly pathPrefix?: string;
  /** Certificate chain and key (PEM): the gateway speaks `https:` and `wss:` itself. */
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer };
  /** Whether the last `X-Forwarded-For` entry is the page's address. Set it only behind a proxy that sets the header. */
  readonly trustProxy?: boolean;
  /** Sign-in for pages with `sign-in`; without it, no page can offer it. Needs the packages openid-client and jose. */
  readonly signIn?: SignInOptions;
  readonly limits?: Partial<GatewayLimits>;
  readonly logger?: GatewayLogger;
  /** Whether `/metrics` also has metrics of the process (memory, event loop); for one gateway per process. */
  readonly processMetrics?: boolean;
  /** Answers HTTP requests that are not the gateway's, for example for a demo page. */
  readonly requestHandler?: (request: IncomingMessage, response: ServerResponse) => void;
}
