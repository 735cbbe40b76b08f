/** Moments at which the network or the machine may have changed under us. */
import type { Clock } from "../clock.js";

/** How often the clock is looked at, in milliseconds. */
const TICK_MS = 5_000;
/** A tick that comes this much too late means that the machine slept or the page was frozen. */
const JUMP_MS = 10_000;

/**
 * Calls `listener` when the browser is online again, the page is shown again, or time
 * has jumped. Returns what ends that. Does nothing where there is no window.
 */
export function watchWakeUps(clock: Clock, listener: (reason: "online" | "shown" | "jump") => void): () => void {
  if (typeof window === "undefined") return () => undefined;
  const handleOnline = (): void => {
    listener("online");
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
  window.addEventListener("online", handleOnline);
  window.addEventListener("pageshow", handleShow);
  document.addEventListener("visibilitychange", handleShow);
  return () => {
    cancel();
    window.removeEventListener("online", handleOnline);
    window.removeEventListener("pageshow", handleShow);
    document.removeEventListener("visibilitychange", handleShow);
  };
}
