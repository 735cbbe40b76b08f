/** Says in a call that a device has gone, or is back. */
import { html, nothing } from "lit";
import type { FeatureHost, FeatureModule } from "../features/feature-host.js";
import { icon } from "../icons/icons.js";
import type { LocalizedStrings } from "../i18n/strings.js";
import type { Features } from "../view-model.js";
import { bannerStyles } from "./banner.styles.js";
import { deviceNoticeStrings } from "./device-notice.en.js";

export const deviceNoticeFeature: FeatureModule<Features["deviceNotice"]> = {
  english: deviceNoticeStrings,
  styles: bannerStyles,
  create: createDeviceNotice,
};

/** How long the notice stays that a device is back. */
const RESTORED_NOTICE_MS = 6000;

interface DeviceNotice {
  readonly key: "device-lost" | "device-back";
  /** The device's name; empty where the browser hides it. */
  readonly label: string;
}

function createDeviceNotice(host: FeatureHost): Features["deviceNotice"] {
  let notice: DeviceNotice | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (next: DeviceNotice | null): void => {
    clearTimeout(timer);
    notice = next;
    if (next?.key === "device-back") timer = setTimeout(() => show(null), RESTORED_NOTICE_MS);
    host.element.requestUpdate();
  };

  const textOf = ({ key, label }: DeviceNotice, strings: LocalizedStrings): string =>
    strings.text(key, { device: label || strings.text("device-some") });

  return {
    view: ({ strings }) =>
      notice === null
        ? nothing
        : html`
            <div class="banner ${notice.key === "device-lost" ? "warn" : ""}">
              ${icon("plug")}
              <p>${textOf(notice, strings)}</p>
            </div>
          `,
    notes: ({ strings }) => (notice === null ? [] : [textOf(notice, strings)]),
    // Each tab has its own devices, so it does not matter whether this tab is the primary one.
    handlePhoneEvent(event) {
      if (event.type !== "device-change") return;
      if (event.lost !== null) show({ key: "device-lost", label: event.lost.label });
      else if (event.restored !== null) show({ key: "device-back", label: event.restored.label });
    },
    willUpdate({ calls }) {
      // The next call begins without the notices of this one.
      if (calls.every(({ state }) => state === "ended")) notice = null;
    },
    close: () => clearTimeout(timer),
  };
}
