#!/usr/bin/env node
/** `web-terminal-simulator`: the simulated core as a command. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Command, InvalidArgumentError, Option } from "commander";
import { pino } from "pino";
import { controlHelp } from "./usage-text.js";
import { createSimulator } from "./index.js";

interface Flags {
  readonly port: number;
  readonly controlPort: number;
  readonly host: string;
  readonly user: Readonly<Record<string, string>>;
  readonly keepCall: number;
  readonly minPingInterval: number;
  readonly maxStreams?: number;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly logLevel: string;
  readonly logFormat: "auto" | "json" | "pretty";
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("Expected a whole number.");
  return Number(text);
}

function portNumber(text: string): number {
  const port = whole(text);
  if (port > 65_535) throw new InvalidArgumentError("Expected a port from 0 to 65535.");
  return port;
}

/** Parses `NAME=NUMBER`; an environment variable may have several, separated by commas. */
function users(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const found = text.split(",").map((part) => {
    const [name, number] = part.split("=").map((half) => half.trim());
    if (name === undefined || number === undefined)
      throw new InvalidArgumentError("Expected NAME=NUMBER, for example erin=+4790000005.");
    return [name, number] as const;
  });
  return { ...before, ...Object.fromEntries(found) };
}

const option = (flags: string, description: string, variable: string) =>
  new Option(flags, description).env(`WEB_TERMINAL_SIM_${variable}`);

const program = new Command("web-terminal-simulator")
  .description(
    "A simulated voice core on this machine for developing and testing <web-terminal>: real gRPC, real ICE,\n" +
      "DTLS-SRTP and RTP, users who call each other, scripted numbers, and a control service that triggers\n" +
      "events and reports the received audio.",
  )
  .addOption(
    option(
      "--port <port>",
      "port of the gRPC service, HTTP/2 without TLS unless a certificate is set; 0 picks a free one",
      "PORT",
    )
      .default(8081)
      .argParser(portNumber),
  )
  .addOption(
    option("--control-port <port>", "port of the control service, JSON over HTTP; 0 picks a free one", "CONTROL_PORT")
      .default(8082)
      .argParser(portNumber),
  )
  .addOption(option("--host <address>", "address to listen on", "HOST").default("127.0.0.1"))
  .addOption(
    option("--user <name=number>", "additional user, with token demo-NAME; repeatable", "USERS")
      .default({}, "alice, bob, carol, dave")
      .argParser(users),
  )
  .addOption(
    option("--keep-call <ms>", "how long a call is kept after the stream of its terminal broke", "KEEP_CALL")
      .default(30_000)
      .argParser(whole),
  )
  .addOption(
    option(
      "--min-ping-interval <ms>",
      "minimum interval of HTTP/2 PINGs on an idle connection, as gRPC servers enforce it; 0 allows any",
      "MIN_PING_INTERVAL",
    )
      .default(300_000)
      .argParser(whole),
  )
  .addOption(
    option("--max-streams <count>", "maximum HTTP/2 streams on one connection", "MAX_STREAMS").argParser(whole),
  )
  .addOption(option("--tls-cert <file>", "certificate for gRPC over TLS, PEM", "TLS_CERT"))
  .addOption(option("--tls-key <file>", "private key of the certificate, PEM", "TLS_KEY"))
  .addOption(
    option("--log-level <level>", "minimum level of log lines", "LOG_LEVEL")
      .default("info")
      .choices(["debug", "info", "warn", "error", "silent"]),
  )
  .addOption(
    option(
      "--log-format <format>",
      "auto: readable lines on a terminal if pino-pretty is installed, else JSON",
      "LOG_FORMAT",
    )
      .default("auto")
      .choices(["auto", "json", "pretty"]),
  )
  .addHelpText(
    "after",
    () => `
Users and tokens: alice +4790000001, bob +4790000002, carol +4790000003, dave +4790000004; each signs in with
the access token demo-NAME. Calling a user rings all of the user's terminals, and the first answer wins. If no
terminal is registered, the user's mobile rings, and is not answered. Dave's mobile is switched off: calls cannot be
moved to it (Error TRY_AGAIN), and without a terminal he is unreachable (Bye). A Bye during the ringing rejects the
call on all of the user's terminals.

${controlHelp("http://127.0.0.1:8082")}`,
  );

/** Returns whether to log in colours and columns: on a terminal, if the package for it is installed. */
function prettyIsWanted(format: Flags["logFormat"]): boolean {
  if (format === "json" || (format === "auto" && !process.stdout.isTTY)) return false;
  try {
    createRequire(import.meta.url).resolve("pino-pretty");
    return true;
  } catch {
    return false;
  }
}

async function main(): Promise<void> {
  const flags = program.parse().opts<Flags>();
  if ((flags.tlsCert === undefined) !== (flags.tlsKey === undefined))
    program.error("error: --tls-cert and --tls-key must be set together.");
  const logger = pino({
    level: flags.logLevel,
    base: null,
    ...(prettyIsWanted(flags.logFormat)
      ? { transport: { target: "pino-pretty", options: { ignore: "pid,hostname", translateTime: "HH:MM:ss.l" } } }
      : {}),
  });
  const simulator = await createSimulator({
    port: flags.port,
    controlPort: flags.controlPort,
    host: flags.host,
    users: flags.user,
    keepCallMs: flags.keepCall,
    minPingIntervalMs: flags.minPingInterval,
    logger,
    ...(flags.maxStreams === undefined ? {} : { maxStreamsPerConnection: flags.maxStreams }),
    ...(flags.tlsCert === undefined || flags.tlsKey === undefined
      ? {}
      : { tls: { cert: readFileSync(flags.tlsCert), key: readFileSync(flags.tlsKey) } }),
  });
  logger.info({ port: simulator.port, controlPort: simulator.controlPort }, "simulated core ready");

  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    // A second signal exits at once.
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ signal }, "stopping");
    void simulator.close().then(() => process.exit(0));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`web-terminal-simulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
