/** All that stands behind a page: the simulated core, the gateway, the page's server. On free ports of this machine. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { createSimulator, type Simulator, type SimulatorOptions } from "../../src/simulator/index.js";
import type { SignInOptions } from "../../src/gateway/index.js";
import { launchBrowser, type TestBrowser, until } from "./browser.js";
import type { GatewayOrder } from "./gateway-process.js";

/** What carries a phone's pipe; calls have to work on each. */
export const transports = ["websocket", "fetch"] as const;
export type Transport = (typeof transports)[number];

/** What a stage is made with. */
export interface StageOptions {
  readonly core?: Omit<SimulatorOptions, "port" | "controlPort">;
  readonly allowOrigins?: readonly string[];
  /** How the gateway signs people in. */
  readonly signIn?: SignInOptions;
}

/** A part of the stage that can be taken away and put back, on the same port. */
export interface StagePart {
  readonly port: number;
  /** Ends it in order. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** A stage that stands. */
export interface Stage {
  /** The page's address, which is the gateway's. */
  readonly url: string;
  /** The address of the demo page as a user, whose phone takes this transport. */
  pageOf(user: string, transport?: Transport): string;
  readonly core: StagePart;
  /** `kill` is SIGKILL: no goodbye to anybody. */
  readonly gateway: StagePart & { kill(): Promise<void> };
  /** The core's control service; of the core that runs now. */
  control(): Simulator["control"];
  close(): Promise<void>;
}

async function startGateway(order: GatewayOrder): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(fileURLToPath(new URL("gateway-process.ts", import.meta.url)), {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  child.send(order);
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The gateway ended with code ${String(code)} before it listened`);
  });
  const [{ port }] = (await Promise.race([once(child, "message"), ended])) as [{ port: number }];
  ended.catch(() => undefined);
  return { child, port };
}

async function endGateway(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

/** Starts a stage. Close it, or the test's process never ends. */
export async function createStage(options: StageOptions = {}): Promise<Stage> {
  let simulator = await createSimulator({ ...options.core, port: 0, controlPort: 0 });
  const { port: corePort, controlPort } = simulator;
  const order = {
    upstream: `http://127.0.0.1:${corePort}`,
    control: `http://127.0.0.1:${controlPort}`,
    allowOrigins: options.allowOrigins ?? [],
    ...(options.signIn && { signIn: options.signIn }),
  };
  let { child, port: gatewayPort } = await startGateway({ ...order, port: 0 }).catch(async (error: unknown) => {
    await simulator.close();
    throw error;
  });
  const url = `http://localhost:${gatewayPort}`;

  return {
    url,
    pageOf: (user, transport) =>
      `${url}/?user=${encodeURIComponent(user)}${transport === undefined ? "" : `&transport=${transport}`}`,
    core: {
      port: corePort,
      stop: () => simulator.close(),
      start: async () => {
        simulator = await createSimulator({ ...options.core, port: corePort, controlPort });
      },
    },
    gateway: {
      port: gatewayPort,
      stop: () => endGateway(child, "SIGTERM"),
      kill: () => endGateway(child, "SIGKILL"),
      start: async () => {
        ({ child, port: gatewayPort } = await startGateway({ ...order, port: gatewayPort }));
      },
    },
    control: () => simulator.control,
    close: async () => {
      await endGateway(child, "SIGTERM");
      await simulator.close();
    },
  };
}

/** A stage and a browser for the tests of a `describe`: they stand from its first test to its last. */
export function onStage(
  options: StageOptions = {},
  flags?: Parameters<typeof launchBrowser>[0],
): { readonly stage: Stage; readonly browser: TestBrowser } {
  const stage = {} as Stage;
  const browser = {} as TestBrowser;
  const closing: (() => Promise<void>)[] = [];
  const stand = async <T extends { close(): Promise<void> }>(place: T, made: Promise<T>): Promise<void> => {
    Object.assign(place, await made);
    closing.push(() => place.close());
  };
  before(() =>
    Promise.all([stand(stage, createStage(options)), stand(browser, launchBrowser(flags))]).then(() => undefined),
  );
  // Whichever of the two has come to stand.
  after(() => Promise.all(closing.map((close) => close())).then(() => undefined));
  return { stage, browser };
}

/** Waits until the core hears this tone from a page, to within 15 Hz; 0 waits for silence. */
export const coreHears = (stage: Stage, hz: number): Promise<unknown> =>
  until(`the core to hear ${hz} Hz`, async () => {
    const { calls } = await stage.control().listCalls({});
    return calls[0]?.legs.some((leg) => leg.kind === "terminal" && Math.abs((leg.media?.frequencyHz ?? 0) - hz) < 15);
  });

/** Waits until the core has no call. */
export const coreIsIdle = (stage: Stage, timeout?: number): Promise<unknown> =>
  until("the core to know of no call", async () => (await stage.control().listCalls({})).calls.length === 0, timeout);

/** The id of the call that the core has. */
export async function coreCall(stage: Stage): Promise<string> {
  const [call] = (await stage.control().listCalls({})).calls;
  return call?.id ?? "";
}
