/**
 * Loads the features of the panel when they are first wanted: a page that never shows a list of calls never downloads
 * one. Each feature is made once for its element, may bring styles and English strings, and is closed with the element.
 */
import type { CSSResult, ReactiveController } from "lit";
import type { PhoneEvent } from "../../phone/types.js";
import type { Strings } from "../i18n/strings.js";
import type { Feature, FeatureName, Features, LoadedFeatures, ViewModel } from "../view-model.js";
import type { FeatureHost, FeatureModule } from "./feature-host.js";

/** One line for each feature. Their styles apply in this order. */
const loaders = {
  focusManager: async () => (await import("../panel/focus-manager.js")).focusManagerFeature,
  banners: async () => (await import("../notices/banners.js")).bannersFeature,
  contacts: async () => (await import("../contacts/contacts.js")).contactsFeature,
  deviceNotice: async () => (await import("../notices/device-notice.js")).deviceNoticeFeature,
  endedView: async () => (await import("../call/ended-view.js")).endedViewFeature,
  floating: async () => (await import("../floating/floating.js")).floatingFeature,
  history: async () => (await import("../history/history.js")).historyFeature,
  keypad: async () => (await import("../call/keypad.js")).keypadFeature,
  mediaSession: async () => (await import("../call/media-session.js")).mediaSessionFeature,
  errorNotice: async () => (await import("../notices/error-notice.js")).errorNoticeFeature,
  notifications: async () => (await import("../notifications/notifications.js")).notificationsFeature,
  numberFormat: async () => (await import("../number/format-number.js")).numberFormatFeature,
  callInOtherTab: async () => (await import("../call/call-in-other-tab.js")).callInOtherTabFeature,
  pipWindow: async () => (await import("../picture-in-picture/pip-window.js")).pipWindowFeature,
  quality: async () => (await import("../call/quality.js")).qualityFeature,
  ringOnMobile: async () => (await import("../call/ring-on-mobile.js")).ringOnMobileFeature,
  settings: async () => (await import("../settings/settings.js")).settingsFeature,
  setup: async () => (await import("../setup/setup.js")).setupFeature,
  otherCalls: async () => (await import("../call/other-calls.js")).otherCallsFeature,
  signIn: async () => (await import("../sign-in/sign-in.js")).signInFeature,
  autoplayBlocked: async () => (await import("../notices/autoplay-blocked.js")).autoplayBlockedFeature,
} satisfies { readonly [Name in FeatureName]: () => Promise<FeatureModule<Features[Name]>> };

const names = Object.keys(loaders) as FeatureName[];

export class FeatureLoader implements ReactiveController {
  readonly #host: FeatureHost;
  readonly #onLoad: (name: FeatureName) => void;
  readonly #modules = new Map<FeatureName, FeatureModule>();
  readonly #loading = new Map<FeatureName, Promise<Feature>>();
  /** Events of the phone since a feature has been wanted, until it is here: a list must not miss the call that came first. */
  readonly #missed = new Map<FeatureName, Parameters<NonNullable<Feature["handlePhoneEvent"]>>[]>();
  #loaded: LoadedFeatures = {};
  #removal: ReturnType<typeof setTimeout> | undefined;

  /** `onLoad` is called when a feature has been made. */
  constructor(host: FeatureHost, onLoad: (name: FeatureName) => void) {
    this.#host = host;
    this.#onLoad = onLoad;
  }

  /** The features that are here; replaced when there is another. */
  get loaded(): LoadedFeatures {
    return this.#loaded;
  }

  /** Returns the named features, as far as they are here, in the order of the names. */
  pick(wanted: readonly FeatureName[]): LoadedFeatures {
    return Object.fromEntries(
      wanted.flatMap((name) => {
        const feature = this.#loaded[name];
        return feature === undefined ? [] : [[name, feature]];
      }),
    );
  }

  /** English strings of the features that are here. */
  get english(): Partial<Strings>[] {
    return [...this.#modules.values()].flatMap(({ english }) => english ?? []);
  }

  /** Styles of the features that are here, in the order of the table: the order of loading must not matter. */
  get styles(): CSSResult[] {
    return names.flatMap((name) => this.#modules.get(name)?.styles ?? []);
  }

  hostConnected(): void {
    clearTimeout(this.#removal);
  }

  hostDisconnected(): void {
    // As with the phone: a node that is moved is out of the page for less than a task.
    this.#removal = setTimeout(() => {
      const features = this.#all();
      this.#loaded = {};
      this.#loading.clear();
      this.#missed.clear();
      for (const feature of features) feature.close?.();
    });
  }

  /** Loads features that are not here yet. One that cannot be fetched is tried again the next time; the panel works without it. */
  want(wanted: Iterable<FeatureName>): void {
    for (const name of wanted) {
      if (this.#loaded[name] === undefined) this.load(name).catch(() => undefined);
    }
  }

  /** Returns the feature, fetched where it is not here yet. */
  load<Name extends FeatureName>(name: Name): Promise<Features[Name]> {
    let loading = this.#loading.get(name);
    if (loading === undefined) {
      this.#missed.set(name, []);
      loading = this.#load(name);
      this.#loading.set(name, loading);
    }
    return loading as Promise<Features[Name]>;
  }

  /** Tells all features that a render is about to start. */
  willUpdate(): void {
    this.#each((feature) => feature.willUpdate?.(this.#host.snapshot));
  }

  /** Tells all features that a render is done. */
  updated(viewModel: ViewModel): void {
    this.#each((feature) => feature.updated?.(viewModel));
  }

  /** Hands an event of the phone to all features; one that is being loaded gets it when it is here. */
  handlePhoneEvent(event: PhoneEvent, primary: boolean): void {
    for (const events of this.#missed.values()) events.push([event, primary]);
    this.#each((feature) => feature.handlePhoneEvent?.(event, primary));
  }

  /** A feature that throws is lost, but neither the other features nor the panel. */
  #each(task: (feature: Feature) => void): void {
    for (const feature of this.#all()) {
      try {
        task(feature);
      } catch (error) {
        reportError(error);
      }
    }
  }

  #all(): Feature[] {
    return Object.values(this.#loaded);
  }

  async #load(name: FeatureName): Promise<Feature> {
    try {
      const module: FeatureModule = await loaders[name]();
      const feature = module.create(this.#host);
      this.#modules.set(name, module);
      this.#loaded = { ...this.#loaded, [name]: feature };
      feature.willUpdate?.(this.#host.snapshot);
      for (const missed of this.#missed.get(name) ?? []) feature.handlePhoneEvent?.(...missed);
      this.#missed.delete(name);
      this.#onLoad(name);
      return feature;
    } catch (error) {
      this.#missed.delete(name);
      this.#loading.delete(name);
      throw error;
    }
  }
}
