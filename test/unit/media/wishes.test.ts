/** Mute, hold and devices are wishes: they outlive tracks, legs and descriptions. */
import assert from "node:assert/strict";
import { describe as group, it } from "node:test";
import fc from "fast-check";
import { createCallMedia } from "../../../src/media/call-media.js";
import { createFakeClock } from "../../support/fake-clock.js";
import { createFakeMedia, describe } from "../../support/fake-media.js";

type Step =
  | { readonly do: "audio"; readonly muted: boolean; readonly held: boolean }
  | { readonly do: "microphone" | "speaker"; readonly id: string }
  | { readonly do: "offer"; readonly leg: number; readonly restart: boolean }
  | { readonly do: "renegotiate" | "promote"; readonly leg: number }
  | { readonly do: "unplug" }
  | { readonly do: "pass"; readonly ms: number };

const leg = fc.integer({ min: 0, max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("audio" as const), muted: fc.boolean(), held: fc.boolean() }),
  fc.record({ do: fc.constantFrom("microphone" as const, "speaker" as const), id: fc.constantFrom("", "a", "b") }),
  fc.record({ do: fc.constant("offer" as const), leg, restart: fc.boolean() }),
  fc.record({ do: fc.constantFrom("renegotiate" as const, "promote" as const), leg }),
  fc.record({ do: fc.constant("unplug" as const) }),
  fc.record({ do: fc.constant("pass" as const), ms: fc.constantFrom(1, 5, 30) }),
);

group("what the user wishes of a call's sound", () => {
  it("holds after any renegotiation, restart, new leg and change of devices", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const clock = createFakeClock();
        const media = createFakeMedia(clock);
        const lost: string[] = [];
        const nothing = (): void => undefined;
        const callMedia = createCallMedia({
          ports: { ...media, clock },
          iceServers: [],
          iceWait: 100,
          microphoneId: "",
          speakerId: "",
          handlers: {
            onEvent: nothing,
            onPlaying: nothing,
            onDeviceLost: (kind) => lost.push(kind),
          },
        });
        let wish = { muted: false, held: false };
        let speaker = "";
        let unplugged = 0;
        const quietly = (promise: Promise<unknown>): void => void promise.catch(nothing);
        quietly(callMedia.openMicrophone());
        quietly(callMedia.offer(0, { iceRestart: false }));
        await clock.run(50);
        for (const each of steps) {
          if (each.do === "audio") callMedia.setAudio((wish = each));
          else if (each.do === "microphone") quietly(callMedia.setMicrophone(each.id));
          else if (each.do === "speaker") quietly(callMedia.setSpeaker((speaker = each.id)));
          else if (each.do === "offer") quietly(callMedia.offer(each.leg, { iceRestart: each.restart }));
          else if (each.do === "renegotiate") {
            const offer = describe({ ufrag: "again", fingerprint: "core", candidates: 1 });
            quietly(callMedia.answer(each.leg, offer, { withholdCandidates: false }));
          } else if (each.do === "promote") callMedia.promote(each.leg);
          else if (each.do === "pass") await clock.run(each.ms);
          else {
            const inUse = media.tracks.at(-1);
            if (inUse?.readyState === "live") {
              unplugged += 1;
              inUse.stop();
              inUse.dispatchEvent(new Event("ended"));
            }
          }
          // At every moment: nothing is heard that is not wished for.
          for (const track of media.tracks) {
            if (track.readyState === "live") assert.ok(!track.enabled || !(wish.muted || wish.held));
          }
        }
        await clock.run(500);
        const live = media.tracks.filter((track) => track.readyState === "live");
        assert.equal(live.length, 1, "one microphone is open");
        assert.equal(live[0]?.enabled, !wish.muted && !wish.held);
        for (const [index, connection] of media.connections.entries()) {
          if (connection.closed) continue;
          assert.equal(connection.transceiver.sender.track, live[0], "every leg sends the microphone in use");
          assert.equal(media.playbacks[index]?.muted, wish.held);
          assert.equal(media.playbacks[index]?.sink, speaker);
        }
        assert.ok(lost.length <= unplugged && lost.every((kind) => kind === "microphone"));
        callMedia.close();
        await clock.run(100);
        assert.deepEqual(media.leaks, { connections: 0, tracks: 0, playbacks: 0 });
      }),
    );
  });
});
