/** Opens the microphone. */
import { TerminalError } from "../errors.js";
import { microphoneError } from "./microphone-error.js";

/** `MediaDevices.getUserMedia`, replaceable in tests. */
export type GetUserMedia = (constraints: MediaStreamConstraints) => Promise<MediaStream>;

/** Returns the browser's `getUserMedia`; on insecure pages, which have none, one that rejects with `insecure-page`. */
export function browserGetUserMedia(): GetUserMedia {
  return (constraints) => {
    // Absent outside secure contexts, whatever the type says.
    const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
    if (devices === undefined) return Promise.reject(new TerminalError("insecure-page"));
    return devices.getUserMedia(constraints);
  };
}

/**
 * Opens a microphone with echo cancellation, noise suppression and automatic gain. Resolves with its audio track.
 *
 * @param deviceId the wanted device, empty for the system default; another one is used if it is gone.
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
    throw microphoneError(reason);
  }
}
