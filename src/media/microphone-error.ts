/** Tells the ways apart in which a microphone cannot be had. */
import { TerminalError, type TerminalErrorCode } from "../errors.js";

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
