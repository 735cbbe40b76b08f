/** What the gateway counts, for Prometheus. Each gateway has a registry of its own. */
import { Counter, Gauge, Registry, collectDefaultMetrics } from "prom-client";
import type { StatusCode } from "../wire/stream.js";

/** What a page's end of a pipe is carried by. */
export type Carrier = "websocket" | "fetch";

/** Why a pipe was refused before it was one. */
export type Refusal = "origin" | "method" | "path" | "address" | "draining";

/** What a person's sign-in consists of. */
export type SignInStep = "begin" | "finish" | "renew" | "revoke";

/** How a step went: `refused` by us or by the provider, `failed` for want of an answer. */
export type SignInOutcome = "ok" | "refused" | "failed";

/** The numbers, and how they are changed. */
export interface Metrics {
  readonly registry: Registry;
  opened(carrier: Carrier): void;
  ended(code: StatusCode): void;
  refused(reason: Refusal): void;
  signIn(step: SignInStep, outcome: SignInOutcome): void;
  /** One message from the page to the core. */
  up(bytes: number): void;
  /** One message from the core to the page. */
  down(bytes: number): void;
  /** How many connections to the core there are, and streams on them. */
  upstream(connections: number, streams: number): void;
}

/** Starts all counts at zero. */
export function createMetrics(withProcess = false): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const prefix = "web_terminal_gateway_";
  if (withProcess) collectDefaultMetrics({ register: registry });

  const bridges = new Gauge({ name: `${prefix}pipes`, help: "Open pipes", registers });
  const opens = new Counter({
    name: `${prefix}opens_total`,
    help: "Opened pipes by what carries them",
    labelNames: ["carrier"],
    registers,
  });
  const ends = new Counter({
    name: `${prefix}ends_total`,
    help: "Ended pipes by code",
    labelNames: ["code"],
    registers,
  });
  const refusals = new Counter({
    name: `${prefix}refusals_total`,
    help: "Refused pipes by reason",
    labelNames: ["reason"],
    registers,
  });
  const signIns = new Counter({
    name: `${prefix}sign_in_total`,
    help: "Steps of people's sign-in by how they went",
    labelNames: ["step", "outcome"],
    registers,
  });
  const labelNames = ["direction"];
  const messages = new Counter({ name: `${prefix}messages_total`, help: "Messages carried", labelNames, registers });
  const bytes = new Counter({ name: `${prefix}bytes_total`, help: "Bytes of messages carried", labelNames, registers });
  const connections = new Gauge({ name: `${prefix}upstream_connections`, help: "Connections to the core", registers });
  const streams = new Gauge({ name: `${prefix}upstream_streams`, help: "Streams to the core", registers });

  const direction = (name: "up" | "down"): ((size: number) => void) => {
    const messageCount = messages.labels(name);
    const byteCount = bytes.labels(name);
    return (size) => {
      messageCount.inc();
      byteCount.inc(size);
    };
  };

  return {
    registry,
    opened: (carrier) => {
      bridges.inc();
      opens.inc({ carrier });
    },
    ended: (code) => {
      bridges.dec();
      ends.inc({ code });
    },
    refused: (reason) => {
      refusals.inc({ reason });
    },
    signIn: (step, outcome) => {
      signIns.inc({ step, outcome });
    },
    up: direction("up"),
    down: direction("down"),
    upstream: (connectionCount, streamCount) => {
      connections.set(connectionCount);
      streams.set(streamCount);
    },
  };
}
