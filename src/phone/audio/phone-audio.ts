/**
 * Everything audible apart from call media. This is the part that a first call needs at once;
 * sounds, devices and statistics are loaded when the phone is registered.
 */
import type { TerminalError } from "../../errors.js";
import type { PreflightHost } from "../../media/preflight.js";
import type { Phone } from "../types.js";
import type { AudioHost, AudioServices, AudioView, PhoneAudioOptions } from "./audio-types.js";

/** The audio of a phone: rings, tones, devices and quality. */
export interface PhoneAudio {
  readonly view: AudioView;
  readonly methods: AudioServices["methods"] & Pick<Phone, "setDevice" | "unlockAudio" | "watchLevel" | "preflight">;
  /** To be called after each change of the calls, the registration, or the permission. */
  update(): void;
  /** Sets whether the browser blocks the audio of a call. */
  setPlaybackBlocked(blocked: boolean): void;
  /** Takes note that a device was lost during a call. `error`: why none could take its place; null if one did. */
  deviceLost(kind: "microphone" | "speaker", label: string, error: TerminalError | null): void;
  /** Returns figures for the support bundle. */
  report(): Record<string, unknown>;
  close(): void;
}

/** Creates the audio of a phone. */
export function createPhoneAudio(options: PhoneAudioOptions): PhoneAudio {
  const { runner } = options;
  const blocked = { sounds: false, playback: false };
  let services: AudioServices | null = null;
  let loading: Promise<AudioServices> | null = null;
  let closed = false;
  let view: AudioView = {
    audio: "ready",
    devices: Object.freeze([]),
    chosen: { microphone: "", speaker: "", ringer: "" },
    quality: null,
  };

  const set = (fields: Partial<AudioView>): void => {
    view = { ...view, ...fields };
    if (!closed) options.publish();
  };

  const setBlocked = (fields: Partial<typeof blocked>): void => {
    Object.assign(blocked, fields);
    const audio = blocked.sounds || blocked.playback ? "blocked" : "ready";
    if (audio === view.audio) return;
    set({ audio });
    services?.update();
  };

  const unlock = async (): Promise<void> => {
    const playing = runner.unlock();
    const heard = (await services?.unlock()) ?? true;
    setBlocked({ sounds: !heard, playback: !playing });
  };

  const host: AudioHost = {
    ...options,
    set,
    get view() {
      return view;
    },
    setSoundBlocked(sounds) {
      setBlocked({ sounds });
    },
    unlock,
  };

  /** Loads the services. If that fails it is tried again next time: calls go on without them. */
  const load = (): Promise<AudioServices> =>
    (loading ??= import("./audio-services.js").then(
      ({ createAudioServices }) => {
        services = createAudioServices(host);
        if (closed) services.close();
        return services;
      },
      (reason: unknown) => {
        loading = null;
        throw reason;
      },
    ));

  /** Runs a task with the services, if they can be loaded. Without a page there is nothing to hear. */
  const withServices = (task: (loaded: AudioServices) => void): Promise<void> | undefined =>
    typeof document === "undefined" ? undefined : load().then(task, () => undefined);

  const loadPreflight = async () => {
    const [module, { sounds }] = await Promise.all([import("../../media/preflight.js"), load()]);
    const { iceServers = [], iceWait = 1000 } = options.settings();
    const preflightHost: PreflightHost = {
      ...options,
      sounds,
      iceServers,
      iceWait,
      isReady: () => options.snapshot().connection.state === "ready",
    };
    return { module, preflightHost };
  };

  const update = (): void => {
    if (closed) return;
    if (services !== null) services.update();
    else if (options.snapshot().connection.state === "ready") void withServices((loaded) => loaded.update());
  };

  return {
    get view() {
      return view;
    },
    methods: {
      async setDevice(kind, deviceId) {
        await services?.check(kind, deviceId);
        if (kind === "microphone") await runner.setMicrophone(deviceId);
        else if (kind === "speaker") await runner.setSpeaker(deviceId);
        set({ chosen: { ...view.chosen, [kind]: deviceId } });
        // Resolves only when the choice is stored: the page may be left right after this.
        await withServices((loaded) => loaded.remember(kind, deviceId));
      },
      playTestSound: async (kind) => (await load()).methods.playTestSound(kind),
      silence(id) {
        void withServices((loaded) => loaded.methods.silence(id));
      },
      playKey(digit) {
        services?.methods.playKey(digit);
      },
      unlockAudio: unlock,
      watchLevel(deviceId, listener, onError) {
        const stop = new AbortController();
        loadPreflight().then(
          ({ module, preflightHost }) => module.watchLevel(preflightHost, deviceId, stop.signal, listener, onError),
          () => undefined,
        );
        return () => {
          stop.abort();
        };
      },
      async preflight() {
        const { module, preflightHost } = await loadPreflight();
        return module.preflight(preflightHost);
      },
    },
    update,
    setPlaybackBlocked(playback) {
      setBlocked({ playback });
    },
    deviceLost(kind, label, error) {
      void withServices((loaded) => loaded.deviceLost(kind, label, error));
    },
    report: () => ({ audio: view.audio, ...services?.report() }),
    close() {
      closed = true;
      services?.close();
    },
  };
}
