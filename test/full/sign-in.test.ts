import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import type { Page } from "puppeteer-core";
import { createGateway } from "../../src/gateway/index.js";
import { until } from "../support/browser.js";
import { pageWith } from "../support/host-pages.js";
import { button, createSignInBench, find, says, type SignInBench } from "../support/sign-in-bench.js";

describe("sign-in, at length", () => {
  let bench: SignInBench;
  before(async () => {
    bench = await createSignInBench();
  });
  after(() => bench.close());
  afterEach(() => bench.tidy());

  it("says that the browser has blocked the window", async () => {
    const inner = bench.host.set("/inner", pageWith(bench.tag));
    const widget = await bench.show("outer", {
      body: `<iframe src="${inner}" sandbox="allow-scripts allow-same-origin"></iframe>`,
    });
    const frame = await until("the frame", () => widget.page.frames().find((each) => each.url() === inner));
    await (await find(frame, button)).click();
    await find(frame, ">>> .trouble p");
    assert.match(
      await frame.$eval(">>> .trouble", (each) => each.textContent ?? ""),
      /The browser blocked the window\.\s+Allow pop-ups/,
    );
    const sandbox = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox";
    const allowed = await bench.show("outer", { body: `<iframe src="${inner}" sandbox="${sandbox}"></iframe>` });
    const free = await until("the frame", () => allowed.page.frames().find((each) => each.url() === inner));
    const popup = new Promise<Page | null>((resolve) => allowed.page.once("popup", resolve));
    await (await find(free, button)).click();
    await (await find((await popup)!, "button[value=alice]")).click();
    await until(
      "the phone to be ready",
      () => free.evaluate("document.querySelector('web-terminal').connection === 'ready'") as Promise<boolean>,
    );
  });

  it("says why a page or a provider that cuts its windows off gets no answer", async () => {
    const cut = { "Cross-Origin-Opener-Policy": "same-origin" };
    const severed = async (begins: string): Promise<string> =>
      until("the window's own words", async () => {
        for (const page of await bench.browser.browser.pages()) {
          if (!page.url().startsWith(begins)) continue;
          const text = await page
            .$eval("#severed", (each) => ((each as HTMLElement).hidden ? "" : each.textContent))
            .catch(() => "");
          if (text !== "") return text ?? "";
        }
        return undefined;
      });
    const page = await bench.show("cut", { headers: cut });
    await (await find(page.page, button)).click();
    assert.match(await severed(`${bench.stage.url}/sign-in?`), /same-origin-allow-popups/);
    await says(page, "The sign-in window did not respond.");
    await page.context.close();
    // What the documentation says to send instead.
    await bench.signIn(
      await bench.show("uncut", { headers: { "Cross-Origin-Opener-Policy": "same-origin-allow-popups" } }),
    );

    bench.provider.settings.headers = cut;
    const widget = await bench.show("cut-there");
    await bench.openWindow(widget);
    const at = await until("the provider's page", async () => {
      for (const each of await bench.browser.browser.pages())
        if (each.url().startsWith(bench.provider.issuer)) return each;
      return undefined;
    });
    await (await find(at, "button[value=alice]")).click();
    assert.match(await severed(`${bench.stage.url}/sign-in/callback`), /the sign-in service may send no such header/);
    await says(widget, "The window was closed before you were signed in.");
  });

  it("renews before the token expires, without a window, and asks anew when the session is over", async () => {
    // It has to be renewed at once, and then each second.
    bench.provider.settings.tokenSeconds = 2;
    const widget = await bench.show("renew");
    await bench.signIn(widget);
    const before = bench.provider.asked.renewals;
    await until("three renewals", () => bench.provider.asked.renewals >= before + 3, 20_000);
    assert.equal(await widget.get("connection"), "ready");
    assert.deepEqual((await widget.events("connection-change")).map(({ connection }) => connection).slice(-1), [
      "ready",
    ]);
    await bench.provider.forgetAll();
    await bench.stage.core.stop();
    await bench.stage.core.start();
    await widget.waitForConnection("signed-out", 30_000);
    await find(widget.page, button);
    await bench.signIn(widget);
  });

  it("says that a gateway without settings signs nobody in", async () => {
    const plain = await createGateway({ upstream: "http://127.0.0.1:1", allowOrigins: [bench.host.url] });
    try {
      const widget = await bench.show("plain", {
        body: pageWith(`<web-terminal endpoint="${plain.url}" sign-in></web-terminal>`),
      });
      await says(widget, "Sign-in is not set up for this phone.");
      assert.equal(await widget.page.$(button), null);
    } finally {
      await plain.close();
    }
  });
});
