/** What a page holds, by its own account and by the browser's. */
import type { CDPSession } from "puppeteer-core";
import type { Widget } from "../../test/support/widget.js";

/** Counts after garbage has been collected. */
export interface Holdings {
  readonly heapKilobytes: number;
  /** Those that are not closed. */
  readonly peerConnections: number;
  /** Those that the browser has not collected, closed ones included. */
  readonly uncollected: number;
  readonly tracks: number;
  readonly audioContexts: number;
  readonly listeners: number;
  readonly nodes: number;
  /** `setTimeout`s that wait and `setInterval`s that run. */
  readonly timers: number;
  /** Media and timers of calls, by the phone's own support bundle. */
  readonly callResources: number;
}

/** Runs in the page before its own scripts: counts the timers that are set. */
export const timerScript = `(() => {
  const waiting = new Set();
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  globalThis.setTimeout = (task, ms, ...args) => {
    const id = setTimeout(() => { waiting.delete(id); if (typeof task === "function") task(...args); }, ms);
    waiting.add(id);
    return id;
  };
  globalThis.setInterval = (...args) => { const id = setInterval(...args); waiting.add(id); return id; };
  // One numbering for both, and either function clears either kind.
  globalThis.clearTimeout = (id) => { waiting.delete(id); clearTimeout(id); };
  globalThis.clearInterval = (id) => { waiting.delete(id); clearInterval(id); };
  globalThis.timersWaiting = () => waiting.size;
})();`;

/** Looks after the garbage collector has been through. */
export async function measure(page: Widget, client: CDPSession): Promise<Holdings> {
  await page.page.evaluate(() => globalThis.probe.forget());
  // A finalizer frees what the next collection then finds: twice is not enough, and more changes nothing.
  for (let turn = 0; turn < 3; turn += 1) await client.send("HeapProfiler.collectGarbage");
  const { usedSize } = await client.send("Runtime.getHeapUsage");
  const { metrics } = await client.send("Performance.getMetrics");
  const metric = (name: string): number => metrics.find((each) => each.name === name)?.value ?? 0;
  const { resources } = (await page.do("supportBundle")) as { resources: { callMedia: number; timers: number } };
  return {
    heapKilobytes: Math.round(usedSize / 1024),
    peerConnections: await page.openPeerConnections(),
    uncollected: metric("RTCPeerConnections"),
    tracks: await page.liveTracks(),
    audioContexts: await page.openAudioContexts(),
    listeners: metric("JSEventListeners"),
    nodes: metric("Nodes"),
    timers: (await page.page.evaluate("timersWaiting()")) as number,
    callResources: resources.callMedia + resources.timers,
  };
}
