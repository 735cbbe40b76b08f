/**
 * Two real phones and the simulated core's real call model, in one process: whatever people
 * and networks do, core and terminals agree on which calls are up once all has been said.
 */
import assert from "node:assert/strict";
import { describe as group, test } from "node:test";
import fc from "fast-check";
import { createPhone, type Phone } from "../../../src/phone/index.js";
import { createFakeClock, type FakeClock } from "../../support/fake-clock.js";
import { createFakeCore, type FakeCore, type FakeLine } from "../../support/fake-core.js";
import { createFakeMedia, type FakeMedia } from "../../support/fake-media.js";
import { loadNumberRules } from "../../../src/numbers/number-reader.js";

// Numbers are then read at once, in the turn of the event loop in which they are dialed.
await loadNumberRules();

const numbers = ["+4790000001", "+4790000002"] as const;

/** One user at one page. A reload makes a new page on the same line. */
interface Terminal {
  readonly number: string;
  readonly line: FakeLine;
  phone: Phone;
  media: FakeMedia;
}

interface Bench {
  readonly clock: FakeClock;
  readonly core: FakeCore;
  readonly terminals: readonly [Terminal, Terminal];
  /** Media of pages that are gone, too. */
  readonly media: FakeMedia[];
  readonly calls: "single" | "multiple";
}

type Method = "answer" | "reject" | "hangup" | "pull" | "toPhone";
type Who = 0 | 1;

/** One thing that happens, written like a line of a log. */
type Step =
  | readonly ["dial", Who, string]
  | readonly [Method, Who]
  | readonly ["break", Who, number, number]
  /** With its calls remembered, or as a page that knows nothing of them. */
  | readonly ["reload", Who, boolean]
  | readonly ["mobile starts" | "mobile ends" | "core moves media", Who]
  | readonly ["media fails", Who]
  | readonly ["pass", number];

const who = fc.constantFrom<Who[]>(0, 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(
      fc.constant("dial"),
      who,
      fc.constantFrom("", "", "", "+4780000001", "+4780000006", "+4780000007", "+4780000008", "+4780000010"),
    ),
  },
  {
    weight: 6,
    arbitrary: fc.tuple(
      fc.constantFrom<Method[]>("answer", "answer", "answer", "answer", "reject", "hangup", "pull", "pull", "toPhone"),
      who,
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constant("break"), who, fc.constantFrom(0, 40, 6_000), fc.constantFrom(0, 40, 9_000)),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constant("media fails"), who) },
  { weight: 2, arbitrary: fc.tuple(fc.constant("reload"), who, fc.boolean()) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom("mobile starts", "mobile ends", "core moves media"), who) },
  { weight: 8, arbitrary: fc.tuple(fc.constant("pass"), fc.constantFrom(10, 60, 200, 200, 1_000, 5_000, 40_000)) },
);

function openPage(
  bench: Pick<Bench, "clock" | "core" | "media" | "calls">,
  line: FakeLine,
  name: string,
  handovers: ReturnType<Phone["handovers"]> = [],
): Pick<Terminal, "phone" | "media"> {
  const media = createFakeMedia(bench.clock, `${name}-${bench.media.length}-`);
  bench.media.push(media);
  bench.core.network.join(media);
  const phone = createPhone(
    { endpoint: "wss://gateway.example", getToken: () => Promise.resolve("token"), calls: bench.calls },
    {
      openStream: line.open,
      createPeerConnection: media.createPeerConnection,
      getUserMedia: media.getUserMedia,
      createPlayback: media.createPlayback,
      clock: bench.clock,
      random: () => 0.3,
    },
  );
  phone.resume(handovers);
  phone.connect().catch(() => undefined);
  return { phone, media };
}

async function createBench(calls: Bench["calls"], delays: readonly number[]): Promise<Bench> {
  const clock = createFakeClock();
  const core = createFakeCore(clock);
  let asked = 0;
  const delay = (): number => delays[(asked += 1) % delays.length] ?? 5;
  const media: FakeMedia[] = [];
  const ground = { clock, core, media, calls };
  const terminal = (number: string, name: string): Terminal => {
    const line = core.line(number, delay);
    return { number, line, ...openPage(ground, line, name) };
  };
  const bench: Bench = { ...ground, terminals: [terminal(numbers[0], "alice"), terminal(numbers[1], "bob")] };
  await clock.run(1_000);
  return bench;
}

const ignore = (promise: Promise<unknown>): void => {
  promise.catch(() => undefined);
};

async function take(bench: Bench, happening: Step): Promise<void> {
  const { core, clock } = bench;
  if (happening[0] === "pass") return clock.run(happening[1]);
  const terminal = bench.terminals[happening[1]];
  const other = bench.terminals[1 - happening[1]]!;
  switch (happening[0]) {
    case "dial":
      ignore(terminal.phone.dial(happening[2] === "" ? other.number : happening[2]));
      break;
    case "answer":
    case "reject":
    case "hangup":
    case "pull":
    case "toPhone":
      ignore(terminal.phone[happening[0]]());
      break;
    case "break":
      terminal.line.break(happening[2], happening[3]);
      break;
    case "reload": {
      // The page goes without a word; its successor opens at once.
      const handovers = happening[2] ? terminal.phone.handovers() : [];
      terminal.line.break(0, 40);
      terminal.phone.close();
      Object.assign(terminal, openPage(bench, terminal.line, "reloaded", handovers));
      break;
    }
    case "media fails":
      terminal.media.connections.findLast((each) => !each.closed)?.become("failed");
      break;
    case "mobile starts":
      if (core.model.callsOf(terminal.number).length === 0) core.model.connectMobile(terminal.number, "+4780000002");
      break;
    case "mobile ends":
      for (const call of core.model.mobileCalls(terminal.number)) core.model.end(call, "mobile hung up");
      break;
    case "core moves media":
      for (const call of core.model.callsOf(terminal.number)) core.model.renegotiate(call);
  }
  await clock.run(0);
}

/** Calls that the core believes to be at this user's terminal, with their state. */
function coreView(bench: Bench, { number, line }: Terminal): string[] {
  const here = (leg: { readonly terminal: { readonly id: string } | null } | null): boolean =>
    leg?.terminal != null && leg.terminal.id === line.terminal;
  return bench.core.model
    .callsOf(number)
    .flatMap((call) =>
      [call.caller, call.callee].flatMap((side) => {
        if (side.number !== number) return [];
        if (here(side.next ?? side.leg)) return [`${call.id} ${call.state}`];
        return side.ringing.some(here) ? [`${call.id} incoming`] : [];
      }),
    )
    .sort();
}

function terminalView({ phone }: Terminal): string[] {
  return phone.snapshot.calls
    .filter((call) => call.state !== "ended")
    .map((call) => `${call.id} ${call.state}`)
    .sort();
}

/** Nothing more happens: longer than any wait of either side. */
const CALM_MS = 200_000;

for (const calls of ["single", "multiple"] as const) {
  group(`two phones of ${calls} calls and the core`, () => {
    test("talk, move and hang up in the plainest order", async () => {
      const bench = await createBench(calls, [5]);
      const [alice, bob] = bench.terminals;
      ignore(alice.phone.dial(bob.number));
      await bench.clock.run(500);
      assert.equal(alice.phone.snapshot.call?.state, "alerting");
      assert.equal(bob.phone.snapshot.call?.state, "incoming");
      await Promise.all([bob.phone.answer(), bench.clock.run(500)]);
      assert.deepEqual(
        [alice, bob].map(({ phone }) => phone.snapshot.call?.state),
        ["active", "active"],
      );
      await Promise.all([bob.phone.toPhone(), bench.clock.run(500)]);
      assert.equal(bob.phone.snapshot.subscriber, "elsewhere");
      await Promise.all([bob.phone.pull(), bench.clock.run(500)]);
      assert.deepEqual(terminalView(bob), coreView(bench, bob));
      await alice.phone.hangup();
      await bench.clock.run(500);
      assert.equal(bob.phone.snapshot.call?.cause, "remote-hangup");
      assert.equal(bob.phone.snapshot.subscriber, "idle");
    });

    test("agree on the calls that are up, whatever has happened, and leave nothing behind", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 5, maxLength: 40, size: "max" }),
          fc.array(fc.nat(90), { minLength: 1, maxLength: 7 }),
          async (steps, delays) => {
            const bench = await createBench(calls, delays);
            for (const happening of steps) await take(bench, happening);
            await bench.clock.run(CALM_MS);
            for (const terminal of bench.terminals) {
              assert.equal(terminal.phone.snapshot.connection, "ready");
              assert.deepEqual(terminalView(terminal), coreView(bench, terminal), `the calls of ${terminal.number}`);
            }

            for (const { phone } of bench.terminals) {
              for (const call of phone.snapshot.calls) if (call.state !== "ended") ignore(phone.hangup(call.id));
            }
            await bench.clock.run(CALM_MS);
            for (const terminal of bench.terminals) assert.deepEqual(coreView(bench, terminal), []);
            for (const media of bench.media) {
              assert.deepEqual(media.leaks, { connections: 0, tracks: 0, playbacks: 0 });
            }
            for (const { phone } of bench.terminals) phone.close();
            bench.core.model.close();
            await bench.clock.run(20_000);
            assert.equal(bench.core.network.open, 0, "every end at the core is closed");
            assert.equal(bench.clock.waiting, 0, "no timer is left");
          },
        ),
        { numRuns: 60, includeErrorInReport: true },
      );
    });
  });
}
