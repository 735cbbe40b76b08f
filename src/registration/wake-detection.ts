/** Detects that the network changed, or that the machine or the page was asleep. */
import type { Clock } from "../clock.js";

/** How often the clock is read, in milliseconds. */
const TICK_MS = 5_000;
/** A tick this late means that the machine slept or the page was frozen, in milliseconds. */
const JUMP_MS = 10_000;

/** Why to wake. `network`: another network is used, or it is back. `shown`: the page is visible again. `jump`: the machine slept. */
export type WakeReason = "network" | "shown" | "jump";

/** The part of the Network Information API that distinguishes networks. */
interface NetworkInformation extends EventTarget {
  readonly type?: string;
}

/**
 * Calls `listener` when the network has changed or is back, the page is shown again, or time
 * has jumped. Returns a function that ends that. Does nothing without a window.
 */
export function watchWakeUps(clock: Clock, listener: (reason: WakeReason) => void): () => void {
  if (typeof window === "undefined") return () => undefined;
  const handleOnline = (): void => {
    listener("network");
  };
  // The event also fires for each new estimate of the speed; only another kind of network counts.
  const { connection } = navigator as { connection?: NetworkInformation };
  let kind = connection?.type;
  const handleConnection = (): void => {
    if (connection?.type === kind) return;
    kind = connection?.type;
    listener("network");
  };
  const handleShow = (): void => {
    if (document.visibilityState === "visible") listener("shown");
  };
  let last = clock.now();
  let cancel: () => void;
  const tick = (): void => {
    const now = clock.now();
    const late = now - last - TICK_MS;
    last = now;
    cancel = clock.after(TICK_MS, tick);
    if (late > JUMP_MS) listener("jump");
  };
  cancel = clock.after(TICK_MS, tick);
  connection?.addEventListener("change", handleConnection);
  window.addEventListener("online", handleOnline);
  window.addEventListener("pageshow", handleShow);
  document.addEventListener("visibilitychange", handleShow);
  return () => {
    cancel();
    connection?.removeEventListener("change", handleConnection);
    window.removeEventListener("online", handleOnline);
    window.removeEventListener("pageshow", handleShow);
    document.removeEventListener("visibilitychange", handleShow);
  };
}
