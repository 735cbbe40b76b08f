/** English strings about the audio quality of a call. */
import type { QualityLevel, QualityProblem } from "../../media/types.js";

export const qualityStrings = {
  "quality-good": "Good connection",
  "quality-fair": "Fair connection",
  "quality-poor": "Poor connection",
  "problem-high-delay": "What you say arrives late",
  "problem-high-jitter": "The sound arrives unevenly",
  "problem-loss-in": "Parts of what they say are lost",
  "problem-loss-out": "Parts of what you say are lost",
  "problem-no-audio-in": "Nothing can be heard from the other side",
  "problem-silent-far-end": "The other side's microphone is silent",
  "problem-no-audio-out": "The other side cannot hear you",
  "problem-silent-microphone": "Your microphone is silent",
} as const satisfies Record<`quality-${QualityLevel}` | `problem-${QualityProblem}`, string>;
