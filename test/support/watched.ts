/** Notifications, media buttons and focus that a page asks the browser for. */
import type { Page } from "puppeteer-core";
import type { Widget } from "./widget.js";

/** What the browser was told to show; each is really shown as well. */
export interface Watched {
  readonly notifications: { title: string; body: string; shown: boolean; closed: boolean; click: () => void }[];
  readonly handlers: Record<string, (() => void) | null>;
  microphoneActive: boolean | null;
  focused: number;
}

declare global {
  var watched: Watched;
}

/** Looks over the browser's shoulder, before the page's own scripts run. */
export const watch = async (page: Page): Promise<void> => {
  await page.evaluateOnNewDocument(() => {
    const watched: Watched = { notifications: [], handlers: {}, microphoneActive: null, focused: 0 };
    globalThis.watched = watched;
    const Native = Notification;
    globalThis.Notification = class extends Native {
      constructor(title: string, options: NotificationOptions = {}) {
        super(title, options);
        const entry = {
          title,
          body: options.body ?? "",
          shown: false,
          closed: false,
          click: () => this.dispatchEvent(new Event("click")),
        };
        watched.notifications.push(entry);
        this.addEventListener("show", () => (entry.shown = true));
        this.addEventListener("close", () => (entry.closed = true));
      }
    };
    const { mediaSession } = navigator;
    const set = mediaSession.setActionHandler.bind(mediaSession);
    mediaSession.setActionHandler = (action, handler) => {
      set(action, handler);
      watched.handlers[action] = handler as (() => void) | null;
    };
    const setActive = mediaSession.setMicrophoneActive?.bind(mediaSession);
    mediaSession.setMicrophoneActive = async (active: boolean) => {
      await setActive?.(active);
      watched.microphoneActive = active;
    };
    const focus = window.focus.bind(window);
    window.focus = () => {
      watched.focused += 1;
      focus();
    };
  });
};

/** Turns notifications on, and waits until they can come. */
export const wantNotifications = async (widget: Widget): Promise<void> => {
  await widget.page.evaluate(() => void (document.querySelector("web-terminal")!.notifications = true));
  // It is fetched then; a notification waits for it no longer than a ring does.
  await widget.waitFor('performance.getEntriesByType("resource").some(({ name }) => name.includes("/in-call-"))');
  await widget.waitFor('document.querySelector("web-terminal").updateComplete.then(() => true)');
};

/** Every notification so far. */
export const notificationsOf = (widget: Widget) =>
  widget.page.evaluate(() =>
    globalThis.watched.notifications.map(({ title, body, shown, closed }) => ({ title, body, shown, closed })),
  );
