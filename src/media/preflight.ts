/** What a user tries before the first call: a microphone's level, and all that a call needs. Fetched when asked for. */
import type { Clock } from "../clock.js";
import { TerminalError, type TerminalErrorCode } from "../errors.js";
import { gatherCandidates } from "./ice-gathering.js";
import { openMicrophone, type GetUserMedia } from "./microphone.js";
import { candidatesOf } from "./sdp.js";
import type { Sounds } from "./sounds.js";
import type { Preflight, PreflightCheck } from "./types.js";

/** What a trial needs. */
export interface PreflightContext {
  readonly clock: Clock;
  readonly getUserMedia: GetUserMedia;
  readonly sounds: Sounds;
  readonly createPeerConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly options: { readonly iceServers?: readonly RTCIceServer[]; readonly iceWait?: number };
  readonly snapshot: () => { readonly connection: { readonly state: string } };
}

/** Between two levels, in milliseconds: as fast as an eye follows. */
const LEVEL_MS = 66;
/** The quiet end of a meter, in decibels below full scale. */
const FLOOR_DB = -60;

/** Opens a microphone, and tells how loud it is until `stopped`. */
export async function watchLevel(
  room: PreflightContext,
  deviceId: string,
  stopped: AbortSignal,
  listener: (level: number) => void,
  onError?: (error: TerminalError) => void,
): Promise<void> {
  let track: MediaStreamTrack;
  try {
    track = await openMicrophone(room.getUserMedia, deviceId);
  } catch (reason) {
    if (!stopped.aborted) onError?.(TerminalError.from(reason));
    return;
  }
  const borrowed = room.sounds.borrow();
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
  const tell = (): void => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    cancel = room.clock.after(LEVEL_MS, tell);
    listener(Math.min(1, Math.max(0, 1 - (10 * Math.log10(power)) / FLOOR_DB)));
  };
  stopped.addEventListener("abort", () => {
    cancel();
    source.disconnect();
    track.stop();
    giveBack();
  });
  tell();
}

/** How long to listen whether a microphone gives anything, in milliseconds. */
const LISTEN_MS = 1_000;

/** Tries, in the order of a call, what a call needs; nothing is sent to anybody but the ICE servers. */
export async function preflight(room: PreflightContext): Promise<Preflight> {
  const checks: PreflightCheck[] = [];
  const check = async (name: PreflightCheck["name"], task: () => Promise<TerminalError | null>): Promise<void> => {
    try {
      checks.push({ name, error: await task() });
    } catch (reason) {
      checks.push({ name, error: TerminalError.from(reason) });
    }
  };
  const candidates: Record<string, number> = {};
  const failure = (code: TerminalErrorCode, failed: boolean): Promise<TerminalError | null> =>
    Promise.resolve(failed ? new TerminalError(code) : null);

  await check("page", () => failure("insecure-page", !isSecureContext));
  await check("browser", () => failure("no-webrtc", typeof RTCPeerConnection === "undefined"));
  await check("sound", async () => failure("sound-blocked", !(await room.sounds.unlock())));
  await check("microphone", () => listen(room));
  await check("network", async () => {
    const { iceServers = [], iceWait = 1000 } = room.options;
    const pc = room.createPeerConnection({ iceServers: [...iceServers] });
    try {
      pc.addTransceiver("audio");
      await pc.setLocalDescription(await pc.createOffer());
      const { sdp } = await gatherCandidates(pc, iceWait, room.clock, new AbortController().signal);
      for (const candidate of candidatesOf(sdp)) {
        const type = / typ (\w+)/.exec(candidate)?.[1] ?? "";
        candidates[type] = (candidates[type] ?? 0) + 1;
      }
      return null;
    } finally {
      pc.close();
    }
  });
  await check("connection", () => failure("not-connected", room.snapshot().connection.state !== "ready"));
  return { ok: checks.every(({ error }) => error === null), checks, candidates };
}

/** Whether the microphone can be had, and gives anything: silence to the last bit is a switch, not a quiet room. */
function listen(room: PreflightContext): Promise<TerminalError | null> {
  return new Promise((resolve) => {
    const stop = new AbortController();
    const settle = (error: TerminalError | null): void => {
      cancel();
      stop.abort();
      resolve(error);
    };
    let loudest = 0;
    // The prompt may stay open as long as the user likes: time runs from the first level on.
    let cancel = (): void => undefined;
    let started = false;
    const handleLevel = (level: number): void => {
      loudest = Math.max(loudest, level);
      if (loudest > 0) settle(null);
      if (started) return;
      started = true;
      cancel = room.clock.after(LISTEN_MS, () => {
        settle(loudest > 0 ? null : new TerminalError("microphone-silent"));
      });
    };
    void watchLevel(room, "", stop.signal, handleLevel, settle);
  });
}
