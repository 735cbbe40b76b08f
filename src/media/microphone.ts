/** Opens the microphone, and tells the ways apart in which that fails. */
import { TerminalError, type TerminalErrorCode } from "../errors.js";

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

const codes: Readonly<Record<string, TerminalErrorCode>> = {
  NotAllowedError: "microphone-denied",
  SecurityError: "microphone-blocked-by-policy",
  NotFoundError: "microphone-not-found",
  OverconstrainedError: "microphone-not-found",
  NotReadableError: "microphone-busy",
  AbortError: "microphone-busy",
};

/** Whether the page's own policy forbids microphones, as far as the browser tells. */
function policyForbids(): boolean {
  const { featurePolicy } = document as { featurePolicy?: { allowsFeature(name: string): boolean } };
  return featurePolicy?.allowsFeature("microphone") === false;
}

/** The error of `getUserMedia` (W3C Media Capture, 10.2.1) in our words. */
export function microphoneError(reason: unknown): TerminalError {
  if (reason instanceof TerminalError) return reason;
  const name = reason instanceof Error ? reason.name : "";
  let code = codes[name] ?? "microphone-busy";
  if (code === "microphone-denied" && typeof document !== "undefined" && policyForbids()) {
    code = "microphone-blocked-by-policy";
  }
  // Chromium has one name for the user's no and the system's, and tells them apart in words only.
  else if (code === "microphone-denied" && /by system/i.test((reason as Error).message)) {
    code = "microphone-denied-by-system";
  }
  return new TerminalError(code, { cause: reason });
}

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
    throw microphoneError(reason);
  }
}
