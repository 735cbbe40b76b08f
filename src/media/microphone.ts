/** Opens the microphone. */
import { TerminalError } from "../errors.js";
import type * as Explanations from "./microphone-error.js";

/** Where microphones come from; a test gives its own. */
export type GetUserMedia = (constraints: MediaStreamConstraints) => Promise<MediaStream>;

/** The browser's own, where there is one. It is absent on insecure pages. */
export function browserGetUserMedia(): GetUserMedia {
  return (constraints) => {
    // Absent outside secure contexts, whatever the type says.
    const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
    if (devices === undefined) return Promise.reject(new TerminalError("insecure-page"));
    return devices.getUserMedia(constraints);
  };
}

/** Fetched in trouble only, as most people never are in it; and asked for again where it did not come. */
const explanations = (): Promise<typeof Explanations> =>
  (explaining ??= import("./microphone-error.js").catch((reason: unknown) => {
    explaining = null;
    throw reason;
  }));
let explaining: Promise<typeof Explanations> | null = null;

/**
 * One audio track of the microphone with echo cancellation and the like.
 *
 * @param deviceId the wanted device, empty for the system's own; another one is taken where it is gone.
 * @throws TerminalError with one of the `microphone-…` codes, or `insecure-page`.
 */
export async function openMicrophone(getUserMedia: GetUserMedia, deviceId: string): Promise<MediaStreamTrack> {
  try {
    const stream = await getUserMedia({
      audio: {
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        ...(deviceId === "" ? {} : { deviceId: { ideal: deviceId } }),
      },
    });
    const track = stream.getAudioTracks()[0];
    if (track === undefined) throw new TerminalError("microphone-not-found");
    return track;
  } catch (reason) {
    throw (await explanations()).microphoneError(reason);
  }
}
