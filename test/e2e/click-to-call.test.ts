import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { launchBrowser, type TestBrowser, until } from "../support/browser.js";
import { createHostPages, type HostPages, pageWith } from "../support/host-pages.js";
import { coreIsIdle, createStage, type Stage } from "../support/stage.js";
import { callOf, endOf, openWidget, type Widget } from "../support/widget.js";

const tone = "+4780000002";
const echo = "+4780000001";

describe("click-to-call", () => {
  let host: HostPages;
  let stage: Stage;
  let browser: TestBrowser;
  let alice: Widget;
  let pages = 0;
  before(async () => {
    host = await createHostPages();
    [stage, browser] = await Promise.all([createStage({ allowOrigins: [host.url] }), launchBrowser()]);
  });
  after(async () => {
    await browser.close();
    await stage.close();
    await host.close();
  });
  afterEach(async () => {
    // A call that is left with its page waits in the core for the next page.
    await alice.page.evaluate(() =>
      Promise.allSettled(
        [...document.querySelectorAll("web-terminal")].flatMap((each) => each.calls.map(({ id }) => each.hangup(id))),
      ),
    );
    await alice.close();
    await coreIsIdle(stage, 20_000);
  });

  const open = async (markup: string, attributes = ""): Promise<Widget> => {
    const element = `<web-terminal endpoint="${stage.url}" token="demo-alice" ${attributes}></web-terminal>`;
    pages += 1;
    alice = await openWidget(browser, stage, "alice", { url: host.set(`/page-${pages}`, pageWith(markup + element)) });
    return alice;
  };
  /** The chunk is here once the marked node that lacks it can be reached by keyboard. */
  const listens = (selector: string): Promise<void> =>
    alice.waitFor(`document.querySelector("${selector}")?.tabIndex === 0`);
  const numberCalled = async (): Promise<string> => (await alice.waitForEvent("call-outgoing")).call!.number;
  const shadowText = (): Promise<string> =>
    alice.page.evaluate(() =>
      [...document.querySelector("web-terminal")!.shadowRoot!.children]
        .map((each) => each.shadowRoot?.textContent ?? "")
        .join(" "),
    );
  const press = (text: string): Promise<void> =>
    alice.page.evaluate((wanted) => {
      const buttons = [...document.querySelector("web-terminal")!.shadowRoot!.children].flatMap((each) => [
        ...(each.shadowRoot?.querySelectorAll("button") ?? []),
      ]);
      buttons.find((button) => button.textContent.includes(wanted))!.click();
    }, text);

  it("calls a marked node with its label's context, by mouse and by key, and leaves the page as it was", async () => {
    await open(`<span id="mark" data-web-terminal-call="${tone}" data-web-terminal-context='{"deal":7}'>Ada</span>`);
    await listens("#mark");
    assert.equal(await alice.page.$eval("#mark", (node) => node.getAttribute("role")), "button");
    await alice.page.click("#mark");
    assert.equal(await numberCalled(), tone);
    assert.deepEqual((await callOf(alice)).metadata, { deal: 7 });
    await alice.do("hangup");
    await alice.waitForEvent("call-ended");
    await alice.page.focus("#mark");
    await alice.page.keyboard.press("Enter");
    await alice.waitForEvent("call-outgoing", { after: 1 });
    await alice.do("hangup");
    await alice.page.evaluate(() => document.querySelector("web-terminal")!.remove());
    assert.equal(
      await alice.page.$eval("#mark", (node) => node.hasAttribute("role") || node.hasAttribute("tabindex")),
      false,
    );
  });

  it("sees nodes that come later, and calls even where their context is no JSON, which it says once", async () => {
    await open("<main></main>");
    const warnings: string[] = [];
    alice.page.on("console", (message) => void (message.type() === "warn" && warnings.push(message.text())));
    await alice.page.evaluate((number) => {
      document.querySelector("main")!.innerHTML =
        `<i id="late" data-web-terminal-call="${number}" data-web-terminal-context="{">Ada</i>`;
    }, tone);
    await listens("#late");
    await alice.page.click("#late");
    assert.equal(await numberCalled(), tone);
    assert.equal((await callOf(alice)).metadata, null);
    assert.equal(warnings.filter((text) => text.includes("data-web-terminal-context")).length, 1);
  });

  it("leaves links in a marked row, shielded subtrees and tel: links to the page", async () => {
    await open(`
      <div id="row" data-web-terminal-call="${tone}"><a id="link" href="#there">Details</a> Ada</div>
      <div data-web-terminal-ignore><button id="shielded" data-web-terminal-call="${tone}">Call</button></div>
      <a id="tel" href="tel:${tone}" onclick="globalThis.prevented = event.defaultPrevented; event.preventDefault()">Call</a>`);
    await listens("#row");
    for (const id of ["#link", "#shielded", "#tel"]) await alice.page.click(id);
    assert.equal(await alice.page.evaluate("globalThis.prevented"), false);
    assert.equal(await alice.page.evaluate("location.hash"), "#there");
    await alice.page.click("#row", { offset: { x: 300, y: 5 } });
    assert.equal(await numberCalled(), tone);
    assert.equal((await alice.events("call-outgoing")).length, 1);
  });

  it("takes tel: links where it is told to, and sends their extension after the answer", async () => {
    await open(
      `<a id="tel" href="tel:+47-8000-0002;ext=42">Call</a><b id="mark" data-web-terminal-call="+1">x</b>`,
      'call-links="tel"',
    );
    await listens("#mark");
    await alice.page.click("#tel");
    assert.equal(await numberCalled(), tone);
    await until("the core to hear the digits", async () => {
      const { calls } = await stage.control().listCalls({});
      return calls[0]?.legs.some((leg) => leg.media?.digits === "42");
    });
  });

  it("reads numbers of links as people write them, the first one without a table that is here already", async () => {
    await open(
      `<a id="a" href="tel:+47(0)8000%E2%80%910002">Call</a><a id="b" href="callto:+47%C2%A08000%200002">Call</a>
      <a id="c" href="tel:%E2%81%A680%2000%2000%2002%E2%81%A9">Call</a><b id="mark" data-web-terminal-call="+1">x</b>`,
      'call-links="tel" region="NO"',
    );
    await listens("#mark");
    for (const [index, id] of ["#a", "#b", "#c"].entries()) {
      await alice.page.click(id);
      assert.equal((await alice.waitForEvent("call-outgoing", { after: index })).call!.number, tone, id);
      await alice.do("hangup");
      await alice.waitForEvent("call-ended", { after: index });
    }
  });

  it("says of a link with two numbers that it calls neither, and leaves it to nobody else", async () => {
    await open(
      `<a id="tel" href="tel:+4780000002/03">Call</a><b id="mark" data-web-terminal-call="+1">x</b>`,
      'call-links="tel"',
    );
    await listens("#mark");
    await alice.page.evaluate(() => {
      document.addEventListener("click", (event) => {
        (globalThis as { prevented?: boolean }).prevented = event.defaultPrevented;
        event.preventDefault();
      });
    });
    await alice.page.click("#tel");
    const { error } = await alice.waitForEvent("terminal-error");
    assert.equal(error?.code, "invalid-number");
    assert.equal(await alice.page.evaluate("globalThis.prevented"), true);
    assert.deepEqual(await alice.events("call-outgoing"), []);
  });

  it("announces the digits that follow, and sends them once", async () => {
    await open(`<b id="mark" data-web-terminal-call="+47 8000 0001 x42">Call</b>`);
    await listens("#mark");
    await alice.page.click("#mark");
    await until("the digits to be announced", async () =>
      (await alice.page.evaluate(() => document.querySelector("web-terminal")!.shadowRoot!.textContent)).includes(
        "then 42",
      ),
    );
    await alice.waitForState("active");
    const heard = async (): Promise<string | undefined> =>
      (await stage.control().listCalls({})).calls[0]?.legs.find((leg) => leg.media?.digits !== "")?.media?.digits;
    await until("the core to hear the digits", async () => (await heard()) === "42");
    await alice.do("sendDigits", "7");
    await until("the core to hear the digit", async () => (await heard()) === "427");
  });

  it("lets before-dial rewrite a number, and forbid a call", async () => {
    await open(
      `<button id="mark" data-web-terminal-call="${tone}">Call</button><b id="other" data-web-terminal-call="+1">x</b>`,
    );
    await listens("#other");
    await alice.page.evaluate((number) => {
      document.addEventListener("before-dial", (event) => {
        if ((globalThis as { forbids?: boolean }).forbids) event.preventDefault();
        else (event as Event & { number: string }).number = number;
      });
    }, echo);
    await alice.page.click("#mark");
    assert.equal(await numberCalled(), echo);
    await alice.waitForState("active");
    await alice.do("hangup");
    await alice.waitForEvent("call-ended");
    await alice.page.evaluate("globalThis.forbids = true");
    await alice.page.click("#mark");
    await alice.waitForEvent("before-dial", { after: 1 });
    assert.equal((await alice.events("call-outgoing")).length, 1);
    assert.deepEqual(await alice.events("terminal-error"), []);
  });

  it("offers what can be done while a call is up", async () => {
    await open(
      `<span id="mark" data-web-terminal-call="${echo}" data-web-terminal-label="Ada">Call</span>`,
      'mode="floating"',
    );
    await listens("#mark");
    await alice.do("dial", tone);
    await alice.waitForState("active");
    await alice.page.focus("#mark");
    await alice.page.keyboard.press("Enter");
    // However numbers are grouped by then.
    const asked = async (): Promise<string> => (await shadowText()).replace(/\s/g, "");
    await until("the question", async () => (await asked()).includes(`Ada(${echo})`));
    assert.ok((await asked()).includes(`Youareinacallwith${tone}`), await asked());
    await alice.page.keyboard.press("Escape");
    assert.equal((await shadowText()).trim(), "");
    assert.equal(await alice.page.evaluate("document.activeElement.id"), "mark");
    assert.equal((await callOf(alice)).number, tone);
    await alice.page.click("#mark");
    await until("the question", async () => (await shadowText()).includes("Hang up and call"));
    assert.doesNotMatch(await shadowText(), /Hold and call/);
    await press("Hang up and call");
    assert.equal(await endOf(alice), "hangup");
    assert.equal((await alice.waitForEvent("call-outgoing", { after: 1 })).call!.number, echo);
    assert.equal((await shadowText()).trim(), "");
  });

  it('makes a second call with call-mode="multiple"', async () => {
    await open(`<span id="mark" data-web-terminal-call="${echo}">Call</span>`, 'call-mode="multiple"');
    await listens("#mark");
    await alice.do("dial", tone);
    await alice.waitForState("active");
    await alice.page.click("#mark");
    await until("the question", async () => (await shadowText()).includes("Hold and call"));
    await press("Hold and call");
    assert.equal((await alice.waitForEvent("call-outgoing", { after: 1 })).call!.number, echo);
    assert.deepEqual(await alice.events("call-ended"), []);
  });

  it("is done by the first of two elements, and by the other one when that has gone", async () => {
    await open(`<span id="mark" data-web-terminal-call="${tone}">Call</span>`, 'id="first"');
    await listens("#mark");
    await alice.page.evaluate((endpoint) => {
      const second = Object.assign(document.createElement("web-terminal"), {
        id: "second",
        endpoint,
        token: "demo-bob",
      });
      document.body.append(second);
    }, stage.url);
    await alice.waitFor(`document.querySelector("#second").connection === "ready"`);
    await alice.page.click("#mark");
    await numberCalled();
    assert.equal(await alice.page.evaluate(`document.querySelector("#second").call`), null);
    await alice.page.evaluate(`document.querySelector("#first").remove()`);
    await listens("#mark");
    await alice.page.click("#mark");
    await alice.waitFor(`document.querySelector("#second").call?.number === "${tone}"`);
    await alice.page.evaluate(`document.querySelector("#second").remove()`);
    await alice.waitFor(`!document.querySelector("#mark").hasAttribute("tabindex")`);
  });

  it("is not downloaded for a page that calls by the panel alone", async () => {
    await open("<p>Nothing to call here.</p>");
    await alice.do("dial", tone);
    await alice.waitForState("active");
    const names = await alice.page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
    assert.deepEqual(
      names.filter((name) => /click-to-call|call-offer|detect/.test(name)),
      [],
    );
  });

  describe("with numbers in text", () => {
    const found = (): Promise<string[]> =>
      alice.page.evaluate(() =>
        [...(CSS.highlights.get("web-terminal-number") ?? [])].map(({ startContainer, startOffset, endOffset }) =>
          startContainer.textContent!.slice(startOffset, endOffset),
        ),
      );
    const text = `
      <main><p id="text">Ada: +47 8000 0002, or 80 00 00 01.</p>
      <p>Ordered 2026-11-22, +4799.</p></main>
      <pre>+4780000002</pre><code>+4780000002</code><div contenteditable>+4780000002</div><textarea>+4780000002</textarea>
      <a href="#x">+4780000002</a><p data-web-terminal-ignore>+4780000002</p><aside>+4780000002</aside>`;

    it("finds those in the root alone, without a change to the page's nodes, and calls where one is clicked", async () => {
      await open(text, 'call-links="detect" call-root="main" region="NO"');
      const markup = await alice.page.$eval("main", (node) => node.outerHTML);
      await until("both numbers", async () => (await found()).length === 2);
      assert.deepEqual(await found(), ["+47 8000 0002", "80 00 00 01"]);
      assert.equal(await alice.page.$eval("main", (node) => node.outerHTML), markup);
      const at = await alice.page.evaluate(() => {
        const range = document.createRange();
        const node = document.querySelector("#text")!.firstChild!;
        range.setStart(node, 8);
        range.setEnd(node, 10);
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      });
      await alice.page.mouse.click(at.x, at.y);
      assert.equal(await numberCalled(), tone);
      await alice.page.evaluate(() => document.querySelector("web-terminal")!.remove());
      assert.deepEqual(
        await alice.page.evaluate(() => [CSS.highlights.size, document.adoptedStyleSheets.length]),
        [0, 0],
      );
    });

    it("finds those that go over several nodes, shows a hand over them, and calls from any piece", async () => {
      await open(
        `<main><p id="split">Ada <b>+47</b> <i id="rest">8000</i> 0002.</p><p>80 00<br>00 03</p>
        <p id="flex" style="display: flex"><span>80 00 00 04</span><span>80 00 00 05</span></p>
        <p id="late">+47 <b id="gap">or</b></p></main>`,
        'call-links="detect" region="NO"',
      );
      const pieces = "+47| |8000| 0002|80 00 00 04|80 00 00 05";
      await until("all pieces", async () => (await found()).join("|") === pieces, 5_000).catch(async () =>
        assert.equal((await found()).join("|"), pieces),
      );
      const rest = (await alice.page.$("#rest"))!;
      const cursor = (): Promise<string> => rest.evaluate((node) => getComputedStyle(node).cursor);
      assert.notEqual(await cursor(), "pointer");
      await rest.hover();
      await until("the hand", async () => (await cursor()) === "pointer");
      await alice.page.hover("#flex");
      await alice.page.mouse.move(1, 1);
      await until("the usual pointer", async () => (await cursor()) !== "pointer");
      // What a page puts together later is read as one, and no more when it is taken apart.
      await alice.page.evaluate(() => document.querySelector("#gap")!.replaceChildren("8000 0006"));
      await until("the later one", async () => (await found()).join("|") === `${pieces}|+47 |8000 0006`);
      await alice.page.evaluate(() => document.querySelector("#rest")!.remove());
      await until(
        "the split one to go",
        async () => (await found()).join("|") === "80 00 00 04|80 00 00 05|+47 |8000 0006",
      );
      await alice.page.click("#gap");
      assert.equal(await numberCalled(), "+4780000006");
    });

    it("underlines a number with its extension, calls it and sends that", async () => {
      await open(
        "<main><p>Ring +47 8000 0002 ext. 42, not 80 00 00 02 kr.</p></main>",
        'call-links="detect" region="NO"',
      );
      await until("the number", async () => (await found()).length > 0);
      assert.deepEqual(await found(), ["+47 8000 0002 ext. 42"]);
      const at = await alice.page.evaluate(() => {
        const [range] = [...CSS.highlights.get("web-terminal-number")!];
        const live = document.createRange();
        live.setStart(range!.startContainer, range!.endOffset - 2);
        live.setEnd(range!.endContainer, range!.endOffset);
        const { x, y, width, height } = live.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      });
      await alice.page.mouse.click(at.x, at.y);
      assert.equal(await numberCalled(), tone);
      await until("the core to hear the digits", async () => {
        const { calls } = await stage.control().listCalls({});
        return calls[0]?.legs.some((leg) => leg.media?.digits === "42");
      });
    });

    it("follows the page's changes, and lists them for the keyboard", async () => {
      await open(text, 'call-links="detect" call-root="main" region="NO"');
      await until("both numbers", async () => (await found()).length === 2);
      await alice.page.evaluate(() => {
        document.querySelector("#text")!.firstChild!.nodeValue = "Now +47 8000 0003.";
        document.querySelector("main")!.append("Later: +47 8000 0004");
      });
      await until("the new ones", async () => (await found()).join() === "+47 8000 0003,+47 8000 0004");
      await alice.page.evaluate(() => document.querySelector("#text")!.setAttribute("data-web-terminal-ignore", ""));
      await until("the shielded one to go", async () => (await found()).length === 1);
      await alice.page.evaluate(() => {
        const list = document.querySelector("web-terminal")!.shadowRoot!.firstElementChild!.shadowRoot!;
        list.querySelector("summary")!.focus();
      });
      await alice.page.keyboard.press("Enter");
      await until("the list", async () => (await shadowText()).includes("Call +47 8000 0004"));
      await alice.page.keyboard.press("Tab");
      await alice.page.keyboard.press("Enter");
      assert.equal(await numberCalled(), "+4780000004");
    });
  });
});
