/**
 * The parts of the panel that are fetched when they are first wanted: a page that never
 * shows a list of calls never downloads one. Each is made once for its element, may bring
 * styles and English words of its own, and is closed with the element.
 */
import type { CSSResult, ReactiveController } from "lit";
import type { PhoneEvent, PhoneSnapshot } from "../../phone/types.js";
import type { FeatureHost } from "./feature-host.js";
import type { Strings } from "../i18n/strings.js";

/** What every part may do beside its own deeds. */
export interface Feature {
  /** Called after each change of the phone. */
  follow?(snapshot: PhoneSnapshot): void;
  /** Called with each report of the phone. */
  hear?(event: PhoneEvent): void;
  /** Frees all that is held. */
  close?(): void;
}

interface FeatureModule {
  readonly english?: Partial<Strings>;
  readonly styles?: CSSResult;
  create(host: FeatureHost): Feature;
}

const loaders = {
  assist: () => import("../panel/focus-manager.js"),
  banners: () => import("../notices/banners.js"),
  contacts: () => import("../contacts/contacts.js"),
  devices: () => import("../notices/device-notice.js"),
  ended: () => import("../call/ended-view.js"),
  folded: () => import("../floating/floating.js"),
  keypad: () => import("../call/keypad.js"),
  "media-session": () => import("../call/media-session.js"),
  history: () => import("../history/history.js"),
  notice: () => import("../notices/error-notice.js"),
  notify: () => import("../notifications/notifications.js"),
  numbers: () => import("../number/format-number.js"),
  "other-tab": () => import("../call/call-in-other-tab.js"),
  picture: () => import("../picture-in-picture/pip-window.js"),
  quality: () => import("../call/quality.js"),
  "ring-on-mobile": () => import("../call/ring-on-mobile.js"),
  settings: () => import("../settings/settings.js"),
  setup: () => import("../setup/setup.js"),
  several: () => import("../call/other-calls.js"),
  unheard: () => import("../notices/autoplay-blocked.js"),
};

type Loaders = typeof loaders;

/** A part's name. */
export type FeatureName = keyof Loaders;

/** What a part's module makes. */
export type FeatureOf<Name extends FeatureName> = ReturnType<Awaited<ReturnType<Loaders[Name]>>["create"]>;

/** Asks for a part: null until it is here. */
export type GetFeature = <Name extends FeatureName>(name: Name) => FeatureOf<Name> | null;

/** What decides which parts are wanted before they are seen. */
type Wishes = Pick<FeatureHost, "notifications" | "resolveContact" | "snapshot"> & { readonly history: boolean };

export class FeatureLoader implements ReactiveController {
  readonly #host: FeatureHost;
  readonly #parts = new Map<FeatureName, Feature>();
  readonly #loading = new Map<FeatureName, Promise<Feature>>();
  readonly #modules = new Map<FeatureName, FeatureModule>();
  #removal: ReturnType<typeof setTimeout> | undefined;

  constructor(host: FeatureHost) {
    this.#host = host;
    host.addController(this);
  }

  /** English of the parts that are here. */
  get english(): Partial<Strings>[] {
    return [...this.#modules.values()].flatMap(({ english }) => english ?? []);
  }

  /** Styles of the parts that are here, in the order of their names: what came first must not matter. */
  get styles(): CSSResult[] {
    return [...this.#modules.keys()].sort().flatMap((name) => this.#modules.get(name)?.styles ?? []);
  }

  hostConnected(): void {
    clearTimeout(this.#removal);
  }

  hostDisconnected(): void {
    // As with the phone: a node that is moved is out of the page for less than a task.
    this.#removal = setTimeout(() => {
      for (const part of this.#parts.values()) part.close?.();
      this.#parts.clear();
      this.#loading.clear();
    });
  }

  /** The part if it is here; asks for nothing. */
  peek<Name extends FeatureName>(name: Name): FeatureOf<Name> | null {
    return (this.#parts.get(name) as FeatureOf<Name> | undefined) ?? null;
  }

  /** The part if it is here, else null and it is on its way. */
  readonly get: GetFeature = (name) => {
    // What cannot be fetched is asked for again with the next render; the panel works without it.
    if (!this.#parts.has(name)) this.load(name).catch(() => undefined);
    return this.peek(name);
  };

  /** The part, fetched where it is not here yet. */
  load<Name extends FeatureName>(name: Name): Promise<FeatureOf<Name>> {
    let loading = this.#loading.get(name);
    if (loading === undefined) {
      loading = this.#load(name);
      this.#loading.set(name, loading);
    }
    return loading as Promise<FeatureOf<Name>>;
  }

  /** Fetches what the page has asked for and no view will ask for. */
  want({ history, notifications, resolveContact, snapshot: { calls } }: Wishes): void {
    if (history) this.get("history");
    if (notifications) this.get("notify");
    if (calls.length > 0) this.get("assist");
    if (calls.some(({ state }) => state === "active")) {
      this.get("media-session");
      // What tells of a broken connection has to be here before.
      this.get("banners");
      this.get("ended");
    }
    if (resolveContact !== null && (history || calls.length > 0)) this.get("contacts");
  }

  /** Hands the phone's change on. */
  follow(snapshot: PhoneSnapshot): void {
    this.#each((part) => part.follow?.(snapshot));
  }

  /** Hands the phone's report on. */
  hear(event: PhoneEvent): void {
    this.#each((part) => part.hear?.(event));
  }

  /** A part that throws costs its own feature, and neither the other parts nor the panel. */
  #each(task: (part: Feature) => void): void {
    for (const part of this.#parts.values()) {
      try {
        task(part);
      } catch (error) {
        reportError(error);
      }
    }
  }

  async #load(name: FeatureName): Promise<Feature> {
    try {
      const module: FeatureModule = await loaders[name]();
      const part = module.create(this.#host);
      this.#modules.set(name, module);
      this.#parts.set(name, part);
      part.follow?.(this.#host.snapshot);
      // Draws it, and completes the calls with what it may know of them.
      this.#host.renew();
      return part;
    } catch (error) {
      this.#loading.delete(name);
      throw error;
    }
  }
}
