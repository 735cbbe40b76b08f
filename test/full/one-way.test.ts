/** Audio that comes or goes in one direction only, over a network that is well: told apart from a bad network. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type OpenOptions, until } from "../support/browser.js";
import { createMediaRelay } from "../support/media-relay.js";
import { onStage } from "../support/stage.js";
import { openWidget, type Widget } from "../support/widget.js";

const tone = "+4780000002";
/** The first seconds of a call and those that raise a warning, with some to spare. */
const seconds = 11;

// Most of each is waiting for seconds to pass: a user each, and all at once.
describe("a call that is heard in one direction only", { concurrency: true }, () => {
  const { stage, browser } = onStage();

  const inCall = async (user: string, options: OpenOptions = {}): Promise<Widget> => {
    const widget = await openWidget(browser, stage, user, options);
    await widget.do("dial", tone);
    await widget.waitForTone(440);
    return widget;
  };
  const stopMedia = async (user: string, resume = false): Promise<void> => {
    const { terminals } = await stage.control().listTerminals({ user });
    const { calls } = await stage.control().listCalls({});
    const call = calls.find(({ from }) => from === terminals[0]?.number);
    await stage.control().stopMedia({ callId: call?.id ?? "", resume });
  };
  const warnings = async (widget: Widget): Promise<string[]> =>
    (await widget.events("call-quality")).map(
      ({ code, cleared }) => `${String(code)}${cleared === true ? " is over" : ""}`,
    );
  const says = (widget: Widget, text: string): Promise<unknown> =>
    until(`"${text}"`, async () => (await widget.text()).includes(text));
  /** One problem comes, is said in words, and goes; there is no other, and the call goes on all the while. */
  const comesAndGoes = async (
    widget: Widget,
    code: string,
    words: string,
    mend: () => Promise<unknown>,
  ): Promise<void> => {
    await until(code, async () => (await warnings(widget)).length > 0, 30_000);
    await says(widget, words);
    await mend();
    await until("its end", async () => (await warnings(widget)).length > 1, 30_000);
    assert.deepEqual(await warnings(widget), [code, `${code} is over`]);
    await until("the words to go", async () => !(await widget.text()).includes(words));
    assert.equal((await widget.get<{ state: string }>("call")).state, "active");
    assert.ok((await widget.events("call-change")).every(({ call }) => call?.state !== "recovering"));
  };

  it("as the core sends nothing more; a network that is cut off is told in other words", async () => {
    const relay = createMediaRelay();
    try {
      const alice = await inCall("alice", { prepare: (page) => relay.attach(page) });
      await stopMedia("alice");
      await comesAndGoes(alice, "no-audio-in", "Nothing can be heard from the other side", () =>
        stopMedia("alice", true),
      );
      await alice.waitForTone(440);
      relay.blackhole(() => true);
      await alice.waitForState("recovering", 30_000);
      const [, , ...cut] = await warnings(alice);
      assert.ok(
        cut.every((each) => each.startsWith("loss-in")),
        cut.join(),
      );
    } finally {
      await relay.close();
    }
  });

  it("as this page sends nothing more", async () => {
    const bob = await inCall("bob");
    const send = (active: boolean): Promise<void> =>
      bob.page.evaluate(async (value) => {
        const [sender] = globalThis.probe.connections[0]!.getSenders();
        const parameters = sender!.getParameters();
        for (const encoding of parameters.encodings) encoding.active = value;
        await sender!.setParameters(parameters);
      }, active);
    await send(false);
    await comesAndGoes(bob, "no-audio-out", "The other side cannot hear you", () => send(true));
  });

  for (const [user, wish] of [
    ["carol", "mute"],
    ["dave", "hold"],
  ] as const) {
    it(`and nothing is said of it during ${wish}`, async () => {
      const widget = await inCall(user);
      await widget.do(wish, true);
      await stopMedia(user);
      const { length } = await widget.events("call-stats");
      await widget.waitForEvent("call-stats", { after: length + seconds, timeout: 30_000 });
      assert.deepEqual(await warnings(widget), []);
      // It is said once that is over, and silence is no intent any more.
      await widget.do(wish, false);
      await until("the warning", async () => (await warnings(widget)).join() === "no-audio-in", 30_000);
    });
  }
});
