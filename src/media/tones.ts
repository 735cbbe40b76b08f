/**
 * How a telephone sounds in a country: call progress tones (ITU-T E.180, and its supplement 2,
 * "Various tones used in national networks") and keys (ITU-T Q.23), as samples.
 */

/** A sound that lasts until it is stopped: the ring, or a call progress tone. */
export type SoundName = "ring" | "waiting" | "ringback" | "busy" | "reorder";

/** Frequencies sounded together, in hertz, and alternating seconds of sound and silence. */
export interface Tone {
  readonly hz: readonly number[];
  readonly cadence: readonly number[];
}

/** Samples per second: the rate of telephones, more than twice the highest frequency below. */
export const TONE_RATE = 8000;

/** Seconds to fade a tone in and out: a sudden edge clicks. */
const FADE_SECONDS = 0.005;

/** Ringback, busy, reorder (congestion) and call waiting by countries, each as `hertz+hertz:on,off…`. */
const profiles: Readonly<Record<string, string>> = {
  // Most of Europe and of the world follows E.180's recommendation of 425 Hz.
  "": "425:1,4 425:.5,.5 425:.25,.25 425:.2,.2,.2,4.4",
  "US CA": "440+480:2,4 480+620:.5,.5 480+620:.25,.25 440:.3,9.7",
  "GB IE": "400+450:.4,.2,.4,2 400:.375,.375 400:.4,.35,.225,.525 400:.1,2.5",
  DE: "425:1,4 425:.48,.48 425:.24,.24 425:.2,.2,.2,5",
  FR: "440:1.5,3.5 440:.5,.5 440:.25,.25 440:.3,9.7",
  ES: "425:1.5,3 425:.2,.2 425:.2,.2,.2,.2,.2,.6 425:.2,.6,.2,4",
  SE: "425:1,5 425:.25,.25 425:.25,.75 425:.2,.5,.2,4",
  JP: "384+416:1,2 400:.5,.5 400:.5,.5 400:.1,3",
  "AU NZ": "400+450:.4,.2,.4,2 425:.375,.375 425:.375,.375 425:.2,.2,.2,4.4",
};

const order: readonly SoundName[] = ["ringback", "busy", "reorder", "waiting"];

/** Frequencies of this terminal's ring, which no standard names: a fourth, well heard on small speakers. */
const ringHz = [660, 880];

/**
 * Returns the tone of a country. The ring has the rhythm of the network's ringback.
 *
 * @param region ISO 3166 country code; an unknown one gets Europe's tones.
 */
export function toneOf(name: SoundName, region: string): Tone {
  const key = Object.keys(profiles).find((each) => each.split(" ").includes(region.toUpperCase())) ?? "";
  const tone = profiles[key]?.split(" ")[name === "ring" ? 0 : order.indexOf(name)] ?? "";
  const [hz = "", cadence = ""] = tone.split(":");
  return { hz: name === "ring" ? ringHz : hz.split("+").map(Number), cadence: cadence.split(",").map(Number) };
}

const rows = [697, 770, 852, 941];
const columns = [1209, 1336, 1477, 1633];

/** Returns the tone of a key: the frequencies of its row and its column. Null if there is no such key. */
export function keyTone(digit: string): Tone | null {
  const place = "123A456B789C*0#D".indexOf(digit.toUpperCase());
  if (place < 0 || digit.length !== 1) return null;
  return { hz: [rows[place >> 2] ?? 0, columns[place & 3] ?? 0], cadence: [0.1] };
}

/** Renders one period of the tone, between -1 and 1. Played in a loop, periods follow each other without a seam. */
export function render({ hz, cadence }: Tone): Float32Array<ArrayBuffer> {
  const lengths = cadence.map((seconds) => Math.round(seconds * TONE_RATE));
  const samples = new Float32Array(lengths.reduce((sum, length) => sum + length, 0));
  let start = 0;
  for (const [index, length] of lengths.entries()) {
    for (let at = 0; at < length && index % 2 === 0; at += 1) {
      const sum = hz.reduce((level, each) => level + Math.sin((2 * Math.PI * each * at) / TONE_RATE), 0);
      samples[start + at] = (sum / hz.length) * Math.min(1, Math.min(at, length - at) / (FADE_SECONDS * TONE_RATE));
    }
    start += length;
  }
  return samples;
}
