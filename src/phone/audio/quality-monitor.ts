/** Reads the statistics of calls that are up, once a second, and rates them. */
import type { Call } from "../../call/model.js";
import { infoOf, onScreen } from "../../call/selectors.js";
import { nextQuality, noQuality, qualityOf, sameQuality, type QualityState } from "../../media/quality.js";
import { readStats, type Totals } from "../../media/stats.js";
import type { CallStats } from "../../media/types.js";
import type { AudioHost } from "./audio-types.js";
import { createSummaries } from "./stats-summary.js";

/** Watches the quality of calls. */
export interface QualityMonitor {
  /** Sets the calls that are up. */
  update(up: readonly Call[]): void;
  /** Returns a summary of the last calls for the support bundle. */
  report(): readonly Record<string, unknown>[];
  close(): void;
}

/** Time between two readings, in milliseconds. */
const INTERVAL_MS = 1_000;

interface Watched {
  totals: Totals | null;
  state: QualityState;
}

/** Returns whether the call has audio that can be rated. */
export function hasAudio({ state }: Call): boolean {
  return state === "active" || state === "moving" || state === "recovering";
}

/** Creates a monitor that starts with the first call. */
export function createQualityMonitor(host: AudioHost): QualityMonitor {
  const { clock, emit } = host;
  const watched = new Map<string, Watched>();
  const summaries = createSummaries();
  let cancelTick: (() => void) | null = null;

  const rate = (call: Call, entry: Watched, stats: CallStats): void => {
    const quiet = call.muted || call.held || call.state !== "active";
    const [state, changes] = nextQuality(entry.state, stats, quiet);
    entry.state = state;
    summaries.add(call.id, stats, changes);
    emit({ type: "call-stats", call: infoOf(call), stats });
    for (const { code, cleared } of changes) {
      emit({ type: "call-quality", call: infoOf(call), code, cleared, level: qualityOf(state)?.level ?? "good" });
    }
  };

  const look = async ([id, entry]: [string, Watched]): Promise<void> => {
    const report = await host.runner.callMedia(id)?.current?.pc.getStats();
    const call = host.snapshot().calls.get(id);
    // The call may have ended, or its id been used again, while the browser counted.
    if (report === undefined || call === undefined || !hasAudio(call) || watched.get(id) !== entry) return;
    const [stats, totals] = readStats(report, entry.totals, clock.now());
    entry.totals = totals;
    rate(call, entry, stats);
  };

  const show = (): void => {
    const call = onScreen(host.snapshot());
    const state = call === null ? undefined : watched.get(call.id)?.state;
    const quality = state === undefined ? null : qualityOf(state);
    if (!sameQuality(quality, host.view.quality)) host.set({ quality });
  };

  const tick = (): void => {
    cancelTick = clock.after(INTERVAL_MS, tick);
    // A connection that closes meanwhile rejects.
    void Promise.allSettled([...watched].map(look)).then(show);
  };

  return {
    update(up) {
      const ids = up.map(({ id }) => id);
      for (const id of [...watched.keys()]) if (!ids.includes(id)) watched.delete(id);
      for (const id of ids) if (!watched.has(id)) watched.set(id, { totals: null, state: noQuality });
      if (up.length > 0) cancelTick ??= clock.after(INTERVAL_MS, tick);
      else {
        cancelTick?.();
        cancelTick = null;
        if (host.view.quality !== null) host.set({ quality: null });
      }
    },
    report: () => summaries.render(),
    close() {
      watched.clear();
      cancelTick?.();
    },
  };
}
