/** A real phone with fake ports, and what tests often ask of it. */
import assert from "node:assert/strict";
import { createPhone, type Phone, type PhoneEvent, type PhoneOptions } from "../../src/phone/index.js";
import { createFakeClock, settled, type FakeClock } from "./fake-clock.js";
import { createFakeMedia, type FakeMedia } from "./fake-media.js";
import { createFakeStreams, type FakeStreams } from "./fake-stream.js";
import { loadNumberRules } from "../../src/numbers/number-reader.js";

// Numbers are then read at once, in the turn of the event loop in which they are dialed.
await loadNumberRules();

export interface PhoneBench {
  readonly phone: Phone;
  readonly clock: FakeClock;
  readonly media: FakeMedia;
  readonly streams: FakeStreams;
  readonly events: PhoneEvent[];
  /** Ids of calls that this phone makes, in order. */
  readonly ids: readonly string[];
  /** Whether it has room for one call only. */
  readonly single: boolean;
  /** Names of tracked promises that have not settled. */
  readonly pending: readonly string[];
  /** Remembers a promise, so that `assertFreed` finds out whether it has settled. */
  track(what: string, promise: Promise<unknown>): void;
  /** Closes the phone, and finds everything that it did not let go of. */
  assertFreed(): Promise<void>;
}

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

export function createPhoneBench(options: Partial<PhoneOptions> = {}): PhoneBench {
  const clock = createFakeClock();
  const media = createFakeMedia(clock);
  const streams = createFakeStreams();
  const events: PhoneEvent[] = [];
  const ids: string[] = [];
  const pending = new Map<Promise<unknown>, string>();
  const phone = createPhone(
    { endpoint: "wss://gateway.example", getToken: () => Promise.resolve("token"), ...options },
    {
      openStream: streams.open,
      createPeerConnection: media.createPeerConnection,
      getUserMedia: media.getUserMedia,
      createPlayback: media.createPlayback,
      clock,
      random: () => 0.5,
      createId() {
        ids.push(uuid(ids.length + 1));
        return uuid(ids.length);
      },
    },
  );
  phone.on((event) => events.push(event));
  return {
    phone,
    clock,
    media,
    streams,
    events,
    ids,
    single: options.calls !== "multiple",
    get pending() {
      return [...pending.values()];
    },
    track(what, promise) {
      const done = (): void => {
        pending.delete(promise);
      };
      pending.set(promise, what);
      promise.then(done, done);
    },
    async assertFreed() {
      phone.close();
      await settled();
      // What the fakes themselves have under way is over within a second.
      await clock.run(1_000);
      assert.deepEqual([...pending.values()], [], "every promise settles");
      assert.deepEqual(media.leaks, { connections: 0, tracks: 0, playbacks: 0 });
      assert.equal(streams.live, 0, "no stream is left");
      assert.equal(clock.waiting, 0, "no timer is left");
    },
  };
}
