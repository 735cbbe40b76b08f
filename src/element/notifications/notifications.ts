/** A desktop notification while it rings and nobody sees the page, or hears it. Permission is asked for in the settings, by a click. */
import type { CallInfo } from "../../call/model.js";
import type { FeatureHost } from "../features/feature-host.js";
import type { Feature } from "../features/feature-loader.js";

/** A notification, and the name that it shows. */
interface Shown {
  readonly notification: Notification;
  readonly who: string;
}

export function create(host: FeatureHost): Feature {
  const shown = new Map<string, Shown>();

  const take = (id: string): void => {
    const notification = shown.get(id)?.notification;
    shown.delete(id);
    notification?.close();
  };

  const whoIs = ({ contact, number }: CallInfo): string =>
    contact?.name ?? (host.shown(number) || host.words.text("unknown-number"));

  const show = (call: CallInfo): void => {
    const { words } = host;
    const who = whoIs(call);
    try {
      const notification = new Notification(words.text("state-incoming"), {
        body: who,
        // The same tag in each tab, and for a name that was found late: the system shows one.
        tag: `web-terminal-${call.id}`,
        requireInteraction: true,
        lang: words.locale,
        ...(call.contact?.picture === undefined ? {} : { icon: call.contact.picture }),
      });
      notification.onclick = () => {
        window.focus();
        take(call.id);
        void host
          .show()
          .then(() => host.focusPanel())
          .catch(() => undefined);
      };
      shown.set(call.id, { notification, who });
    } catch {
      // Chromium on Android has notifications for service workers only; it rings all the same.
    }
  };

  return {
    hear(event) {
      if (event.type !== "call-incoming" || host.hostRings === event.call.id) return;
      // Who sees the page sees the call; who sees it and hears nothing may look elsewhere.
      if (!document.hidden && host.snapshot.audio === "ready") return;
      if (typeof Notification === "undefined" || Notification.permission !== "granted") return;
      show(event.call);
    },
    follow({ calls }) {
      for (const [id, { who }] of shown) {
        const call = calls.find((each) => each.id === id && each.state === "incoming");
        if (call === undefined) take(id);
        else if (whoIs(call) !== who) show(call);
      }
    },
    close() {
      for (const id of shown.keys()) take(id);
    },
  };
}
