/** Maps failures of `getUserMedia` to error codes. */
import { TerminalError, type TerminalErrorCode } from "../errors.js";

const codes: Readonly<Record<string, TerminalErrorCode>> = {
  NotAllowedError: "microphone-denied",
  SecurityError: "microphone-blocked-by-policy",
  NotFoundError: "microphone-not-found",
  OverconstrainedError: "microphone-not-found",
  NotReadableError: "microphone-busy",
  AbortError: "microphone-busy",
};

/** Returns whether the page's own policy forbids microphones, if the browser says so. */
function policyForbids(): boolean {
  const { featurePolicy } = document as { featurePolicy?: { allowsFeature(name: string): boolean } };
  return featurePolicy?.allowsFeature("microphone") === false;
}

/** Returns the error for a failure of `getUserMedia` (W3C Media Capture, 10.2.1). */
export function microphoneError(reason: unknown): TerminalError {
  if (reason instanceof TerminalError) return reason;
  const name = reason instanceof Error ? reason.name : "";
  let code = codes[name] ?? "microphone-busy";
  if (code === "microphone-denied" && typeof document !== "undefined" && policyForbids()) {
    code = "microphone-blocked-by-policy";
  }
  // Chromium has one name for a denial by the user and by the system; only the message differs.
  else if (code === "microphone-denied" && /by system/i.test((reason as Error).message)) {
    code = "microphone-denied-by-system";
  }
  return new TerminalError(code, { cause: reason });
}
