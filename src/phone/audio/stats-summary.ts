/** Summarises the statistics of the last calls for the support bundle, without personal data. */
import type { QualityChange } from "../../media/quality.js";
import type { CallStats } from "../../media/types.js";

/** Summaries of the last calls. */
export interface Summaries {
  /** Adds one second of a call. */
  add(id: string, stats: CallStats, changes: readonly QualityChange[]): void;
  /** Returns one plain object for each call, oldest first. */
  render(): readonly Record<string, unknown>[];
}

/** How many calls are kept. */
const MAX_CALLS = 5;

interface Range {
  count: number;
  sum: number;
  worst: number;
}

const figures = ["roundTripMs", "jitterMs", "lossIn", "lossOut", "mos", "levelIn", "levelOut"] as const;

/** Figures of which a lower value is worse. */
const worseIfLower: ReadonlySet<(typeof figures)[number]> = new Set(["mos", "levelIn", "levelOut"]);

/** Creates an empty collection. */
export function createSummaries(): Summaries {
  const calls = new Map<string, { last: CallStats; seconds: number; ranges: Map<string, Range>; problems: string[] }>();
  return {
    add(id, stats, changes) {
      const call = calls.get(id) ?? { last: stats, seconds: 0, ranges: new Map<string, Range>(), problems: [] };
      calls.set(id, call);
      call.last = stats;
      call.seconds += 1;
      for (const name of figures) {
        const value = stats[name];
        if (value === null) continue;
        const range = call.ranges.get(name) ?? { count: 0, sum: 0, worst: value };
        call.ranges.set(name, range);
        range.count += 1;
        range.sum += value;
        range.worst = worseIfLower.has(name) ? Math.min(range.worst, value) : Math.max(range.worst, value);
      }
      for (const { code, cleared } of changes) call.problems.push(`${code}${cleared ? " cleared" : ""}`);
      const [oldest] = calls.keys();
      if (calls.size > MAX_CALLS && oldest !== undefined) calls.delete(oldest);
    },
    render: () =>
      [...calls].map(([id, { last, seconds, ranges, problems }]) => ({
        call: id,
        seconds,
        codec: last.codec,
        path: last.path,
        problems,
        ...Object.fromEntries([...ranges].map(([name, { count, sum, worst }]) => [name, { mean: sum / count, worst }])),
      })),
  };
}
