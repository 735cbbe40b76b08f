/** Reads the figures of calls that are up, once a second, and judges them. */
import type { Call } from "../../call/model.js";
import { infoOf, onScreen } from "../../call/selectors.js";
import { nextQuality, noQuality, qualityOf, type QualityState } from "../../media/quality.js";
import { readStats, type Totals } from "../../media/stats.js";
import type { CallStats } from "../../media/types.js";
import type { AudioContextDeps } from "./audio-types.js";
import { createSummaries } from "./stats-summary.js";

/** Watches the quality of calls. */
export interface QualityMonitor {
  /** The calls that are up now. */
  update(up: readonly Call[]): void;
  report(): readonly Record<string, unknown>[];
  close(): void;
}

/** Between two looks at the figures, in milliseconds. */
const SECOND_MS = 1_000;

interface Watched {
  totals: Totals | null;
  state: QualityState;
}

/** Whether the call has audio that can be judged. */
export const isUp = (call: Call): boolean => /^(active|moving|recovering)$/.test(call.state);

/** Makes it. */
export function createQualityMonitor(room: AudioContextDeps): QualityMonitor {
  const { clock, emit } = room;
  const watched = new Map<string, Watched>();
  const summaries = createSummaries();
  let cancelTick: (() => void) | null = null;

  const judge = (call: Call, entry: Watched, stats: CallStats): void => {
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
    const report = await room.runner().session(id)?.current?.pc.getStats();
    const call = room.snapshot().calls.get(id);
    // The call may have ended, or have become another, while the browser counted.
    if (report === undefined || call === undefined || !isUp(call) || watched.get(id) !== entry) return;
    const [stats, totals] = readStats(report, entry.totals, clock.now());
    entry.totals = totals;
    judge(call, entry, stats);
  };

  const show = (): void => {
    const call = onScreen(room.snapshot());
    const state = call === null ? undefined : watched.get(call.id)?.state;
    const quality = state === undefined ? null : qualityOf(state);
    if (JSON.stringify(quality) !== JSON.stringify(room.view.quality)) room.set({ quality });
  };

  const tick = (): void => {
    cancelTick = clock.after(SECOND_MS, tick);
    // A connection that closes meanwhile has no figures any more.
    void Promise.allSettled([...watched].map(look)).then(show);
  };

  return {
    update(up) {
      const ids = up.map(({ id }) => id);
      for (const id of [...watched.keys()]) if (!ids.includes(id)) watched.delete(id);
      for (const id of ids) if (!watched.has(id)) watched.set(id, { totals: null, state: noQuality });
      if (up.length > 0) cancelTick ??= clock.after(SECOND_MS, tick);
      else {
        cancelTick?.();
        cancelTick = null;
        if (room.view.quality !== null) room.set({ quality: null });
      }
    },
    report: () => summaries.render(),
    close() {
      watched.clear();
      cancelTick?.();
    },
  };
}
