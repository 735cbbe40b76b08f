/**
 * What a phone does for the ear beside its calls' media. This is the little that a first call
 * cannot wait for; sounds, devices and figures are fetched once the phone is registered.
 */
import type { TerminalError } from "../../errors.js";
import type { Phone } from "../types.js";
import type { AudioContextOfPhone, AudioContextDeps, AudioView, AudioServices } from "./audio-types.js";

/** Sounds, devices and quality of a phone. */
export interface PhoneAudio {
  readonly view: AudioView;
  readonly methods: AudioServices["methods"] & Pick<Phone, "setDevice" | "unlockAudio" | "watchLevel" | "preflight">;
  /** After each change of the calls, the link, or the permission. */
  update(): void;
  /** Whether the browser plays the audio of a call. */
  playing(playing: boolean): void;
  deviceLost(kind: "microphone" | "speaker", label: string, error: TerminalError | null): void;
  /** For the support bundle. */
  report(): Record<string, unknown>;
  close(): void;
}

/** Makes the sound of a phone. */
export function createPhoneAudio(context: AudioContextOfPhone): PhoneAudio {
  const held = { sounds: false, playback: false };
  let care: AudioServices | null = null;
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
    if (!closed) context.publish();
  };

  const hold = (fields: Partial<typeof held>): void => {
    Object.assign(held, fields);
    const audio = held.sounds || held.playback ? "blocked" : "ready";
    if (audio === view.audio) return;
    set({ audio });
    care?.update();
  };

  const room: AudioContextDeps = {
    ...context,
    set,
    get view() {
      return view;
    },
    holdSounds(sounds) {
      hold({ sounds });
    },
  };

  /** The part that is fetched. It is asked for again where it did not come: calls go on without it. */
  const fetched = (): Promise<AudioServices> =>
    (loading ??= import("./audio-services.js").then(
      ({ createAudioServices }) => {
        care = createAudioServices(room);
        if (closed) care.close();
        return care;
      },
      (reason: unknown) => {
        loading = null;
        throw reason;
      },
    ));

  // There is nothing to hear where there is no page.
  const tried = (task: (care: AudioServices) => void): Promise<void> | undefined =>
    typeof document === "undefined" ? undefined : fetched().then(task, () => undefined);

  const update = (): void => {
    if (closed) return;
    if (care !== null) care.update();
    else if (context.snapshot().connection.state === "ready") void tried((it) => it.update());
  };

  return {
    get view() {
      return view;
    },
    methods: {
      async setDevice(kind, deviceId) {
        await care?.check(kind, deviceId);
        if (kind === "microphone") await context.runner().setMicrophone(deviceId);
        else if (kind === "speaker") await context.runner().setSpeaker(deviceId);
        set({ chosen: { ...view.chosen, [kind]: deviceId } });
        // Whoever leaves the page now finds the choice in the next one.
        await tried((it) => it.remember(kind, deviceId));
      },
      playTestSound: async (kind) => (await fetched()).methods.playTestSound(kind),
      silence(id) {
        void tried((it) => it.methods.silence(id));
      },
      playKey(digit) {
        care?.methods.playKey(digit);
      },
      async unlockAudio() {
        const playing = context.runner().unlock();
        const heard = (await care?.unlock()) ?? true;
        hold({ sounds: !heard, playback: !playing });
      },
      watchLevel(deviceId, listener, onError) {
        const stop = new AbortController();
        Promise.all([import("../../media/preflight.js"), fetched()]).then(
          ([trial, { sounds }]) => trial.watchLevel({ ...context, sounds }, deviceId, stop.signal, listener, onError),
          () => undefined,
        );
        return () => {
          stop.abort();
        };
      },
      async preflight() {
        const [trial, { sounds }] = await Promise.all([import("../../media/preflight.js"), fetched()]);
        return trial.preflight({ ...context, sounds });
      },
    },
    update,
    playing(playing) {
      hold({ playback: !playing });
    },
    deviceLost(kind, label, error) {
      void tried((it) => it.deviceLost(kind, label, error));
    },
    report: () => ({ audio: view.audio, ...care?.report() }),
    close() {
      closed = true;
      care?.close();
    },
  };
}
