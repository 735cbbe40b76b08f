import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { Code } from "@connectrpc/connect";
import { until } from "../support/browser.js";
import { version } from "../support/host-pages.js";
import { button, createSignInBench, find, says, type SignInBench } from "../support/sign-in-bench.js";
import { callOf } from "../support/widget.js";

describe("sign-in", () => {
  let bench: SignInBench;
  before(async () => {
    bench = await createSignInBench();
  });
  after(() => bench.close());
  afterEach(() => bench.tidy());

  it("goes from a click to a call, on the strictest page, then through a reload and into a second tab, and out again", async () => {
    const policy = [
      "default-src 'none'",
      `script-src ${bench.host.url}/cdn/${version}/`,
      `connect-src ${bench.stage.url} ${bench.stage.url.replace("http", "ws")}`,
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types lit-html",
    ].join("; ");
    const widget = await bench.show("strict", { headers: { "Content-Security-Policy": policy } });
    const { page } = widget;
    await page.evaluate(
      "globalThis.violations = []; addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective), true)",
    );
    await find(page, button);
    assert.equal(await page.evaluate("document.querySelector('web-terminal').connection"), "signed-out");
    const popup = await bench.openWindow(widget);
    const choice = await find(popup, "button[value=alice]");
    await says(widget, "Continue in the sign-in window.");
    await choice.click();
    await until("the window to close", () => popup.isClosed());
    // The policy forbids a test's waiting by script in the page.
    const holds = (condition: string): Promise<unknown> => until(condition, () => page.evaluate(condition));
    const element = "document.querySelector('web-terminal')";
    await holds(`${element}.connection === 'ready'`);
    await holds(`${element}.shadowRoot.activeElement?.getAttribute('part') === 'display'`);
    await widget.do("dial", "+4780000002");
    await widget.waitForTone(440);
    await widget.do("hangup");
    assert.deepEqual(await page.evaluate("violations"), []);
    const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
    assert.doesNotMatch(kept, /refresh/);

    await page.reload();
    await holds(`${element}?.connection === 'ready'`);
    assert.equal(bench.provider.asked.renewals, 0);
    const second = await bench.show("second", { beside: widget });
    await second.waitForConnection("ready");
    await second.page.evaluate(() =>
      document.querySelector("web-terminal")!.shadowRoot!.querySelector<HTMLElement>("[value=settings]")!.click(),
    );
    await until("to sign out", () =>
      second.page.$$eval(">>> [part=settings] button", (all) => {
        const out = all.find((each) => each.textContent.trim() === "Sign out");
        (out as HTMLElement | undefined)?.click();
        return out !== undefined;
      }),
    );
    for (const each of [second, widget]) await says(each, "Sign in to use the phone");
    await until("the tokens to be taken back", () => bench.provider.asked.revocations === 1);
    assert.equal(await page.evaluate("sessionStorage.length"), 0);
  });

  it("lets a call go on when the session is over, and signs in again beside it", async () => {
    const widget = await bench.show("over");
    await bench.signIn(widget);
    await widget.do("dial", "+4780000002");
    await widget.waitForTone(440);
    const { id } = await callOf(widget);
    await bench.provider.forgetAll();
    await bench.stage.control().breakStreams({ user: "alice", code: Code.Unauthenticated });
    await widget.waitForConnection("signed-out");
    assert.equal((await widget.events("connection-change")).at(-1)?.["connection"], "signed-out");
    await says(widget, "You are signed out. The call continues.");
    await widget.waitForTone(440);
    assert.equal((await widget.events("call-ended")).length, 0);
    await bench.signIn(widget);
    await widget.waitForState("active");
    await widget.waitForTone(440);
    assert.equal((await callOf(widget)).id, id);
    assert.equal((await widget.text()).includes("You are signed out."), false);
    await widget.do("hangup");

    // Without a call nothing is in the way of saying so at large.
    await bench.provider.forgetAll();
    await bench.stage.control().breakStreams({ user: "alice", code: Code.Unauthenticated });
    await widget.waitForConnection("signed-out");
    await widget.do("dismiss");
    await says(widget, "Sign in to use the phone");
    await find(widget.page, button);
    const codes = (await widget.events("terminal-error")).map(({ error }) => error?.code);
    assert.deepEqual(codes, Array(3).fill("signed-out"), "before the first time, and after each");
  });

  it("says what to do when the person cancels, or closes the window", async () => {
    const widget = await bench.show("leave");
    const canceled = await bench.openWindow(widget);
    await (await find(canceled, "button[value='']")).click();
    await says(widget, "Sign-in was refused or canceled.");
    const closed = await bench.openWindow(widget);
    await find(closed, "button[value=alice]");
    await closed.close();
    await says(widget, "The window was closed before you were signed in.");
    assert.equal(
      await widget.page.$eval(">>> [role=alert].trouble", (each) => each.textContent?.includes("Try again")),
      true,
    );
    await bench.signIn(widget);
  });
});
