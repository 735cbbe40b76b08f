/** The element tests in the browser that ELEMENT_BROWSER names, `firefox` or `webkit`. Run with `--import tsx`. */
import { chromeLauncher } from "@web/test-runner-chrome";
import puppeteer from "puppeteer-core";
import { firefoxOptions } from "./test/support/browsers/firefox.ts";
import { webkitLauncher } from "./test/support/browsers/webkit-launcher.ts";
import shared from "./web-test-runner.config.mjs";

const launchers = {
  firefox: async () => chromeLauncher({ puppeteer, launchOptions: await firefoxOptions() }),
  webkit: async () => webkitLauncher(),
};

export default { ...shared, concurrency: 1, browsers: [await launchers[process.env.ELEMENT_BROWSER]()] };
