/** The figures of the last calls, for the support bundle: few, and nothing personal. */
import type { QualityChange } from "../../media/quality.js";
import type { CallStats } from "../../media/types.js";

/** Collects them. */
export interface Summaries {
  add(id: string, stats: CallStats, changes: readonly QualityChange[]): void;
  render(): readonly Record<string, unknown>[];
}

/** How many calls are remembered. */
const REMEMBERED = 5;

interface Range {
  count: number;
  sum: number;
  worst: number;
}

const measured = ["roundTripMs", "jitterMs", "lossIn", "lossOut", "mos", "levelIn", "levelOut"] as const;

/** Makes a collection. */
export function createSummaries(): Summaries {
  const calls = new Map<string, { last: CallStats; seconds: number; ranges: Map<string, Range>; problems: string[] }>();
  return {
    add(id, stats, changes) {
      const call = calls.get(id) ?? { last: stats, seconds: 0, ranges: new Map<string, Range>(), problems: [] };
      calls.set(id, call);
      call.last = stats;
      call.seconds += 1;
      for (const name of measured) {
        const value = stats[name];
        if (value === null) continue;
        const range = call.ranges.get(name) ?? { count: 0, sum: 0, worst: value };
        call.ranges.set(name, range);
        range.count += 1;
        range.sum += value;
        // A score and a level are the worse the lower they are.
        range.worst = /^(mos|level)/.test(name) ? Math.min(range.worst, value) : Math.max(range.worst, value);
      }
      for (const { code, cleared } of changes) call.problems.push(`${code}${cleared ? " cleared" : ""}`);
      const [oldest] = calls.keys();
      if (calls.size > REMEMBERED && oldest !== undefined) calls.delete(oldest);
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
