/** Looks at pages and core in the midst of chaos, and tells rest from trouble. */
import { performance } from "node:perf_hooks";
import type { Widget } from "../widget.js";
import type { Ground } from "./faults.js";
import type { Who } from "./plan.js";

/** Longest wait for anything: the longest back-off of a page without a call is 30 s. */
const PATIENCE_MS = 60_000;

/** What a page says of itself. */
export interface View {
  readonly connection: string;
  readonly subscriber: string;
  readonly id: string | null;
  readonly state: string | null;
  readonly cause: string | null;
  readonly heardHz: number;
  readonly resources: { readonly callMedia: number; readonly timers: number };
  readonly tracks: number;
  readonly connections: number;
}

type Pages = Ground["pages"];

/** Asks until the answer is other than null or false; null when nothing came of it in time. */
export async function waitFor<T>(ask: () => Promise<T | null | false>): Promise<T | null> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== false) return answer;
    if (performance.now() > end) return null;
    await new Promise((again) => setTimeout(again, 50));
  }
}

/** A look at a page; null while it is being loaded. */
export async function look(widget: Widget): Promise<View | null> {
  return widget.page
    .evaluate(async () => {
      const element = document.querySelector("web-terminal");
      if (!element || typeof element.supportBundle !== "function") return null;
      const { call, connection, subscriber } = element;
      const { resources } = (await element.supportBundle()) as { resources?: { callMedia: number; timers: number } };
      return {
        connection: String(connection),
        subscriber: String(subscriber),
        id: call?.id ?? null,
        state: call?.state ?? null,
        cause: call?.cause ?? null,
        heardHz: globalThis.probe.heard().hz,
        resources: resources ?? { callMedia: 0, timers: 0 },
        tracks: globalThis.probe.liveTracks(),
        connections: globalThis.probe.openPeerConnections(),
      };
    })
    .catch(() => null);
}

/** Which page says that this call is over, and why; null while none does. */
export async function ended(pages: Pages, id: string): Promise<string | null> {
  for (const who of ["alice", "bob"] as const) {
    const view = await look(pages[who]);
    if (view?.id === id && view.state === "ended") return `${who}: ${view.cause}`;
  }
  return null;
}

/** Whether both are in this call, are registered, and hear each other. */
export async function bothTalk(pages: Pages, id: string, tones: Readonly<Record<Who, number>>): Promise<boolean> {
  const [alice, bob] = await Promise.all([look(pages.alice), look(pages.bob)]);
  const talks = (view: View | null, hz: number): boolean =>
    view?.id === id && view.state === "active" && view.connection === "ready" && Math.abs(view.heardHz - hz) <= 15;
  return talks(alice, tones.bob) && talks(bob, tones.alice);
}

/** What a page still has that it should not have between calls; empty at rest. */
function remains(view: View | null): string {
  if (view === null) return "no widget";
  const { connection, subscriber, state, resources, tracks, connections } = view;
  return [
    connection === "ready" ? "" : connection,
    subscriber === "idle" ? "" : `subscriber ${subscriber}`,
    state === null || state === "ended" ? "" : state,
    resources.callMedia + resources.timers + tracks + connections === 0
      ? ""
      : `${resources.callMedia} call media, ${resources.timers} timers, ${tracks} tracks, ${connections} connections`,
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** What is not at rest, in words; empty where everything is. */
export async function notSettled({ pages, stage }: Ground): Promise<string> {
  const parts: string[] = [];
  for (const who of ["alice", "bob"] as const) {
    const left = remains(await look(pages[who]));
    if (left !== "") parts.push(`${who}: ${left}`);
  }
  const { calls } = await stage.control().listCalls({});
  for (const call of calls) parts.push(`core: ${call.state} call of ${call.legs.length} legs`);
  return parts.join("; ");
}

/** Whether nobody holds anything any more. */
export async function atRest(ground: Ground): Promise<boolean> {
  return (await notSettled(ground)) === "";
}

/** Begins anew after trouble, so that one fault is counted once. */
export async function clearAway({ pages, stage }: Ground): Promise<void> {
  const { calls } = await stage.control().listCalls({});
  for (const { id } of calls)
    await stage
      .control()
      .hangUp({ callId: id })
      .catch(() => undefined);
  for (const who of ["alice", "bob"] as const) {
    await pages[who].page.evaluate("sessionStorage.clear()").catch(() => undefined);
    await pages[who].page.goto(stage.pageOf(who), { waitUntil: "load" });
    await pages[who].waitForConnection("ready", PATIENCE_MS);
  }
}

/** All that may tell why: what the pages and the core say of themselves. */
export async function evidence({ pages, stage, relay }: Ground): Promise<unknown> {
  const bundles = await Promise.all(
    [pages.alice, pages.bob].map((page) => page.settle("supportBundle").catch((reason: unknown) => String(reason))),
  );
  const { calls } = await stage.control().listCalls({ ended: true });
  return {
    alice: bundles[0],
    bob: bundles[1],
    views: [await look(pages.alice), await look(pages.bob)],
    paths: relay.paths.slice(-6),
    core: calls.slice(-3).map((call) => ({
      id: call.id,
      state: call.state,
      legs: call.legs.map(({ kind, media }) => ({
        kind,
        state: media?.state,
        hz: media?.frequencyHz,
        silent: media?.silentMs,
      })),
    })),
  };
}
