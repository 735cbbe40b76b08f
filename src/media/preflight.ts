/** Checks before the first call: the level of a microphone, and everything that a call needs. Loaded when asked for. */
import type { Clock } from "../clock.js";
import { TerminalError, type TerminalErrorCode } from "../errors.js";
import { gatherCandidates } from "./ice-gathering.js";
import { openMicrophone, type GetUserMedia } from "./microphone.js";
import { candidatesOf } from "./sdp.js";
import type { Sounds } from "./sounds.js";
import type { Preflight, PreflightCheck } from "./types.js";

/** The parts of a phone that the checks use. */
export interface PreflightHost {
  readonly clock: Clock;
  readonly getUserMedia: GetUserMedia;
  readonly sounds: Sounds;
  readonly createPeerConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly iceServers: readonly RTCIceServer[];
  /** Longest wait for ICE candidates, in milliseconds. */
  readonly iceWait: number;
  /** Returns whether the terminal is registered. */
  readonly isReady: () => boolean;
}

/** Time between two levels, in milliseconds: as fast as the eye follows. */
const LEVEL_MS = 66;
/** The quiet end of a meter, in decibels below full scale. */
const FLOOR_DB = -60;

/** Opens a microphone, and calls `listener` with its loudness, 0 to 1, until `stopped`. */
export async function watchLevel(
  host: PreflightHost,
  deviceId: string,
  stopped: AbortSignal,
  listener: (level: number) => void,
  onError?: (error: TerminalError) => void,
): Promise<void> {
  let track: MediaStreamTrack;
  try {
    track = await openMicrophone(host.getUserMedia, deviceId);
  } catch (reason) {
    if (!stopped.aborted) onError?.(TerminalError.from(reason));
    return;
  }
  const borrowed = host.sounds.borrow();
  if (stopped.aborted || borrowed === null) {
    track.stop();
    borrowed?.[1]();
    return;
  }
  const [context, giveBack] = borrowed;
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = new AnalyserNode(context, { fftSize: 2048 });
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let cancel = (): void => undefined;
  const read = (): void => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    cancel = host.clock.after(LEVEL_MS, read);
    listener(Math.min(1, Math.max(0, 1 - (10 * Math.log10(power)) / FLOOR_DB)));
  };
  stopped.addEventListener("abort", () => {
    cancel();
    source.disconnect();
    track.stop();
    giveBack();
  });
  read();
}

/** How long to listen for a sound of the microphone, in milliseconds. */
const LISTEN_MS = 1_000;

/** Checks everything that a call needs, in the order of a call. Sends nothing to anyone but the ICE servers. */
export async function preflight(host: PreflightHost): Promise<Preflight> {
  const checks: PreflightCheck[] = [];
  const check = async (name: PreflightCheck["name"], task: () => Promise<TerminalError | null>): Promise<void> => {
    try {
      checks.push({ name, error: await task() });
    } catch (reason) {
      checks.push({ name, error: TerminalError.from(reason) });
    }
  };
  const candidates: Record<string, number> = {};
  const errorIf = (failed: boolean, code: TerminalErrorCode): Promise<TerminalError | null> =>
    Promise.resolve(failed ? new TerminalError(code) : null);

  await check("page", () => errorIf(!isSecureContext, "insecure-page"));
  await check("browser", () => errorIf(typeof RTCPeerConnection === "undefined", "no-webrtc"));
  await check("sound", async () => errorIf(!(await host.sounds.unlock()), "sound-blocked"));
  await check("microphone", () => listen(host));
  await check("network", async () => {
    const pc = host.createPeerConnection({ iceServers: [...host.iceServers] });
    try {
      pc.addTransceiver("audio");
      await pc.setLocalDescription(await pc.createOffer());
      const { sdp } = await gatherCandidates(pc, host.iceWait, host.clock, new AbortController().signal);
      for (const candidate of candidatesOf(sdp)) {
        const type = / typ (\w+)/.exec(candidate)?.[1] ?? "";
        candidates[type] = (candidates[type] ?? 0) + 1;
      }
      return null;
    } finally {
      pc.close();
    }
  });
  await check("connection", () => errorIf(!host.isReady(), "not-connected"));
  return { ok: checks.every(({ error }) => error === null), checks, candidates };
}

/** Checks that the microphone opens and is not digitally silent, as one that is switched off is. */
function listen(host: PreflightHost): Promise<TerminalError | null> {
  return new Promise((resolve) => {
    const stop = new AbortController();
    const finish = (error: TerminalError | null): void => {
      cancel();
      stop.abort();
      resolve(error);
    };
    let loudest = 0;
    // The permission prompt may stay open for long: time runs from the first level on.
    let cancel = (): void => undefined;
    let started = false;
    const handleLevel = (level: number): void => {
      loudest = Math.max(loudest, level);
      if (loudest > 0) finish(null);
      if (started) return;
      started = true;
      cancel = host.clock.after(LISTEN_MS, () => {
        finish(loudest > 0 ? null : new TerminalError("microphone-silent"));
      });
    };
    void watchLevel(host, "", stop.signal, handleLevel, finish);
  });
}
