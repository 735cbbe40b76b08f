/** Watches whether the browser lets this page use the microphone (W3C Permissions). */

/** Whether this page may use the microphone; `unknown` if the browser does not say. */
export type MicrophonePermission = "unknown" | "prompt" | "granted" | "denied";

/**
 * Calls `listener` with the permission now and on each change, unless the browser does not say.
 * Returns a function that ends that.
 */
export function watchMicrophonePermission(listener: (permission: MicrophonePermission) => void): () => void {
  let status: PermissionStatus | null = null;
  let ended = false;
  const tell = (): void => {
    if (status !== null && !ended) listener(status.state);
  };
  // Absent outside of pages and in some embedded browsers, whatever the type says.
  const { permissions } = (globalThis.navigator ?? {}) as { permissions?: Permissions };
  permissions?.query({ name: "microphone" }).then(
    (found) => {
      if (ended) return;
      status = found;
      status.addEventListener("change", tell);
      tell();
    },
    () => undefined,
  );
  return () => {
    ended = true;
    status?.removeEventListener("change", tell);
  };
}
