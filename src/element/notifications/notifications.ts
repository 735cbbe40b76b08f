/** Desktop notifications of incoming calls, while the page is hidden or cannot be heard. The settings page asks for the permission. */
import type { CallInfo } from "../../call/model.js";
import type { FeatureHost, FeatureModule } from "../features/feature-host.js";
import type { Feature } from "../view-model.js";

export const notificationsFeature: FeatureModule = { create: createNotifications };

/** A notification, and the name that it shows. */
interface Shown {
  readonly notification: Notification;
  readonly who: string;
}

function createNotifications(host: FeatureHost): Feature {
  const shown = new Map<string, Shown>();

  const close = (id: string): void => {
    const notification = shown.get(id)?.notification;
    shown.delete(id);
    notification?.close();
  };

  const whoIs = ({ contact, number }: CallInfo): string =>
    contact?.name ?? (host.formatNumber(number) || host.strings.text("unknown-number"));

  const show = (call: CallInfo): void => {
    const { strings } = host;
    const who = whoIs(call);
    try {
      const notification = new Notification(strings.text("state-incoming"), {
        body: who,
        // The same tag in each tab, and for a name that was found late: the system shows one.
        tag: `web-terminal-${call.id}`,
        requireInteraction: true,
        lang: strings.locale,
        ...(call.contact?.picture === undefined ? {} : { icon: call.contact.picture }),
      });
      notification.onclick = () => {
        window.focus();
        close(call.id);
        void host.element
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
    handlePhoneEvent(event, primary) {
      // Of all tabs that share the registration, one raises a notification.
      if (!primary || event.type !== "call-incoming" || host.hostRings === event.call.id) return;
      // A user who sees the page sees the call, but one who cannot hear it may look elsewhere.
      if (!document.hidden && host.snapshot.audio === "ready") return;
      if (typeof Notification === "undefined" || Notification.permission !== "granted") return;
      show(event.call);
    },
    willUpdate({ calls }) {
      for (const [id, { who }] of shown) {
        const call = calls.find((each) => each.id === id && each.state === "incoming");
        if (call === undefined) close(id);
        else if (whoIs(call) !== who) show(call);
      }
    },
    close() {
      for (const id of shown.keys()) close(id);
    },
  };
}
