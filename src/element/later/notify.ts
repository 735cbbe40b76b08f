/** A desktop notification while it rings and nobody sees the page. Permission is asked for in the settings, by a click. */
import type { PartHost } from "../part-host.js";
import type { Part } from "../parts-controller.js";

export function create(host: PartHost): Part {
  const shown = new Map<string, Notification>();

  const take = (id: string): void => {
    shown.get(id)?.close();
    shown.delete(id);
  };

  return {
    hear(event) {
      if (event.type !== "call-incoming" || !document.hidden || host.hostRings === event.call.id) return;
      if (typeof Notification === "undefined" || Notification.permission !== "granted") return;
      const { id, contact, number } = event.call;
      const { words } = host;
      try {
        const notification = new Notification(words.text("state-incoming"), {
          body: contact?.name ?? (host.shown(number) || words.text("unknown-number")),
          // The same tag in each tab: the system shows one.
          tag: `web-terminal-${id}`,
          requireInteraction: true,
          lang: words.locale,
          ...(contact?.picture === undefined ? {} : { icon: contact.picture }),
        });
        notification.onclick = () => {
          window.focus();
          take(id);
          void host.show().then(() => host.focusPanel());
        };
        shown.set(id, notification);
      } catch {
        // Chromium on Android has notifications for service workers only; it rings all the same.
      }
    },
    follow({ calls }) {
      for (const id of shown.keys()) {
        if (!calls.some((call) => call.id === id && call.state === "incoming")) take(id);
      }
    },
    close() {
      for (const id of shown.keys()) take(id);
    },
  };
}
