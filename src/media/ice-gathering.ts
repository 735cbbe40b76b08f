/**
 * Waits for ICE candidates, but not for ever: the core takes no trickle, so what is not
 * in the description when it leaves does not exist. One server that never answers keeps
 * a browser "gathering" for 40 s, while every useful candidate was there in a tenth.
 */
import type { Clock } from "../clock.js";
import { TerminalError } from "../errors.js";
import { candidatesOf } from "./sdp.js";

/** Longest wait in all if there is no candidate at the first limit, in milliseconds. */
const EMPTY_LIMIT_MS = 5_000;

/** The result of gathering. */
export interface GatheringResult {
  readonly sdp: string;
  /** Why it stopped: the browser has completed, or the wait reached its limit. */
  readonly stop: "complete" | "limit";
  /** Duration in milliseconds. */
  readonly took: number;
  readonly candidates: number;
}

/**
 * Resolves with the local description and its candidates, at the first of: gathering complete, or
 * `wait` milliseconds with at least one candidate.
 *
 * After an ICE restart `iceGatheringState` still says "complete" for a moment, of the
 * generation before, while the description is empty: both have to agree.
 *
 * @param closed aborted when the connection closes: it has no event for that.
 * @throws TerminalError `no-ice-candidates` if there is none after 5 s, `internal` if it closes meanwhile.
 */
export function gatherCandidates(
  pc: RTCPeerConnection,
  wait: number,
  clock: Clock,
  closed: AbortSignal,
): Promise<GatheringResult> {
  const start = clock.now();
  return new Promise((resolve, reject) => {
    let limitPassed = false;
    const cancels: (() => void)[] = [];

    const finish = (done: () => void): void => {
      pc.removeEventListener("icegatheringstatechange", check);
      pc.removeEventListener("icecandidate", check);
      closed.removeEventListener("abort", check);
      for (const cancel of cancels) cancel();
      done();
    };

    const check = (): void => {
      if (closed.aborted) {
        finish(() => {
          reject(new TerminalError("internal", { message: "The connection was closed." }));
        });
        return;
      }
      const sdp = pc.localDescription?.sdp ?? "";
      const candidates = candidatesOf(sdp).length;
      const complete = pc.iceGatheringState === "complete";
      if (candidates === 0 || !(complete || limitPassed)) return;
      finish(() => {
        resolve({ sdp, stop: complete ? "complete" : "limit", took: clock.now() - start, candidates });
      });
    };

    pc.addEventListener("icegatheringstatechange", check);
    pc.addEventListener("icecandidate", check);
    closed.addEventListener("abort", check);
    cancels.push(
      clock.after(wait, () => {
        limitPassed = true;
        check();
      }),
      clock.after(Math.max(wait, EMPTY_LIMIT_MS), () => {
        finish(() => {
          reject(new TerminalError("no-ice-candidates"));
        });
      }),
    );
    check();
  });
}
