/** How long a page heard nothing, told by the packets that it received. */
import type { TestPage } from "./browser.js";

declare global {
  var gapWatch: { worst: number; packets: number; stop(): void } | undefined;
}

/** Watches audio packets of all peer connections in a page from now on. */
export async function watchGaps(page: TestPage): Promise<void> {
  await page.page.evaluate(() => {
    globalThis.gapWatch?.stop();
    const seen = new Map<number, number>();
    let last = performance.now();
    let lookedAt = last;
    // On a busy machine the watch itself is late: what it could not see is not silence.
    let blind = 0;
    const watch = { worst: 0, packets: 0, stop: () => clearInterval(timer) };
    // The browser notes the last packet of each source: no statistics have to be gathered for it.
    const timer = setInterval(() => {
      const now = performance.now();
      blind += Math.max(0, now - lookedAt - 20);
      lookedAt = now;
      watch.worst = Math.max(watch.worst, now - last - blind);
      for (const connection of globalThis.probe.connections) {
        for (const receiver of connection.getReceivers()) {
          for (const { source, rtpTimestamp } of receiver.getSynchronizationSources()) {
            if (seen.get(source) === rtpTimestamp) continue;
            seen.set(source, rtpTimestamp);
            watch.packets += 1;
            last = now;
            blind = 0;
          }
        }
      }
    }, 10);
    globalThis.gapWatch = watch;
  });
}

/** The longest time without a packet since the watch began, in milliseconds. */
export async function worstGap(page: TestPage): Promise<number> {
  return page.page.evaluate(() => globalThis.gapWatch!.worst);
}
