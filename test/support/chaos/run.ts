/**
 * Two pages that call each other while everything between them breaks. Judged by what the
 * contract promises: a call is lost only with the core that held it, and whatever happens,
 * nothing is left hanging once it is over.
 */
import { performance } from "node:perf_hooks";
import type { TestBrowser } from "../browser.js";
import { createMediaRelay } from "../media-relay.js";
import { createStage } from "../stage.js";
import { openWidget } from "../widget.js";
import { clockScript, createFaults, type CarryOut, type Ground } from "./faults.js";
import { planRounds, type Fault, type Round, type TimedFault, type Who } from "./plan.js";
import { atRest, bothTalk, clearAway, ended, evidence, look, notSettled, waitFor } from "./watch.js";

/** Each page's microphone. */
export const tones = { alice: 500, bob: 1200 } as const;
const numbers = { alice: "+4790000001", bob: "+4790000002" } as const;
const users = ["alice", "bob"] as const;

/** How long to go on, and with what. */
export interface ChaosOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly browser: TestBrowser;
  /** One line per call, for whoever watches. */
  readonly say?: (line: string) => void;
}

/** What went wrong in a call. */
export interface Trouble {
  readonly round: number;
  readonly what: string;
  readonly plan: Round;
  readonly evidence: unknown;
}

/** What came of it. */
export interface ChaosReport {
  readonly seed: number;
  readonly seconds: number;
  /** Calls that were dialed, and those in which both talked. */
  readonly calls: number;
  readonly answered: number;
  readonly faults: Readonly<Partial<Record<Fault["kind"], number>>>;
  /** Calls that ended with the core that held them, as they should. */
  readonly endedWithCore: number;
  /** Calls lost by a fault that policy should have survived. */
  readonly lost: readonly Trouble[];
  /** States that nothing led out of. */
  readonly stuck: readonly Trouble[];
  /** Exceptions that nobody caught in a page. */
  readonly exceptions: readonly string[];
}

/** A fault took the call, and it is not for the contract to keep it. */
class CallLost extends Error {}

/** Something was waited for in vain. */
class Stuck extends Error {}

interface World extends Ground {
  readonly carryOut: CarryOut;
  readonly count: (fault: Fault) => void;
  readonly say: (line: string) => void;
}

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const otherThan = (who: Who): Who => (who === "alice" ? "bob" : "alice");

/** Lets the faults of a phase happen, each at its time. */
async function happen(world: World, faults: readonly TimedFault[], callId: string): Promise<void> {
  await Promise.all(
    faults.map(async ({ at, fault }) => {
      await sleep(at);
      world.count(fault);
      await world.carryOut(fault, callId);
    }),
  );
}

/** Waits for what both pages have to come to; throws what became of it instead. */
async function comeTo(what: string, world: World, id: string, judge: () => Promise<boolean>): Promise<void> {
  const since = performance.now();
  const verdict = await waitFor(async () => {
    const gone = await ended(world.pages, id);
    if (gone !== null) return gone;
    return (await judge()) ? "reached" : null;
  });
  const seconds = (performance.now() - since) / 1_000;
  if (seconds > 10) world.say(`   ${what} took ${seconds.toFixed(1)} s`);
  if (verdict === "reached") return;
  if (verdict === null) throw new Stuck(`waited in vain for ${what}`);
  throw new CallLost(`${verdict} instead of ${what}`);
}

async function playRound(world: World, round: Round): Promise<{ answered: boolean; id: string }> {
  const { pages } = world;
  const callee = otherThan(round.caller);
  const dialed = (await pages[round.caller].do("dial", numbers[callee])) as { id: string };
  const rings = async (): Promise<boolean> => {
    const [caller, called] = await Promise.all([look(pages[round.caller]), look(pages[callee])]);
    const here = caller?.state === "alerting" || caller?.state === "dialing";
    return here && caller.connection === "ready" && called?.state === "incoming" && called.connection === "ready";
  };
  await comeTo("ringing", world, dialed.id, rings);
  await happen(world, round.ringing, dialed.id);
  await comeTo("ringing again", world, dialed.id, rings);

  if (round.outcome !== "answer") {
    await pages[round.outcome === "reject" ? callee : round.caller].settle(
      round.outcome === "reject" ? "reject" : "hangup",
    );
    return { answered: false, id: dialed.id };
  }
  const answer = await pages[callee].settle("answer");
  if ("error" in answer) throw new CallLost(`answering failed: ${answer.error}`);
  await comeTo("talking", world, dialed.id, () => bothTalk(pages, dialed.id, tones));
  await happen(world, round.talking, dialed.id);
  await comeTo("talking again", world, dialed.id, () => bothTalk(pages, dialed.id, tones));

  const { who, fault } = round.hangup;
  if (fault !== null) {
    world.count(fault);
    void world.carryOut(fault, dialed.id).catch(() => undefined);
  }
  await pages[who].settle("hangup");
  return { answered: true, id: dialed.id };
}

/** Runs for so many seconds, ends the call that is up then, and reports. */
export async function runChaos({ seed, seconds, browser, say = () => undefined }: ChaosOptions): Promise<ChaosReport> {
  const stage = await createStage();
  const relay = createMediaRelay();
  const exceptions: string[] = [];
  const faults: Partial<Record<Fault["kind"], number>> = {};
  const lost: Trouble[] = [];
  const stuck: Trouble[] = [];
  let calls = 0;
  let answered = 0;
  let endedWithCore = 0;
  const start = performance.now();

  const open = async (who: Who): Promise<Ground["pages"][Who]> => {
    const page = await openWidget(browser, stage, who, {
      tone: tones[who],
      prepare: async (raw) => {
        await raw.evaluateOnNewDocument(clockScript);
        await relay.attach(raw, who);
      },
    });
    page.page.on("pageerror", (error) =>
      exceptions.push(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
    return page;
  };

  try {
    const [alice, bob] = await Promise.all([open("alice"), open("bob")]);
    const ground: Ground = { stage, relay, pages: { alice, bob } };
    let happened: Fault[] = [];
    const count = (fault: Fault): void => {
      happened.push(fault);
      faults[fault.kind] = (faults[fault.kind] ?? 0) + 1;
    };
    const world: World = { ...ground, count, say, carryOut: createFaults(ground) };

    // More than there will be time for.
    for (const [index, round] of planRounds(seed, Math.ceil(seconds) + 10).entries()) {
      if (performance.now() - start > seconds * 1_000) break;
      const began = performance.now();
      happened = [];
      let outcome: string;
      const note = async (list: Trouble[], what: string): Promise<void> => {
        list.push({ round: index, what, plan: round, evidence: await evidence(world) });
      };
      try {
        calls += 1;
        const played = await playRound(world, round);
        if (played.answered) answered += 1;
        outcome = played.answered ? "talked" : round.outcome;
      } catch (reason) {
        const what = reason instanceof Error ? reason.message : String(reason);
        if (happened.some(({ kind }) => kind === "core-restart") && reason instanceof CallLost) {
          endedWithCore += 1;
          outcome = "ended with the core";
        } else {
          outcome = `${reason instanceof CallLost ? "LOST" : "STUCK"}: ${what}`;
          await note(reason instanceof CallLost ? lost : stuck, what);
        }
        for (const who of users) await world.pages[who].settle("hangup").catch(() => undefined);
      }
      const over = performance.now();
      const rested = await waitFor(() => atRest(world));
      const resting = (performance.now() - over) / 1_000;
      if (resting > 10) say(`   coming to rest took ${resting.toFixed(1)} s`);
      if (rested === null) {
        const what = `not at rest after the call: ${await notSettled(world)}`;
        outcome += `, STUCK: ${what}`;
        await note(stuck, what);
        await clearAway(world);
      }
      const took = ((performance.now() - began) / 1_000).toFixed(1);
      say(`${index}. ${outcome} (${took} s; ${happened.map(({ kind }) => kind).join(", ")})`);
    }
    const ran = Math.round((performance.now() - start) / 1_000);
    await Promise.all([alice.close(), bob.close()]);
    return { seed, seconds: ran, calls, answered, faults, endedWithCore, lost, stuck, exceptions };
  } finally {
    await relay.close();
    await stage.close();
  }
}
