import type { TestContext } from "node:test";
import { createSimulator, type Simulator, type SimulatorOptions } from "../../../src/simulator/index.js";
import { createSimTerminal, type Peer, type SimTerminal, until } from "../../support/sim-terminal.js";

/** A core for one test, with terminals that go when the test ends. */
export interface Bench {
  readonly core: Simulator;
  /** Registers a user's terminal. */
  terminal(user: string, method?: "pipe" | "multiPipe"): SimTerminal;
  /** Waits until the core knows this many terminals of the user. */
  registered(user: string, count: number): Promise<unknown>;
  /** Closes `peer` with the test. */
  own(peer: Peer): Peer;
  /** Waits until the peer hears this frequency, to 3 Hz. */
  hears(peer: Peer, hz: number, ms?: number): Promise<number>;
  /** Waits until the core hears this frequency on the leg of this number, to 3 Hz. */
  coreHears(callId: string, number: string, hz: number, ms?: number): Promise<number>;
}

/** Number of each user. */
export const numbers = { alice: "+4790000001", bob: "+4790000002", carol: "+4790000003", dave: "+4790000004" };

/** Starts a core on free ports. */
export async function createBench(context: TestContext, options: SimulatorOptions = {}): Promise<Bench> {
  const core = await createSimulator({ port: 0, controlPort: 0, ...options });
  const terminals: SimTerminal[] = [];
  const peers: Peer[] = [];
  context.after(async () => {
    await Promise.all(terminals.map((terminal) => terminal.close()));
    await Promise.all(peers.map((peer) => peer.close()));
    await core.close();
  });
  const near = (value: number, hz: number) => (Math.abs(value - hz) <= 3 ? { value } : null);
  return {
    core,
    terminal(user, method) {
      const terminal = createSimTerminal({
        port: core.port,
        token: `demo-${user}`,
        ...(method === undefined ? {} : { method }),
      });
      terminals.push(terminal);
      return terminal;
    },
    registered: (user, count) =>
      until(
        `${String(count)} terminals of ${user}`,
        async () => (await core.control.listTerminals({ user })).terminals.length === count,
      ),
    own(peer) {
      peers.push(peer);
      return peer;
    },
    hears: async (peer, hz, ms) =>
      (await until(`${String(hz)} Hz`, () => near(peer.heard().frequencyHz, hz), ms)).value,
    coreHears: async (callId, number, hz, ms) =>
      (
        await until(
          `${String(hz)} Hz from ${number}`,
          async () => {
            const { calls } = await core.control.listCalls({});
            const legs = calls.find(({ id }) => id === callId)?.legs ?? [];
            for (const leg of legs) {
              const found = leg.number === number ? near(leg.media?.frequencyHz ?? 0, hz) : null;
              if (found !== null) return found;
            }
            return null;
          },
          ms,
        )
      ).value,
  };
}
