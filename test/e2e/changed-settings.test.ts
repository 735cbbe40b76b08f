/** Attributes that change while somebody talks: the call is heard all the time, and what had to wait comes after it. */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { Code } from "@connectrpc/connect";
import { launchBrowser, type TestBrowser, until } from "../support/browser.js";
import { createHostPages, type HostPages, pageWith } from "../support/host-pages.js";
import { beginCall, goesOn, ownTone } from "../support/recovery.js";
import { watchGaps } from "../support/gaps.js";
import { coreIsIdle, createStage, type Stage } from "../support/stage.js";
import { callOf, openWidget, type Widget } from "../support/widget.js";

/** Tokens that no user of the core has by its name, as an operator's are. */
const users: Readonly<Record<string, string>> = { first: "alice", second: "alice" };

describe("a call goes on", () => {
  let host: HostPages;
  let stage: Stage;
  let browser: TestBrowser;
  const open: Widget[] = [];
  before(async () => {
    host = await createHostPages();
    host.set("/token", JSON.stringify({ access_token: "first", expires_in: 3600 }));
    [stage, browser] = await Promise.all([
      createStage({ allowOrigins: [host.url], core: { userOf: (token) => users[token] } }),
      launchBrowser(),
    ]);
  });
  after(async () => {
    await browser.close();
    await Promise.all([stage.close(), host.close()]);
  });
  afterEach(async () => {
    for (const widget of open.splice(0).reverse()) {
      await widget.settle("hangup");
      await widget.close();
    }
    await coreIsIdle(stage, 20_000);
    await until("no terminal to be registered", async () => (await terminals()).length === 0);
  });

  const terminals = async (): Promise<{ id: string; method: string }[]> =>
    (await stage.control().listTerminals({ user: "alice" })).terminals;

  /** The same gateway by another name, which no page can tell from another gateway. */
  const otherEndpoint = (): string => stage.url.replace("localhost", "127.0.0.1");

  const show = async (attributes: string, beside?: Widget): Promise<Widget> => {
    const tag = `<web-terminal endpoint="${stage.url}" ${attributes}></web-terminal>`;
    const url = host.set(`/page-${open.length}`, pageWith(tag));
    const widget = await openWidget(browser, stage, "", { url, tone: ownTone, ...(beside && { beside }) });
    open.push(widget);
    return widget;
  };

  /** Sets attributes, one after the other, each seen by the element before the next; null removes one. */
  const change = (widget: Widget, ...all: readonly Readonly<Record<string, string | null>>[]): Promise<void> =>
    widget.page.evaluate(async (changes) => {
      const element = document.querySelector("web-terminal")!;
      for (const attributes of changes) {
        for (const [name, value] of Object.entries(attributes)) {
          if (value === null) element.removeAttribute(name);
          else element.setAttribute(name, value);
        }
        await element.updateComplete;
        await element.updateComplete;
      }
    }, all);

  it("while values mean the same, or say how to get the next token; nothing follows", async () => {
    const alice = await show('token-url="/token?signature=1"');
    const [terminal] = await terminals();
    const id = await beginCall(alice);
    const { host: name } = new URL(stage.url);
    await change(
      alice,
      { "token-url": "/token?signature=2" },
      { "token-url": `${host.url}/token?signature=3` },
      { endpoint: `${stage.url}/` },
      { endpoint: `HTTP://${name.toUpperCase()}` },
      { endpoint: `ws://${name}` },
      { account: "", "call-mode": "single", tabs: "shared", transport: "auto" },
      { account: null, "call-mode": null, tabs: null, transport: null },
      { region: "SE", busy: "reject", leave: "hangup", mode: "floating", "ring-volume": "0.5", lang: "de" },
      { token: "second" },
    );
    await goesOn(stage, alice, id);
    assert.deepEqual(await terminals(), [terminal]);
    await alice.do("hangup");
    await alice.waitForEvent("call-ended");
    await alice.do("dial", "+4780000002");
    await alice.waitForTone(440);
    assert.deepEqual(await terminals(), [terminal]);
    const changes = (await alice.events("connection-change")).map(({ connection }) => connection);
    assert.deepEqual(changes, ["connecting", "ready"]);
  });

  it("while values change that need another registration: that follows once, at the end", async () => {
    const alice = await show('token="first"');
    const [terminal] = await terminals();
    const id = await beginCall(alice);
    await change(
      alice,
      { endpoint: "https://nobody.invalid", account: "known-late" },
      { transport: "fetch" },
      { tabs: "single" },
      { endpoint: "", token: "" },
      { endpoint: otherEndpoint(), token: "second", "call-mode": "multiple" },
    );
    await goesOn(stage, alice, id);
    assert.deepEqual(await terminals(), [terminal]);
    await alice.do("hangup");
    await until("the other registration", async () => {
      const now = await terminals();
      return now.length === 1 && now[0]?.id !== terminal?.id && now[0]?.method === "MultiPipe";
    });
    await alice.waitForConnection("ready");
    const changes = (await alice.events("connection-change")).map(({ connection }) => connection);
    assert.deepEqual(changes, ["connecting", "ready", "offline", "connecting", "ready"]);
    // The call that has ended is on screen until it is dismissed.
    assert.deepEqual([(await callOf(alice)).id, (await callOf(alice)).cause], [id, "hangup"]);
    await alice.do("dial", "+4780000002");
    await alice.waitForTone(440);
  });

  it("while values change and change back: nothing follows", async () => {
    const alice = await show('token="first" account="alice"');
    const [terminal] = await terminals();
    const id = await beginCall(alice);
    await change(
      alice,
      { endpoint: otherEndpoint(), account: "bob", transport: "fetch", "call-mode": "multiple", tabs: "single" },
      { endpoint: stage.url, account: "alice", transport: null, "call-mode": null, tabs: null },
    );
    await goesOn(stage, alice, id);
    await alice.do("hangup");
    await alice.do("dial", "+4780000002");
    await alice.waitForTone(440);
    assert.deepEqual(await terminals(), [terminal]);
  });

  it("from the ring on, which rings through a change", async () => {
    const alice = await show('token="first"');
    await stage.control().placeCall({ from: "+4799999999", to: "+4790000001" });
    await alice.waitForState("incoming");
    const { id } = await callOf(alice);
    await change(alice, { account: "known-late", endpoint: otherEndpoint() }, { "token-url": "/token" });
    assert.equal((await callOf(alice)).state, "incoming");
    await alice.do("answer");
    await alice.waitForTone(440);
    await watchGaps(alice);
    await goesOn(stage, alice, id);
    await alice.do("hangup");
    await alice.waitForEvent("connection-change", { after: 4 });
    await alice.waitForConnection("ready");
  });

  it("when its token is refused, and a new one brings the registration back", async () => {
    const alice = await show('token="first" account="alice"');
    const id = await beginCall(alice);
    await stage.control().breakStreams({ user: "alice", code: Code.Unauthenticated });
    await alice.waitForConnection("signed-out");
    await alice.waitForTone(440);
    await change(alice, { token: "second" });
    await goesOn(stage, alice, id);
    assert.equal((await terminals()).length, 1);
  });

  it("when its gateway refuses it for good, over another one that the page names", async () => {
    const alice = await show('token="first"');
    const id = await beginCall(alice);
    await stage.control().breakStreams({ user: "alice", code: Code.PermissionDenied });
    await alice.waitForConnection("failed");
    await alice.waitForTone(440);
    await change(alice, { endpoint: otherEndpoint() });
    await goesOn(stage, alice, id);
  });

  it("in the tab that has it, while another tab leaves for another registration as it ends", async () => {
    const attributes = 'token="first" account="alice"';
    // The first tab has the registration, the second the call.
    const holder = await show(attributes);
    const talker = await show(attributes, holder);
    const id = await beginCall(talker);
    await holder.waitForState("active");
    await change(holder, { account: "bob", endpoint: otherEndpoint() });
    await goesOn(stage, talker, id);
    assert.deepEqual([(await callOf(holder)).id, (await callOf(holder)).owner], [id, false]);
    assert.equal((await terminals()).length, 1);
    // It can still be hung up from there.
    await holder.do("hangup");
    assert.equal((await talker.waitForEvent("call-ended"))["cause"], "hangup");
    await until("two registrations", async () => (await terminals()).length === 2);
    for (const widget of [holder, talker]) await widget.waitForConnection("ready");
    await talker.do("dial", "+4780000002");
    await talker.waitForTone(440);
  });

  it("not after the phone is switched off", async () => {
    const alice = await show('token="first"');
    await beginCall(alice);
    await change(alice, { disabled: "" });
    assert.equal((await alice.waitForEvent("call-ended"))["cause"], "hangup");
    await coreIsIdle(stage);
    assert.equal((await terminals()).length, 0);
  });
});
