/** WebKit for @web/test-runner: one window, in which one test file runs after the other. */
import type { BrowserLauncher } from "@web/test-runner-core";
import { launchWebKit, type WebKit } from "./webkit.js";

export function webkitLauncher(): BrowserLauncher {
  let webkit: Promise<WebKit> | null = null;
  const active = new Set<string>();
  const open = async (id: string, url: string): Promise<void> => {
    active.add(id);
    webkit ??= launchWebKit();
    await (await webkit).goto(url);
  };
  return {
    name: "WebKit",
    type: "webkit",
    concurrency: 1,
    startSession: open,
    startDebugSession: open,
    isActive: (id) => active.has(id),
    getBrowserUrl: async () => (await webkit)?.url(),
    async stopSession(id) {
      active.delete(id);
      await (await webkit)?.goto("about:blank");
      return {};
    },
    async stop() {
      await (await webkit)?.close();
    },
  };
}
