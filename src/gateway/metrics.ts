/** Counts for Prometheus. Each gateway has its own registry. */
import { Counter, Gauge, Registry, collectDefaultMetrics } from "prom-client";
import type { StatusCode } from "../wire/stream.js";

/** How a page is connected. */
export type Carrier = "websocket" | "fetch";

/** Why a stream was refused. */
export type Refusal = "origin" | "method" | "path" | "address" | "draining";

/** The steps of a sign-in. */
export type SignInStep = "begin" | "finish" | "renew" | "revoke";

/** The result of a step: `refused` by the gateway or the provider, `failed` if there was no answer. */
export type SignInOutcome = "ok" | "refused" | "failed";

/** The metrics of one gateway. */
export interface Metrics {
  readonly registry: Registry;
  opened(carrier: Carrier): void;
  ended(code: StatusCode): void;
  refused(reason: Refusal): void;
  signIn(step: SignInStep, outcome: SignInOutcome): void;
  /** Counts a message from the page to the core. */
  up(bytes: number): void;
  /** Counts a message from the core to the page. */
  down(bytes: number): void;
  /** Sets the number of connections to the core, and of streams on them. */
  upstream(connections: number, streams: number): void;
}

/** Creates metrics that are all zero. */
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
