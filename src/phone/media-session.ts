/** Hanging up and muting from a headset's button, a keyboard's key or the system's own panel (W3C Media Session). */
import type { Call } from "../call/model.js";
import type { Phone } from "../phone-types.js";

/** What the system shows of the call on screen. */
export interface CallControl {
  /** Null takes the buttons away. */
  show(call: Call | null): void;
}

/** Makes it; in browsers without such buttons it does nothing. */
export function controlCalls(phone: () => Phone): CallControl {
  const { mediaSession } = navigator as { mediaSession?: MediaSession };
  let shown = false;

  const handle = (action: string, handler: (() => void) | null): void => {
    try {
      mediaSession?.setActionHandler(action as MediaSessionAction, handler);
    } catch {
      // Each browser knows other actions, and throws for the rest.
    }
  };

  return {
    show(call) {
      if (call !== null) void mediaSession?.setMicrophoneActive?.(!call.muted)?.catch(() => undefined);
      if ((call !== null) === shown) return;
      shown = call !== null;
      const settle = (done: Promise<void>): void => {
        done.catch(() => undefined);
      };
      handle("hangup", shown ? () => settle(phone().hangup()) : null);
      handle("togglemicrophone", shown ? () => settle(phone().mute()) : null);
    },
  };
}
