#!/usr/bin/env node
/** `web-terminal-gateway`: the gateway as a command. */
import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import { pino } from "pino";
import { type GatewayOptions, type SignInOptions, createGateway, defaultLimits } from "./index.js";
import { DEFAULT_SCOPE } from "./options.js";

interface Flags {
  readonly listen: { host: string; port: number };
  readonly upstream: string;
  readonly upstreamCa?: string;
  readonly allowOrigin?: string[];
  readonly pathPrefix?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly trustProxy?: boolean;
  readonly publicUrl?: string;
  readonly openidIssuer?: string;
  readonly openidClientId?: string;
  readonly openidClientSecret?: string;
  readonly openidClientSecretFile?: string;
  readonly openidScope?: string;
  readonly openidPrompt?: string;
  readonly signInKey?: string;
  readonly signInKeyFile?: string;
  readonly corePing: number;
  readonly drainGrace: number;
  readonly drainSpread: number;
  readonly logLevel: string;
  readonly logPretty?: boolean;
}

/** Parses `8080`, `host:8080` or `[::]:8080`. */
function parseListen(text: string): { host: string; port: number } {
  const match = /^(?:(?:\[(.+)\]|([^:]*)):)?(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (!match || port > 65_535) stop(`Invalid --listen "${text}": expected host:port, for example 0.0.0.0:8080.`);
  return { host: match[1] ?? (match[2] || "127.0.0.1"), port };
}

function parseUpstream(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) {
    stop(`Invalid --upstream "${text}": expected https://host:port, or http://host:port for HTTP/2 without TLS.`);
  }
  return text;
}

function parseSeconds(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text))
    stop(`Invalid duration "${text}": expected a number of seconds, for example 5 or 0.5.`);
  return Number(text) * 1000;
}

/** Parses one value of a repeated flag, or several of an environment variable, separated by commas. */
function addOrigins(text: string, previous: string[] = []): string[] {
  return [...previous, ...text.split(",").map((origin) => origin.trim())].filter(Boolean);
}

/** Returns a secret that is given as text or as the name of a file, as container secrets are. */
function secretOf(text: string | undefined, file: string | undefined): string | undefined {
  // Container compositions set variables that they do not have to the empty string.
  return text || (file ? readText(file).trim() : undefined);
}

/** Reads the sign-in options; null if sign-in is not configured. */
function signInOf(flags: Flags): SignInOptions | null {
  const { openidIssuer: issuer, openidClientId: clientId, openidScope: scope, openidPrompt: prompt, publicUrl } = flags;
  if (!issuer !== !clientId) stop("--openid-issuer and --openid-client-id must be set together.");
  if (!issuer || !clientId) return null;
  const clientSecret = secretOf(flags.openidClientSecret, flags.openidClientSecretFile);
  const key = secretOf(flags.signInKey, flags.signInKeyFile);
  return {
    issuer,
    clientId,
    ...(clientSecret !== undefined && { clientSecret }),
    ...(scope && { scope }),
    ...(prompt !== undefined && { prompt }),
    ...(key !== undefined && { key }),
    ...(publicUrl && { publicUrl }),
  };
}

/** Prints the error as one line and exits. */
function stop(message: string): never {
  process.stderr.write(`web-terminal-gateway: ${message}\n`);
  process.exit(1);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    return stop(
      `Cannot read ${path} (${(error as NodeJS.ErrnoException).code ?? "unknown"}): check the path and its permissions.`,
    );
  }
}

function option(flags: string, name: string, description: string): Option {
  return new Option(flags, description).env(`WEB_TERMINAL_${name}`);
}

const command = new Command("web-terminal-gateway")
  .description(
    "Carries the calls of <web-terminal> between browsers (WebSocket) and a voice core (gRPC over HTTP/2).\n" +
      "Pages connect to /wgtwo.webterminal.v0.WebTerminalService/Pipe and /MultiPipe, and to\n" +
      "/webterminal.gateway.v1.PipeService/Listen and /Send if WebSockets are blocked.\n" +
      "/sign-in signs users in, if an OpenID provider is configured.\n" +
      "GET /healthz, /readyz and /metrics (Prometheus) report its state.",
  )
  .addOption(
    option("--listen <host:port>", "LISTEN", "address to listen on")
      .argParser(parseListen)
      .default({ host: "127.0.0.1", port: 8080 }, "127.0.0.1:8080"),
  )
  .addOption(
    option(
      "--upstream <url>",
      "UPSTREAM",
      "the voice core: https://host:port, or http://host:port for HTTP/2 without TLS",
    )
      .argParser(parseUpstream)
      .makeOptionMandatory(),
  )
  .addOption(
    option(
      "--upstream-ca <file>",
      "UPSTREAM_CA",
      "CA certificates (PEM) to trust for the core, instead of those of the system",
    ),
  )
  .addOption(
    option(
      "--allow-origin <origin>",
      "ALLOW_ORIGIN",
      "origin whose pages may connect, or *; repeatable (comma-separated in the environment)",
    ).argParser(addOrigins),
  )
  .addOption(option("--path-prefix <path>", "PATH_PREFIX", "path prefix, for example /phone"))
  .addOption(option("--tls-cert <file>", "TLS_CERT", "certificate chain (PEM), to serve wss: without a proxy"))
  .addOption(option("--tls-key <file>", "TLS_KEY", "private key (PEM) of the certificate"))
  .addOption(option("--trust-proxy", "TRUST_PROXY", "read the client address from the last X-Forwarded-For entry"))
  .addOption(
    option(
      "--openid-issuer <url>",
      "OPENID_ISSUER",
      "issuer URL of the OpenID provider, for pages with the attribute sign-in",
    ),
  )
  .addOption(option("--openid-client-id <id>", "OPENID_CLIENT_ID", "client ID of this gateway at the provider"))
  .addOption(
    option("--openid-client-secret <text>", "OPENID_CLIENT_SECRET", "client secret; prefer the environment or a file"),
  )
  .addOption(option("--openid-client-secret-file <file>", "OPENID_CLIENT_SECRET_FILE", "file with the client secret"))
  .addOption(option("--openid-scope <scopes>", "OPENID_SCOPE", `scopes to request (default: "${DEFAULT_SCOPE}")`))
  .addOption(
    option(
      "--openid-prompt <value>",
      "OPENID_PROMPT",
      'prompt parameter (default: consent, if offline_access is requested); "" for none',
    ),
  )
  .addOption(
    option(
      "--public-url <url>",
      "PUBLIC_URL",
      "URL of this gateway as pages write it in endpoint (default: from the request)",
    ),
  )
  .addOption(
    option(
      "--sign-in-key <text>",
      "SIGN_IN_KEY",
      "key that seals sessions: at least 32 characters, the same for all instances",
    ),
  )
  .addOption(option("--sign-in-key-file <file>", "SIGN_IN_KEY_FILE", "file with the sign-in key"))
  .addOption(
    option(
      "--core-ping <seconds>",
      "CORE_PING",
      "minimum interval of HTTP/2 PINGs on a silent connection to the core; 0 for none. " +
        "By default, gRPC servers close connections that send more than one in 300 s",
    )
      .argParser(parseSeconds)
      .default(defaultLimits.corePingMs, String(defaultLimits.corePingMs / 1000)),
  )
  .addOption(
    option(
      "--drain-grace <seconds>",
      "DRAIN_GRACE",
      "on SIGTERM, wait this long before closing the first stream; a second signal exits immediately",
    )
      .argParser(parseSeconds)
      .default(defaultLimits.drainGraceMs, String(defaultLimits.drainGraceMs / 1000)),
  )
  .addOption(
    option("--drain-spread <seconds>", "DRAIN_SPREAD", "then close the streams at random times within this period")
      .argParser(parseSeconds)
      .default(defaultLimits.drainSpreadMs, String(defaultLimits.drainSpreadMs / 1000)),
  )
  .addOption(
    option("--log-level <level>", "LOG_LEVEL", "minimum level of log lines")
      .choices(["debug", "info", "warn", "error", "silent"])
      .default("info"),
  )
  .addOption(option("--log-pretty", "LOG_PRETTY", "log readable lines instead of JSON (needs pino-pretty)"))
  .helpOption("-h, --help", "show this help")
  .addHelpText(
    "after",
    "\nExample:\n  web-terminal-gateway --listen 0.0.0.0:8080 --upstream https://core.example:443 --allow-origin https://crm.example",
  );

// Commander treats a switch as set if its variable exists, whatever its value.
for (const name of ["WEB_TERMINAL_TRUST_PROXY", "WEB_TERMINAL_LOG_PRETTY"]) {
  if (/^(0|false|no|off)?$/i.test(process.env[name] ?? "")) Reflect.deleteProperty(process.env, name);
}

const flags = command.parse().opts<Flags>();
if ((flags.tlsCert === undefined) !== (flags.tlsKey === undefined))
  stop("--tls-cert and --tls-key must be set together.");

const logger = pino({
  level: flags.logLevel,
  base: null,
  ...(flags.logPretty === true && { transport: { target: "pino-pretty" } }),
});

const signIn = signInOf(flags);
const options: GatewayOptions = {
  listen: flags.listen,
  upstream: flags.upstream,
  ...(flags.upstreamCa !== undefined && { upstreamCa: readText(flags.upstreamCa) }),
  ...(flags.allowOrigin && { allowOrigins: flags.allowOrigin }),
  ...(flags.pathPrefix !== undefined && { pathPrefix: flags.pathPrefix }),
  ...(flags.tlsCert !== undefined &&
    flags.tlsKey !== undefined && { tls: { cert: readText(flags.tlsCert), key: readText(flags.tlsKey) } }),
  ...(flags.trustProxy === true && { trustProxy: true }),
  ...(signIn && { signIn }),
  limits: { corePingMs: flags.corePing, drainGraceMs: flags.drainGrace, drainSpreadMs: flags.drainSpread },
  logger,
  processMetrics: true,
};

try {
  const gateway = await createGateway(options);
  let asked = false;
  function leave(stop: () => Promise<void>): void {
    // A second signal exits at once.
    if (asked) process.exit(1);
    asked = true;
    void stop().then(() => process.exit(0));
  }
  process.on("SIGTERM", () => {
    leave(() => gateway.drain());
  });
  // Ctrl-C at a terminal does not wait for calls.
  process.on("SIGINT", () => {
    leave(() => gateway.close());
  });
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  const at = `${flags.listen.host}:${flags.listen.port}`;
  if (code === "EADDRINUSE")
    stop(`Cannot listen on ${at}: the port is in use. Stop the other program, or set another --listen.`);
  if (code === "EACCES")
    stop(`Permission denied listening on ${at}: use a port above 1023, or run with the right to bind it.`);
  stop(`Cannot start: ${message}`);
}
