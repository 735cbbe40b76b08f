import { esbuildPlugin } from "@web/dev-server-esbuild";
import { defaultReporter } from "@web/test-runner";
import { chromeLauncher } from "@web/test-runner-chrome";
import puppeteer from "puppeteer-core";
import { fileURLToPath } from "node:url";
import { findBrowser } from "./scripts/lib/browser.mjs";
import { totalsReporter } from "./test/support/totals-reporter.mjs";

export default {
  files: "test/element/**/*.test.ts",
  nodeResolve: { exportConditions: ["browser", "production"] },
  concurrency: 2,
  // Another suite prints at the same time: no drawing over lines.
  staticLogging: true,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 120_000,
  testFramework: { config: { timeout: 10_000 } },
  plugins: [esbuildPlugin({ ts: true, tsconfig: fileURLToPath(new URL("tsconfig.json", import.meta.url)) })],
  browsers: [
    chromeLauncher({
      puppeteer,
      launchOptions: {
        executablePath: findBrowser(),
        args: [
          // Chromium refuses to run as root with its sandbox.
          "--no-sandbox",
          "--use-fake-device-for-media-stream",
          "--use-fake-ui-for-media-stream",
          "--autoplay-policy=no-user-gesture-required",
        ],
      },
    }),
  ],
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: false }), totalsReporter()],
};
