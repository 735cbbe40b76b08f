/** Microphone, speaker, ringer, notifications, shortcuts. Open in a call too: that is when a device is found to be wrong. */
import { html, nothing, type TemplateResult } from "lit";
import type { AudioDevice, DeviceKind } from "../../phone/types.js";
import { writePreference } from "../preferences.js";
import type { FeatureHost } from "../features/feature-host.js";
import type { Feature } from "../features/feature-loader.js";
import { ringVolumeOf } from "../ring-volume.js";
import type { Actions, ViewModel } from "../view-model.js";
import type { StringKey, LocalizedStrings } from "../i18n/strings.js";
import type { SignIn } from "../sign-in/sign-in.js";

export { settings as english } from "./settings.en.js";
export { settings as styles } from "./settings.styles.js";

export interface SettingsFeature extends Feature {
  view(viewModel: ViewModel, actions: Actions): TemplateResult;
}

/** What the keys do, as the panel's controller has it. */
const shortcuts: readonly (readonly [keys: readonly string[], word: StringKey])[] = [
  [["0–9", "*", "#"], "shortcut-digits"],
  [["Enter"], "shortcut-enter"],
  [["Esc"], "shortcut-escape"],
  [["⌫"], "shortcut-erase"],
  [["M"], "shortcut-mute"],
  [["H"], "shortcut-hold"],
];

/** Whether sound can be sent to a chosen speaker at all. */
const speakersCanBeChosen = typeof HTMLMediaElement !== "undefined" && "setSinkId" in HTMLMediaElement.prototype;

export function create(host: FeatureHost): SettingsFeature {
  let level = 0;
  let stopMeter: (() => void) | null = null;
  let signIn: SignIn | null = null;

  const stop = (): void => {
    stopMeter?.();
    stopMeter = null;
    level = 0;
    host.requestUpdate();
  };

  const start = (): void => {
    stop();
    stopMeter =
      host.phone?.watchLevel(
        host.snapshot.chosen.microphone,
        (heard) => {
          level = heard;
          host.requestUpdate();
        },
        (error) => {
          stop();
          host.fail(error);
        },
      ) ?? null;
    host.requestUpdate();
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
    // How loud that is, one hears best.
    test("ringer")();
  };

  // Another tab shows what is set in this one, and the other way round.
  const handleStorage = (): void => host.requestUpdate();
  addEventListener("storage", handleStorage);

  const allowNotifications = (): void => {
    void Notification.requestPermission().then(() => host.requestUpdate());
  };

  const deviceView = (kind: DeviceKind, { words, snapshot }: ViewModel, extra: unknown): TemplateResult => {
    const devices = snapshot.devices.filter((device) => device.kind === (kind === "microphone" ? kind : "speaker"));
    const fixed = kind !== "microphone" && !speakersCanBeChosen;
    return html`
      <div class="setting">
        <label for=${kind}>${words.text(kind)}</label>
        <div class="choice">
          <select id=${kind} ?disabled=${fixed} @change=${choose(kind)}>
            ${option("", words.text("device-default"), snapshot.chosen[kind])}
            ${kind === "ringer" ? option("all", words.text("device-all"), snapshot.chosen[kind]) : nothing}
            ${devices.map((device, index) => option(device.id, nameOf(device, index, words), snapshot.chosen[kind]))}
          </select>
          ${extra}
        </div>
        ${fixed ? html`<p class="hint">${words.text("speaker-fixed")}</p>` : nothing}
      </div>
    `;
  };

  const signOutView = ({ words, snapshot }: ViewModel): TemplateResult | typeof nothing => {
    if (host.signIn && signIn === null) {
      import("../sign-in/sign-in.js").then(
        ({ signInOf }) => {
          signIn = signInOf(host);
          host.requestUpdate();
        },
        () => undefined,
      );
    }
    // It ends the registration, and with it every call.
    if (signIn?.isInUse !== true || snapshot.calls.some(({ state }) => state !== "ended")) return nothing;
    return html`
      <div class="setting">
        <button class="quiet" type="button" @click=${() => void signIn?.signOut()}>${words.text("sign-out")}</button>
      </div>
    `;
  };

  return {
    view(viewModel, actions) {
      const { words, snapshot } = viewModel;
      const testing = stopMeter !== null;
      const testButton = (kind: "speaker" | "ringer"): TemplateResult => html`
        <button
          class="quiet"
          type="button"
          title=${words.text("sound-test")}
          aria-label="${words.text("test")}, ${words.text(kind)}"
          @click=${test(kind)}
        >
          ${words.text("test")}
        </button>
      `;
      return html`
        <div part="settings" class="page settings">
          <h2 tabindex="-1" data-focus>${words.text("settings")}</h2>
          ${deviceView(
            "microphone",
            viewModel,
            html`<button
              class="quiet"
              type="button"
              title=${words.text(testing ? "level-stop" : "level-test")}
              aria-label="${words.text(testing ? "stop" : "test")}, ${words.text("microphone")}"
              @click=${testing ? stop : start}
            >
              ${words.text(testing ? "stop" : "test")}
            </button>`,
          )}
          ${
            testing
              ? html`<meter class="level" min="0" max="1" .value=${level} aria-label=${words.text("level")}></meter>`
              : nothing
          }
          ${deviceView("speaker", viewModel, testButton("speaker"))}
          ${deviceView("ringer", viewModel, testButton("ringer"))}
          <div class="setting">
            <label for="ring-volume">${words.text("ring-volume")}</label>
            <input
              id="ring-volume"
              type="range"
              min="0"
              max="1"
              step="0.05"
              .value=${String(ringVolumeOf(host))}
              @change=${setVolume}
            />
          </div>
          ${
            snapshot.devices.every(({ label }) => label === "")
              ? html`<p class="hint">${words.text("device-names")}</p>`
              : nothing
          }
          ${notificationsView(host, words, allowNotifications)} ${signOutView(viewModel)}
          <div class="setting">
            <h3>${words.text("shortcuts")}</h3>
            <label class="check">
              <input type="checkbox" .checked=${viewModel.shortcuts} @change=${actions.useShortcuts} />
              ${words.text("shortcuts-use")}
            </label>
            <dl class="keys">
              ${shortcuts.map(
                ([keys, word]) => html`
                  <div>
                    <dt>${keys.map((key) => html`<kbd dir="ltr">${key}</kbd> `)}</dt>
                    <dd>${words.text(word)}</dd>
                  </div>
                `,
              )}
            </dl>
          </div>
        </div>
      `;
    },
    follow() {
      // The meter holds a microphone open: it ends with the view.
      if (stopMeter !== null && !host.settingsOpen) stop();
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

/** Browsers hide names until the microphone is allowed. */
function nameOf(device: AudioDevice, index: number, words: LocalizedStrings): string {
  return device.label || words.text("device-unnamed", { number: String(index + 1) });
}

function notificationsView(
  host: FeatureHost,
  words: LocalizedStrings,
  allow: () => void,
): TemplateResult | typeof nothing {
  if (!host.notifications || typeof Notification === "undefined") return nothing;
  const { permission } = Notification;
  return html`
    <div class="setting">
      <h3>${words.text("notifications")}</h3>
      ${
        permission === "default"
          ? html`<div class="choice">
              <p class="hint">${words.text("notifications-text")}</p>
              <button class="quiet" type="button" @click=${allow}>${words.text("notifications-allow")}</button>
            </div>`
          : html`<p class="hint">
              ${words.text(permission === "granted" ? "notifications-on" : "notifications-blocked")}
            </p>`
      }
    </div>
  `;
}
