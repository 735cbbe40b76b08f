/**
 * The headless phone: pipe, machine and media put together. It knows no element and no
 * lit, so that a page without any interface of ours can use it too.
 *
 * @example
 * ```ts
 * const phone = createPhone({ endpoint: "https://gateway.example", getToken: () => fetchToken() });
 * await phone.connect();
 * const call = await phone.dial("+4790000002");
 * ```
 */
import { changesBetween } from "./call/changes.js";
import type { Effect } from "./call/events.js";
import { initialSnapshot, type Snapshot } from "./call/model.js";
import { infoOf, marksOf, onScreen } from "./call/selectors.js";
import { createStore } from "./call/store.js";
import { systemClock, type Clock } from "./clock.js";
import { TerminalError } from "./errors.js";
import type { AudioView } from "./phone/audio-room.js";
import { createPhoneAudio } from "./phone/audio.js";
import { createCommands } from "./phone/commands.js";
import { createBundle } from "./phone/bundle.js";
import { browserGetUserMedia, type GetUserMedia } from "./media/microphone.js";
import { watchMicrophonePermission, type MicrophonePermission } from "./media/permission.js";
import { createAudioPlayback, type CreatePlayback } from "./media/playback.js";
import { createRunner } from "./phone/runner.js";
import type { Phone, PhoneEvent, PhoneOptions, PhoneSnapshot } from "./phone-types.js";
import { createWaits } from "./phone/waits.js";
import { createPipe } from "./pipe/pipe.js";
import { watchWakeUps } from "./pipe/wake.js";
import { createChosenStream } from "./wire/choose-stream.js";
import type { OpenStream } from "./wire/stream.js";

export type * from "./phone-types.js";
export type {
  CallCause,
  CallDirection,
  CallInfo,
  CallState,
  Connection,
  Contact,
  DialOptions,
  Subscriber,
} from "./call/model.js";
export { TerminalError, terminalErrorCodes, type TerminalErrorCode } from "./errors.js";

/** The edges of the phone's world. Each has the browser's own as its default. */
export interface PhonePorts {
  readonly openStream?: OpenStream;
  readonly createPeerConnection?: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly getUserMedia?: GetUserMedia;
  readonly createPlayback?: CreatePlayback;
  readonly clock?: Clock;
  /** From 0 up to, not including, 1. */
  readonly random?: () => number;
  /** A random UUID. */
  readonly createId?: () => string;
}

function browserPeerConnection(configuration: RTCConfiguration): RTCPeerConnection {
  if (typeof RTCPeerConnection === "undefined") throw new TerminalError("no-webrtc");
  return new RTCPeerConnection(configuration);
}

/** `crypto.randomUUID` is there on secure pages only, and calls need one anyway. */
function randomId(): string {
  return crypto.randomUUID();
}

/**
 * Makes a phone. It registers nothing until `connect()`, and frees all it holds in `close()`.
 *
 * @throws TerminalError `not-configured` without an endpoint or a token source.
 */
export function createPhone(options: PhoneOptions, ports: PhonePorts = {}): Phone {
  if (options.endpoint === "" || typeof options.getToken !== "function") throw new TerminalError("not-configured");
  const clock = ports.clock ?? systemClock;
  const createPeerConnection = ports.createPeerConnection ?? browserPeerConnection;
  const getUserMedia = ports.getUserMedia ?? browserGetUserMedia();
  const bundle = createBundle(clock);
  const listeners = new Set<(snapshot: PhoneSnapshot) => void>();
  const eventListeners = new Set<(event: PhoneEvent) => void>();
  const reported = new Map<string, TerminalError>();
  let permission: MicrophonePermission = "unknown";
  let refusal: TerminalError | null = null;
  let closed = false;

  const emit = (event: PhoneEvent): void => {
    bundle.note(event);
    if (event.type === "call-digit") audio.methods.playKey(event.digit);
    for (const listener of [...eventListeners])
      guarded(() => {
        listener(event);
      });
  };

  const store = createStore({
    initial: initialSnapshot({ room: options.calls ?? "single", busy: options.busy ?? "wait" }),
    now: () => clock.now(),
    onChange(next, previous) {
      // An error keeps what threw it, down to the peer connection: it goes with its call.
      for (const id of reported.keys()) if (!next.calls.has(id)) reported.delete(id);
      publish(next);
      audio.update();
      for (const change of changesBetween(previous, next)) emit(change);
    },
    onEffect: (effect) => {
      runner.run(effect);
    },
    onSettled: (snapshot) => {
      waits.check(snapshot);
      // Not before the effects: the last call's Bye belongs on the stream that it was made on.
      pipe.settle();
    },
  });
  const waits = createWaits(() => store.snapshot);

  const tell = (effect: Extract<Effect, { type: "renegotiated" | "gap" | "report" }>): void => {
    if (effect.type === "gap") {
      emit({ type: "availability-gap", from: effect.from, to: effect.to });
      return;
    }
    const call = effect.id === null ? undefined : store.snapshot.calls.get(effect.id);
    if (effect.type === "renegotiated") {
      if (call !== undefined) emit({ type: "call-renegotiated", call: infoOf(call) });
      return;
    }
    const error = effect.error ?? new TerminalError(effect.code);
    if (effect.id !== null) reported.set(effect.id, error);
    emit({ type: "terminal-error", error, call: call === undefined ? null : infoOf(call) });
  };

  const pipe = createPipe({
    endpoint: options.endpoint,
    method: options.calls === "multiple" ? "MultiPipe" : "Pipe",
    openStream: ports.openStream ?? createChosenStream(options.transport ?? "auto", { clock }),
    getToken: options.getToken,
    clock,
    random: ports.random ?? Math.random,
    handlers: {
      onConnecting() {
        store.post({ type: "link-connecting" });
      },
      onOpen() {
        store.post({ type: "link-open" });
      },
      onMessage(message) {
        // Read each time: a page may change its mind.
        store.post({ type: "configure", busy: options.busy ?? "wait" });
        store.post({ type: "message", message });
      },
      onLost(error, retryIn) {
        refusal = error;
        bundle.lost(error, retryIn);
        store.post({ type: "link-lost", reason: error.message });
      },
      onRefused(state, error) {
        refusal = error;
        store.post({ type: "link-refused", state, reason: error.message });
        emit({ type: "terminal-error", error, call: null });
      },
      onStranded(ids) {
        store.post({ type: "stranded", ids });
      },
      liveCalls: () => [...store.snapshot.calls.values()].flatMap((call) => (call.state === "ended" ? [] : [call.id])),
    },
  });

  const audio = createPhoneAudio({
    clock,
    options,
    getUserMedia,
    createPeerConnection,
    snapshot: () => store.snapshot,
    runner: () => runner,
    emit,
    publish: () => {
      publish(store.snapshot);
    },
    phone: () => phone,
    permission: () => permission,
  });

  const runner = createRunner({
    ports: {
      createPeerConnection,
      getUserMedia,
      createPlayback: ports.createPlayback ?? createAudioPlayback,
      clock,
    },
    clock,
    // Read for each call: a page may renew the credentials of its TURN servers.
    iceServers: () => options.iceServers ?? [],
    iceWait: () => options.iceWait ?? 1000,
    send: (message) => {
      pipe.send(message);
    },
    probe: () => {
      pipe.wake();
    },
    post: (event) => {
      store.post(event);
    },
    tell,
    onGathered: bundle.gathered,
    onPlaying: (playing) => {
      audio.playing(playing);
    },
    onDeviceLost: (kind, label, error) => {
      audio.deviceLost(kind, label, error);
    },
  });

  let view = viewOf(store.snapshot, permission, audio.view);
  const publish = (snapshot: Snapshot): void => {
    view = viewOf(snapshot, permission, audio.view);
    for (const listener of [...listeners])
      guarded(() => {
        listener(view);
      });
  };

  const stopPermission =
    typeof navigator === "undefined"
      ? () => undefined
      : watchMicrophonePermission((next) => {
          permission = next;
          publish(store.snapshot);
          emit({ type: "permission-change", permission });
          audio.update();
        });
  const stopWakeUps = watchWakeUps(clock, (reason) => {
    pipe.wake();
    if (reason === "network") store.post({ type: "network-changed" });
  });

  const commands = createCommands({
    store,
    waits,
    runner,
    reported,
    emit,
    createId: ports.createId ?? randomId,
    isClosed: () => closed,
  });

  const phone: Phone = {
    get snapshot() {
      return view;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    on(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    async connect() {
      if (closed) throw new TerminalError("not-connected", { message: "The phone has been closed." });
      refusal = null;
      pipe.open();
      await waits.until<true>(({ link }) => {
        if (link.state === "ready") return { done: true };
        if (link.state === "connecting" || refusal === null) return null;
        return { failed: refusal };
      });
    },
    disconnect() {
      // Whoever still waits for `connect` waits for nothing now.
      refusal = new TerminalError("not-connected");
      store.post({ type: "link-closed" });
      pipe.close();
      return Promise.resolve();
    },
    ...commands,
    dismiss(id) {
      const call = id === undefined ? onScreen(store.snapshot) : store.snapshot.calls.get(id);
      if (call?.state === "ended") store.post({ type: "dismiss", id: call.id });
    },
    ...audio.methods,
    marks: () => marksOf(store.snapshot),
    resume(marks) {
      for (const call of marks) store.post({ type: "resume", call });
    },
    supportBundle: () => Promise.resolve({ ...bundle.render(store.snapshot, runner.held), ...audio.report() }),
    close() {
      if (closed) return;
      closed = true;
      store.post({ type: "link-closed" });
      pipe.close();
      runner.close();
      audio.close();
      stopPermission();
      stopWakeUps();
      waits.close(new TerminalError("not-connected", { message: "The phone has been closed." }));
      listeners.clear();
      eventListeners.clear();
    },
  };
  return phone;
}

/** A listener of the page that throws must not keep others, or the phone, from going on. */
function guarded(task: () => void): void {
  try {
    task();
  } catch (error) {
    reportError(error);
  }
}

function viewOf(snapshot: Snapshot, permission: MicrophonePermission, audio: AudioView): PhoneSnapshot {
  const call = onScreen(snapshot);
  return Object.freeze({
    connection: snapshot.link.state,
    subscriber: snapshot.subscriber.state,
    subscriberNumber: snapshot.subscriber.state === "elsewhere" ? snapshot.subscriber.number : null,
    calls: Object.freeze([...snapshot.calls.values()].map(infoOf)),
    call: call === null ? null : infoOf(call),
    permission,
    ...audio,
  });
}
