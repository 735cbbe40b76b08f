/** The settings page: microphone, speaker, ringer, notifications, shortcuts. It opens in a call too, which is when a wrong device is noticed. */
import { html, nothing, type TemplateResult } from "lit";
import type { AudioDevice, DeviceKind } from "../../phone/types.js";
import { writePreference } from "../preferences.js";
import { ringVolumeOf } from "../phone/ring-volume.js";
import type { FeatureHost, FeatureModule } from "../features/feature-host.js";
import type { LocalizedStrings } from "../i18n/strings.js";
import { shortcuts } from "../panel/shortcuts.js";
import { viewOf, type Features, type ViewModel } from "../view-model.js";
import { settingsStrings } from "./settings.en.js";
import { settingsStyles } from "./settings.styles.js";

export const settingsFeature: FeatureModule<Features["settings"]> = {
  english: settingsStrings,
  styles: settingsStyles,
  create: createSettings,
};

/** Whether this browser can play on another speaker than the system's. */
const CAN_CHOOSE_SPEAKER = typeof HTMLMediaElement !== "undefined" && "setSinkId" in HTMLMediaElement.prototype;

function createSettings(host: FeatureHost): Features["settings"] {
  let level = 0;
  let stopMeter: (() => void) | null = null;

  const stop = (): void => {
    stopMeter?.();
    stopMeter = null;
    level = 0;
    host.element.requestUpdate();
  };

  const start = (): void => {
    stop();
    stopMeter =
      host.phone?.watchLevel(
        host.snapshot.chosen.microphone,
        (heard) => {
          level = heard;
          host.element.requestUpdate();
        },
        (error) => {
          stop();
          host.fail(error);
        },
      ) ?? null;
    host.element.requestUpdate();
  };

  const choose = (kind: DeviceKind) => (event: Event) => {
    const { value } = event.currentTarget as HTMLSelectElement;
    const metered = stopMeter !== null;
    host.phone?.setDevice(kind, value).then(
      () => {
        if (kind === "microphone" && metered) start();
      },
      (error: unknown) => host.fail(error),
    );
  };

  const test = (kind: "speaker" | "ringer") => () => {
    host.phone?.playTestSound(kind).catch((error: unknown) => host.fail(error));
  };

  const setVolume = (event: Event): void => {
    writePreference("ring-volume", (event.currentTarget as HTMLInputElement).value);
    // Lets the user hear the new volume.
    test("ringer")();
  };

  // Shows what another tab has set.
  const handleStorage = (): void => host.element.requestUpdate();
  addEventListener("storage", handleStorage);

  const allowNotifications = (): void => {
    void Notification.requestPermission().then(() => host.element.requestUpdate());
  };

  const deviceView = (kind: DeviceKind, { strings, snapshot }: ViewModel, extra: unknown): TemplateResult => {
    const devices = snapshot.devices.filter((device) => device.kind === (kind === "microphone" ? kind : "speaker"));
    const fixed = kind !== "microphone" && !CAN_CHOOSE_SPEAKER;
    return html`
      <div class="setting">
        <label for=${kind}>${strings.text(kind)}</label>
        <div class="choice">
          <select id=${kind} ?disabled=${fixed} @change=${choose(kind)}>
            ${option("", strings.text("device-default"), snapshot.chosen[kind])}
            ${kind === "ringer" ? option("all", strings.text("device-all"), snapshot.chosen[kind]) : nothing}
            ${devices.map((device, index) => option(device.id, nameOf(device, index, strings), snapshot.chosen[kind]))}
          </select>
          ${extra}
        </div>
        ${fixed ? html`<p class="hint">${strings.text("speaker-fixed")}</p>` : nothing}
      </div>
    `;
  };

  const signOutView = ({ strings, snapshot, features }: ViewModel): TemplateResult | typeof nothing => {
    const { signIn } = features;
    // It ends the registration, and with it every call.
    if (signIn?.isInUse !== true || snapshot.calls.some(({ state }) => state !== "ended")) return nothing;
    return html`
      <div class="setting">
        <button class="quiet" type="button" @click=${() => void signIn.signOut()}>${strings.text("sign-out")}</button>
      </div>
    `;
  };

  return {
    view(viewModel, actions) {
      const { strings, snapshot } = viewModel;
      const testing = stopMeter !== null;
      const testButton = (kind: "speaker" | "ringer"): TemplateResult => html`
        <button
          class="quiet"
          type="button"
          title=${strings.text("sound-test")}
          aria-label="${strings.text("test")}, ${strings.text(kind)}"
          @click=${test(kind)}
        >
          ${strings.text("test")}
        </button>
      `;
      return html`
        <div part="settings" class="page settings">
          <h2 tabindex="-1" data-focus>${strings.text("settings")}</h2>
          ${deviceView(
            "microphone",
            viewModel,
            html`<button
              class="quiet"
              type="button"
              title=${strings.text(testing ? "level-stop" : "level-test")}
              aria-label="${strings.text(testing ? "stop" : "test")}, ${strings.text("microphone")}"
              @click=${testing ? stop : start}
            >
              ${strings.text(testing ? "stop" : "test")}
            </button>`,
          )}
          ${
            testing
              ? html`<meter class="level" min="0" max="1" .value=${level} aria-label=${strings.text("level")}></meter>`
              : nothing
          }
          ${deviceView("speaker", viewModel, testButton("speaker"))}
          ${deviceView("ringer", viewModel, testButton("ringer"))}
          <div class="setting">
            <label for="ring-volume">${strings.text("ring-volume")}</label>
            <input
              id="ring-volume"
              type="range"
              min="0"
              max="1"
              step="0.05"
              .value=${String(ringVolumeOf(host.element))}
              @change=${setVolume}
            />
          </div>
          ${
            snapshot.devices.every(({ label }) => label === "")
              ? html`<p class="hint">${strings.text("device-names")}</p>`
              : nothing
          }
          ${notificationsView(host, strings, allowNotifications)} ${signOutView(viewModel)}
          <div class="setting">
            <h3>${strings.text("shortcuts")}</h3>
            <label class="check">
              <input type="checkbox" .checked=${viewModel.shortcuts} @change=${actions.useShortcuts} />
              ${strings.text("shortcuts-use")}
            </label>
            <dl class="keys">
              ${shortcuts.map(
                ({ labels, string }) => html`
                  <div>
                    <dt>${labels.map((label) => html`<kbd dir="ltr">${label}</kbd> `)}</dt>
                    <dd>${strings.text(string)}</dd>
                  </div>
                `,
              )}
            </dl>
          </div>
        </div>
      `;
    },
    updated(viewModel) {
      // The meter holds a microphone open: it ends with the view.
      if (stopMeter !== null && viewOf(viewModel) !== "settings") stop();
    },
    close() {
      stop();
      removeEventListener("storage", handleStorage);
    },
  };
}

function option(value: string, label: string, chosen: string): TemplateResult {
  return html`<option dir="auto" value=${value} ?selected=${value === chosen}>${label}</option>`;
}

/** Returns the name of a device, which browsers hide until the microphone is allowed. */
function nameOf(device: AudioDevice, index: number, strings: LocalizedStrings): string {
  return device.label || strings.text("device-unnamed", { number: String(index + 1) });
}

function notificationsView(
  host: FeatureHost,
  strings: LocalizedStrings,
  allow: () => void,
): TemplateResult | typeof nothing {
  if (!host.element.notifications || typeof Notification === "undefined") return nothing;
  const { permission } = Notification;
  return html`
    <div class="setting">
      <h3>${strings.text("notifications")}</h3>
      ${
        permission === "default"
          ? html`<div class="choice">
              <p class="hint">${strings.text("notifications-text")}</p>
              <button class="quiet" type="button" @click=${allow}>${strings.text("notifications-allow")}</button>
            </div>`
          : html`<p class="hint">
              ${strings.text(permission === "granted" ? "notifications-on" : "notifications-blocked")}
            </p>`
      }
    </div>
  `;
}
