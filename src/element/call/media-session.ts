/** Hang-up and microphone in the browser's own media controls and on headset buttons, where it has them. */
import type { FeatureHost } from "../features/feature-host.js";
import type { Feature } from "../features/feature-loader.js";

type Action = "hangup" | "togglemicrophone";

export function create(host: FeatureHost): Feature {
  const session = (navigator as Partial<Navigator>).mediaSession;
  let on = false;

  const handle = (action: Action, deed: (() => void) | null): void => {
    try {
      session?.setActionHandler(action as MediaSessionAction, deed);
    } catch {
      // This browser does not know the action.
    }
  };

  const use = (wanted: boolean): void => {
    if (on === wanted) return;
    on = wanted;
    handle("hangup", wanted ? () => void host.hangup().catch(() => undefined) : null);
    handle("togglemicrophone", wanted ? () => void host.mute().catch(() => undefined) : null);
  };

  return {
    follow({ call }) {
      use(call !== null && call.state !== "ended" && call.state !== "incoming" && call.owner);
      // A browser that cannot show it refuses; the call goes on.
      if (on) session?.setMicrophoneActive?.(call?.muted === false)?.catch(() => undefined);
    },
    close: () => use(false),
  };
}
