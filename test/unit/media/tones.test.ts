/** Tones are what the standards say: frequencies and rhythm, measured in the samples. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { keyTone, render, TONE_RATE, toneOf } from "../../../src/media/tones.js";

/** Power of one frequency in samples, by Goertzel. */
function power(samples: Float32Array, hz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / TONE_RATE);
  let one = 0;
  let two = 0;
  for (const sample of samples) [one, two] = [sample + coefficient * one - two, one];
  return (one * one + two * two - coefficient * one * two) / samples.length ** 2;
}

const names = ["ring", "ringback", "busy", "reorder", "waiting"] as const;

describe("tones of the network", () => {
  it("follow E.180 where no country is known, and the country where one is", () => {
    assert.deepEqual(toneOf("ringback", ""), { hz: [425], cadence: [1, 4] });
    assert.deepEqual(toneOf("ringback", "NO"), { hz: [425], cadence: [1, 4] });
    assert.deepEqual(toneOf("ringback", "us"), { hz: [440, 480], cadence: [2, 4] });
    assert.deepEqual(toneOf("busy", "CA"), { hz: [480, 620], cadence: [0.5, 0.5] });
    assert.deepEqual(toneOf("reorder", "US"), { hz: [480, 620], cadence: [0.25, 0.25] });
    assert.deepEqual(toneOf("ringback", "GB"), { hz: [400, 450], cadence: [0.4, 0.2, 0.4, 2] });
    assert.deepEqual(toneOf("ring", "GB").cadence, [0.4, 0.2, 0.4, 2]);
  });

  it("are complete and whole in every country: sound, silence, in turn", () => {
    for (const region of ["", "US", "GB", "IE", "DE", "FR", "ES", "SE", "JP", "AU", "NZ", "XX"]) {
      for (const name of names) {
        const { hz, cadence } = toneOf(name, region);
        assert.ok(hz.length > 0 && hz.every((each) => each >= 300 && each <= 1000), `${name} ${region}`);
        assert.ok(cadence.length % 2 === 0 && cadence.every((each) => each > 0), `${name} ${region}`);
      }
    }
  });

  it("sound as long as they should, at their frequencies, without a click at an edge", () => {
    const samples = render({ hz: [440, 480], cadence: [0.5, 0.25, 0.5, 1] });
    assert.equal(samples.length, 2.25 * TONE_RATE);
    const sounding = samples.subarray(0, TONE_RATE / 2);
    const silent = samples.subarray(TONE_RATE / 2, 0.75 * TONE_RATE);
    assert.ok(power(sounding, 440) > 0.04 && power(sounding, 480) > 0.04);
    assert.ok(power(sounding, 460) < 0.001);
    assert.ok(silent.every((sample) => sample === 0));
    assert.ok(samples.every((sample) => Math.abs(sample) <= 1));
    const steps = samples.map((sample, index) => Math.abs(sample - (samples[index - 1] ?? 0)));
    assert.ok(Math.max(...steps) < 0.4, "no step is larger than the wave's own");
  });
});

describe("keys", () => {
  it("have the two frequencies of Q.23", () => {
    assert.deepEqual(keyTone("1")?.hz, [697, 1209]);
    assert.deepEqual(keyTone("5")?.hz, [770, 1336]);
    assert.deepEqual(keyTone("0")?.hz, [941, 1336]);
    assert.deepEqual(keyTone("#")?.hz, [941, 1477]);
    assert.deepEqual(keyTone("*")?.hz, [941, 1209]);
    assert.deepEqual(keyTone("d")?.hz, [941, 1633]);
  });

  it("are sixteen", () => {
    assert.equal(new Set([..."0123456789*#ABCD"].map((key) => String(keyTone(key)?.hz))).size, 16);
    for (const other of ["", ",", "E", "12", "+"]) assert.equal(keyTone(other), null);
  });
});
