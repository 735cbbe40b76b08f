/** What is heard from the phone itself: its country's tones, the keys, and a ring of the page's own. */
import assert from "node:assert/strict";
import { afterEach, before, describe, it } from "node:test";
import type { CallInfo } from "../../src/call/model.js";
import { type FakeDevice, until } from "../support/browser.js";
import { coreIsIdle, onStage } from "../support/stage.js";
import { openWidget, waitUntilReleased, type Widget } from "../support/widget.js";

const ringHz = 1000;
const bob = "+4790000002";

/** A second of a tone, as a file. */
function wave(hz: number): Buffer {
  const rate = 8000;
  const file = Buffer.alloc(44 + 2 * rate);
  file.write("RIFF", 0);
  file.writeUInt32LE(36 + 2 * rate, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(2 * rate, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36);
  file.writeUInt32LE(2 * rate, 40);
  for (let at = 0; at < rate; at += 1)
    file.writeInt16LE(Math.round(20_000 * Math.sin((2 * Math.PI * hz * at) / rate)), 44 + 2 * at);
  return file;
}

const devices: readonly FakeDevice[] = [
  { kind: "audioinput", deviceId: "built-in", label: "Built-in microphone" },
  { kind: "audiooutput", deviceId: "speakers", label: "Speakers" },
  { kind: "audiooutput", deviceId: "headset-out", label: "Headset" },
];

describe("tones", () => {
  const { stage, browser } = onStage();
  let alice: Widget;
  before(async () => {
    alice = await openWidget(browser, stage, "alice", {
      devices,
      prepare: async (page) => {
        await page.setRequestInterception(true);
        page.on("request", (request) => {
          const { pathname } = new URL(request.url());
          if (pathname === "/own-ring.wav") void request.respond({ contentType: "audio/wav", body: wave(ringHz) });
          else void request.continue();
        });
      },
    });
    await alice.page.evaluate(() => {
      const element = document.querySelector("web-terminal")!;
      element.setAttribute("call-mode", "multiple");
      element.region = "US";
    });
    await until("the terminal to be registered with MultiPipe", async () => {
      const { terminals } = await stage.control().listTerminals({});
      return terminals.length === 1 && terminals[0]?.method === "MultiPipe";
    });
    await alice.waitForConnection("ready");
  });
  afterEach(async () => {
    for (const call of await alice.get<CallInfo[]>("calls")) await alice.settle("hangup", call.id);
    await waitUntilReleased(alice);
    await coreIsIdle(stage);
    for (const call of await alice.get<CallInfo[]>("calls")) await alice.settle("dismiss", call.id);
    await alice.waitForSound(0);
    await alice.page.evaluate(() => globalThis.probe.events.splice(0));
  });

  const chord = (...wanted: readonly number[]): Promise<unknown> =>
    until(`${wanted.join(" and ")} Hz`, async () => {
      const heard = await alice.page.evaluate(() => globalThis.probe.chord());
      return heard.length === wanted.length && heard.every((hz, index) => Math.abs(hz - (wanted[index] ?? 0)) < 8);
    });
  /** Sound and silence in turn, to within a twentieth of a second. */
  const rhythm = (...wanted: readonly number[]): Promise<unknown> =>
    until(
      `the rhythm of ${wanted.join(", ")} s`,
      async () => {
        const turns = await alice.page.evaluate((count) => globalThis.probe.rhythm(count), wanted.length + 1);
        const from = turns.findIndex(({ loud }) => loud);
        return wanted.every((seconds, index) => Math.abs((turns[from + index]?.seconds ?? 0) - seconds) < 0.05);
      },
      20_000,
    );
  const set = (fields: Record<string, unknown>): Promise<void> =>
    alice.page.evaluate((values) => void Object.assign(document.querySelector("web-terminal")!, values), fields);
  /** The loudest moment of half a second, in decibels. */
  const level = (): Promise<number> =>
    alice.page.evaluate(async () => {
      let loudest = -Infinity;
      for (
        const end = performance.now() + 500;
        performance.now() < end;
        await new Promise((next) => setTimeout(next, 20))
      ) {
        loudest = Math.max(loudest, globalThis.probe.sounds().decibels);
      }
      return loudest;
    });
  const ring = async (): Promise<void> => {
    await stage.control().placeCall({ from: bob, to: "+4790000001" });
    await until("a call", async () => (await alice.get<CallInfo[]>("calls")).find((call) => call.state === "incoming"));
  };

  it("of the country: ringback, busy and reorder, each in its own rhythm", async () => {
    await alice.do("dial", "+4780000004");
    await chord(440, 480);
    await alice.do("hangup");
    await alice.waitForSound(0);
    await alice.settle("dial", "+4780000003");
    await chord(480, 620);
    await rhythm(0.5, 0.5);
    await until("the busy tone to end", async () => {
      // Silent for longer than the pauses of the tone.
      for (const end = performance.now() + 1_000; performance.now() < end;) {
        if ((await alice.page.evaluate(() => globalThis.probe.sounds())).hz !== 0) return false;
      }
      return true;
    });
    await alice.settle("dial", "+4780000009");
    await rhythm(0.25, 0.25);
    await chord(480, 620);
  });

  it("of another country, from the next sound on", async () => {
    for (const [region, ...hz] of [
      ["GB", 400, 450],
      ["NO", 425],
    ] as const) {
      await set({ region });
      await alice.do("dial", "+4780000004");
      await chord(...hz);
      await alice.do("hangup");
    }
    await set({ region: "US" });
  });

  it("of a second caller, beside the call that goes on", async () => {
    await alice.do("dial", "+4780000002");
    await alice.waitForTone(440);
    await alice.waitForSound(0);
    await ring();
    await chord(440);
    await alice.waitForTone(440);
    await alice.do("reject");
    await alice.waitForSound(0);
  });

  it("of keys, as they are pressed on the pad", async () => {
    const press = (): Promise<void> =>
      alice.page.evaluate(() => {
        const keys = document
          .querySelector("web-terminal")!
          .shadowRoot!.querySelectorAll<HTMLButtonElement>("[part=key]");
        [...keys].find(({ value }) => value === "5")?.click();
      });
    // A tenth of a second is soon over.
    await until("770 and 1336 Hz", async () => {
      await press();
      return alice.page.evaluate(
        () =>
          new Promise<boolean>((resolve) => {
            const end = performance.now() + 500;
            const look = (): void => {
              const heard = globalThis.probe.chord();
              const found = [770, 1336].every((hz) => heard.some((each) => Math.abs(each - hz) < 12));
              if (found || performance.now() > end) resolve(found);
              else setTimeout(look, 5);
            };
            look();
          }),
      );
    });
  });

  it("give way to a ring of the page's own, as loud as it says", async () => {
    await set({ ringUrl: "/own-ring.wav", ringVolume: 1 });
    await ring();
    await alice.waitForSound(ringHz);
    const loud = await level();
    await alice.do("reject");
    await alice.waitForSound(0);
    await set({ ringVolume: 0.1 });
    await ring();
    await alice.waitForSound(ringHz);
    const difference = loud - (await level());
    assert.ok(Math.abs(difference - 20) < 3, `a tenth is 20 dB less, not ${difference}`);
    await set({ ringVolume: 1 });
  });

  it("ring in place of a file that cannot be had, and the page is told, once", async () => {
    for (const times of [1, 2]) {
      await set({ ringUrl: "/no-such-ring.wav" });
      await ring();
      await until("the ring", async () => {
        const { hz } = await alice.page.evaluate(() => globalThis.probe.sounds());
        return hz > 600 && hz < 900;
      });
      await alice.waitForEvent("terminal-error");
      const errors = (await alice.events("terminal-error")).map(({ error }) => error);
      assert.deepEqual(
        errors.map((error) => error?.code),
        ["ring-not-available"],
        String(times),
      );
      assert.match(errors[0]?.message ?? "", /ringtone of this page/);
      await alice.do("reject");
    }
    await set({ ringUrl: "" });
  });

  it("ring on another speaker as soon as that is chosen, while it rings", async () => {
    await alice.do("dial", "+4780000002");
    await until("the devices to be known", async () => (await alice.get<unknown[]>("devices")).length === 3);
    await alice.do("hangup");
    await alice.do("setDevice", "ringer", "speakers");
    await ring();
    const chosen = (): Promise<string> => alice.page.evaluate(() => globalThis.probe.sinks().filter(Boolean).join());
    for (const ringer of ["speakers", "headset-out"]) {
      await alice.do("setDevice", "ringer", ringer);
      await until(`the ring on ${ringer} alone`, async () => {
        const { hz } = await alice.heard();
        return (await chosen()) === ringer && hz > 600 && hz < 900;
      });
    }
    await alice.do("setDevice", "ringer", "");
    await until("the ring on the system's own", async () => {
      const { hz } = await alice.page.evaluate(() => globalThis.probe.sounds());
      return (await chosen()) === "" && hz > 600 && hz < 900;
    });
    await alice.do("reject");
  });

  it("ring on every speaker at once, where that is wanted", async () => {
    await alice.do("dial", "+4780000002");
    await until("the devices to be known", async () => (await alice.get<unknown[]>("devices")).length === 3);
    await alice.do("hangup");
    await alice.do("setDevice", "ringer", "all");
    await ring();
    const sinks = (): Promise<string[]> => alice.page.evaluate(() => globalThis.probe.sinks());
    await until("both speakers", async () => {
      const playing = await sinks();
      return playing.includes("speakers") && playing.includes("headset-out");
    });
    await until("the ring there", async () => {
      const { hz } = await alice.heard();
      return hz > 600 && hz < 900;
    });
    await alice.do("reject");
    await until("silence", async () => (await sinks()).length === 0);
    await alice.do("setDevice", "ringer", "");
  });
});
