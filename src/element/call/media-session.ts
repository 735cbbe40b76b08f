/** Hang-up and microphone in the browser's own media controls and on headset buttons (Media Session API). */
import type { FeatureHost, FeatureModule } from "../features/feature-host.js";
import type { Feature } from "../view-model.js";

export const mediaSessionFeature: FeatureModule = { create: createMediaSession };

type Action = "hangup" | "togglemicrophone";

function createMediaSession({ element }: FeatureHost): Feature {
  const session = (navigator as Partial<Navigator>).mediaSession;
  let isActive = false;

  const handle = (action: Action, handler: (() => void) | null): void => {
    try {
      session?.setActionHandler(action as MediaSessionAction, handler);
    } catch {
      // This browser does not know the action.
    }
  };

  const activate = (active: boolean): void => {
    if (isActive === active) return;
    isActive = active;
    handle("hangup", active ? () => void element.hangup().catch(() => undefined) : null);
    handle("togglemicrophone", active ? () => void element.mute().catch(() => undefined) : null);
  };

  return {
    willUpdate({ call }) {
      activate(call !== null && call.state !== "ended" && call.state !== "incoming" && call.owner);
      // A browser that cannot show it refuses; the call goes on.
      if (isActive) session?.setMicrophoneActive?.(call?.muted === false)?.catch(() => undefined);
    },
    close: () => activate(false),
  };
}
