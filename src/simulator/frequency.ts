/** Measures the loudness and the loudest frequency of audio. */
import FFT from "fft.js";

const FFT_SIZE = 8192;
/** Level below which audio counts as silence, as a part of full scale. */
const SILENCE_LEVEL = 0.003;

/** Returns the root mean square of 16-bit samples, 0 to 1 of full scale. */
export function level(pcm: Int16Array): number {
  if (pcm.length === 0) return 0;
  let sum = 0;
  for (const sample of pcm) sum += sample * sample;
  return Math.sqrt(sum / pcm.length) / 32_768;
}

/**
 * Returns the loudest frequency in hertz, accurate to about 1 Hz for a second of audio; 0 for silence.
 * @param pcm 16-bit samples; only the last 8192 are used.
 * @param rate samples per second.
 */
export function loudestFrequency(pcm: Int16Array, rate: number): number {
  const samples = pcm.subarray(Math.max(0, pcm.length - FFT_SIZE));
  if (samples.length < FFT_SIZE / 16 || level(samples) < SILENCE_LEVEL) return 0;
  const input = new Float64Array(FFT_SIZE);
  samples.forEach((sample, n) => {
    // A Hann window keeps a tone's energy in the bins next to it.
    input[n] = sample * (0.5 - 0.5 * Math.cos((2 * Math.PI * n) / (samples.length - 1)));
  });
  const fft = new FFT(FFT_SIZE);
  const output = fft.createComplexArray();
  fft.realTransform(output, input);
  const power = (bin: number) => (output[2 * bin] ?? 0) ** 2 + (output[2 * bin + 1] ?? 0) ** 2;
  // Below 50 Hz there is only hum and offset.
  let best = Math.ceil((50 * FFT_SIZE) / rate);
  for (let bin = best; bin < FFT_SIZE / 2 - 1; bin++) if (power(bin) > power(best)) best = bin;
  // The peak is between bins: a parabola through the logarithms of three bins finds it.
  const [left, mid, right] = [best - 1, best, best + 1].map((bin) => Math.log(power(bin) + 1e-9));
  if (left === undefined || mid === undefined || right === undefined) return 0;
  const bend = left - 2 * mid + right;
  const shift = bend === 0 ? 0 : (0.5 * (left - right)) / bend;
  return ((best + shift) * rate) / FFT_SIZE;
}
