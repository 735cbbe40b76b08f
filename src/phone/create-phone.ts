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
import { changesBetween } from "../call/changes.js";
import { isNotification, type MachineInput, type CallHandover, type Notification } from "../call/inputs.js";
import { initialSnapshot, type Snapshot } from "../call/model.js";
import { infoOf, liveAtCore, handoversOf, onScreen } from "../call/selectors.js";
import { systemClock } from "../clock.js";
import { TerminalError } from "../errors.js";
import { createPhoneAudio } from "./audio/phone-audio.js";
import { createCommands } from "./commands.js";
import { createEventLog } from "./support/event-log.js";
import { browserGetUserMedia } from "../media/microphone.js";
import { watchMicrophonePermission, type MicrophonePermission } from "../media/permission.js";
import { createAudioPlayback } from "../media/playback.js";
import { browserPeerConnection, randomId, type PhonePorts } from "./ports.js";
import { createListeners } from "./listeners.js";
import { createEffectRunner } from "./effect-runner.js";
import type { Phone, PhoneEvent, PhoneListener, PhoneOptions, PhoneSnapshot } from "./types.js";
import { createTabMembership } from "./tabs/join.js";
import { createTabStore } from "./tabs/tab-store.js";
import { ownPart, viewOf } from "./phone-snapshot.js";
import { createPending } from "./pending.js";
import { createRegistration } from "../registration/registration.js";
import { watchWakeUps } from "../registration/wake-detection.js";
import { createChosenStream } from "../wire/choose-stream.js";

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
  const canCall = ports.createPeerConnection !== undefined || typeof RTCPeerConnection !== "undefined";
  const bundle = createEventLog(clock);
  const listeners = createListeners<[PhoneSnapshot]>();
  const eventListeners = createListeners<Parameters<PhoneListener>>();
  const reported = new Map<string, TerminalError>();
  let permission: MicrophonePermission = "unknown";
  let refusal: TerminalError | null = null;
  let closed = false;

  /** Of the calls and errors that this tab alone has, it is the one to speak; each sees the machine's devices. */
  const emit = (event: PhoneEvent, primary = "call" in event || store.holds): void => {
    bundle.note(event);
    if (event.type === "call-digit") audio.methods.playKey(event.digit);
    eventListeners.tell(event, primary);
  };

  /** What every tab says. */
  const emitToAll = (event: PhoneEvent): void => {
    emit(event, store.isPrimary("call" in event ? (event.call?.id ?? null) : null));
  };

  const store = createTabStore({
    initial: initialSnapshot({ callMode: options.calls ?? "single", busy: options.busy ?? "wait" }),
    clock,
    onChange(next, previous) {
      // An error keeps what threw it, down to the peer connection: it goes with its call.
      for (const id of reported.keys()) if (!next.calls.has(id)) reported.delete(id);
      publish(next);
      for (const change of changesBetween(previous, next, store.owns)) emitToAll(change);
      // After the page has heard of it, and may have asked for silence.
      audio.update();
    },
    onEffect(effect, mine) {
      // Words to the page are said in every tab; deeds are done once.
      if (isNotification(effect)) tell(effect);
      else if (mine) runner.run(effect);
    },
    onHold() {
      registration.open();
    },
    onLetGo() {
      registration.close();
      runner.stopTimers();
    },
    onDisowned(id) {
      runner.disown(id);
    },
    onSettled: (snapshot) => {
      pending.check(snapshot);
      // Not before the effects: the last call's Bye belongs on the stream that it was made on.
      registration.settle();
    },
  });
  const pending = createPending(() => store.snapshot);

  const tell = (effect: Notification): void => {
    if (effect.type === "gap") {
      emitToAll({ type: "availability-gap", from: effect.from, to: effect.to });
      return;
    }
    const call = effect.id === null ? undefined : store.snapshot.calls.get(effect.id);
    if (effect.type === "renegotiated") {
      if (call !== undefined) emitToAll({ type: "call-renegotiated", call: infoOf(call) });
      return;
    }
    const error = effect.error ?? new TerminalError(effect.code);
    if (effect.id !== null) reported.set(effect.id, error);
    emitToAll({ type: "terminal-error", error, call: call === undefined ? null : infoOf(call) });
  };

  /** What the world reports. Where no tab is there to take it, nothing is left that it could change. */
  const post = (event: MachineInput): void => {
    store.post(event).catch(() => undefined);
  };

  const registration = createRegistration({
    get endpoint() {
      return options.endpoint;
    },
    method: options.calls === "multiple" ? "MultiPipe" : "Pipe",
    openStream:
      ports.openStream ??
      ((request, handlers) => createChosenStream(options.transport ?? "auto", { clock })(request, handlers)),
    getToken: (reason) => group.getToken(reason),
    clock,
    random: ports.random ?? Math.random,
    sessions: ports.sessions,
    handlers: {
      onConnecting() {
        post({ type: "registration-connecting" });
      },
      onOpen() {
        post({ type: "registration-open" });
      },
      onMessage(message) {
        // Read each time: a page may change its mind.
        post({ type: "configure", busy: options.busy ?? "wait" });
        post({ type: "message", message });
      },
      onLost(error, retryIn) {
        // Another token is asked for: what comes of that tells whoever waits for `connect`.
        if (error.code !== "signed-out") refusal = error;
        bundle.note({ type: "stream-lost", code: error.code, retryIn });
        post({ type: "registration-lost", reason: error.message });
      },
      onRefused(state, error) {
        refusal = error;
        post({ type: "registration-refused", state, reason: error.message });
        emit({ type: "terminal-error", error, call: null });
      },
      onStranded(ids) {
        post({ type: "calls-stranded", ids });
      },
      liveCalls: () => liveAtCore(store.snapshot),
    },
  });

  const audio = createPhoneAudio({
    clock,
    options,
    getUserMedia,
    createPeerConnection,
    // What is heard, and looked after, is what happens in this tab.
    snapshot: () => ownPart(store.snapshot, store.owns),
    runner: () => runner,
    emit,
    publish: () => {
      publish(store.snapshot);
    },
    phone: () => phone,
    permission: () => permission,
  });

  const runner = createEffectRunner({
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
      registration.send(message);
    },
    probe: () => {
      registration.wake();
    },
    post,
    onGathered: bundle.gathered,
    onPlaying: (playing) => {
      audio.playing(playing);
    },
    onDeviceLost: (kind, label, error) => {
      audio.deviceLost(kind, label, error);
    },
  });

  let view = viewOf(store.snapshot, store.owns, permission, audio.view);
  const publish = (snapshot: Snapshot): void => {
    view = viewOf(snapshot, store.owns, permission, audio.view);
    listeners.tell(view);
  };

  const stopPermission = watchMicrophonePermission((next) => {
    permission = next;
    publish(store.snapshot);
    emit({ type: "permission-change", permission });
    audio.update();
  });
  const stopWakeUps = watchWakeUps(clock, (reason) => {
    registration.wake();
    if (reason === "network") post({ type: "network-changed" });
  });

  const resuming: CallHandover[] = [];
  const group = createTabMembership({
    options,
    store,
    createId: ports.createId ?? randomId,
    post,
  });

  const commands = createCommands({
    store,
    pending,
    runner,
    reported,
    emit,
    createId: ports.createId ?? randomId,
    isClosed: () => closed,
    canCall,
  });

  const phone: Phone = {
    get snapshot() {
      return view;
    },
    subscribe: listeners.add,
    on: eventListeners.add,
    async connect() {
      if (closed) throw new TerminalError("not-connected", { message: "The phone has been closed." });
      refusal = null;
      // All but the calls works there; said now, nobody finds out by a call that fails.
      if (!canCall) emit({ type: "terminal-error", error: new TerminalError("no-webrtc"), call: null });
      await group.join();
      await store.inTurn(async () => {
        const { state } = store.snapshot.connection;
        // The tab that was refused may have an old token: this one tries with its own.
        if (state === "signed-out" || state === "failed") await store.takeOver();
        // It may have been told otherwise meanwhile.
        if (!group.isJoined) throw new TerminalError("not-connected");
        // A tab that holds the registration already is asked again, as after a refusal.
        if (store.holds) registration.open();
        for (const call of resuming.splice(0)) post({ type: "resume", call });
        await pending.until<true>(({ connection }) => {
          if (connection.state === "ready") return { done: true };
          const isOnTheWay = store.holds || connection.state === "offline" || connection.state === "connecting";
          if (isOnTheWay) return refusal && { failed: refusal };
          return { failed: new TerminalError(connection.state === "signed-out" ? "signed-out" : "unavailable") };
        });
      });
    },
    disconnect() {
      // Whoever still waits for `connect` waits for nothing now.
      refusal = new TerminalError("not-connected");
      resuming.length = 0;
      group.leave();
      registration.close();
      return Promise.resolve();
    },
    ...commands,
    dismiss(id) {
      const call = id === undefined ? onScreen(store.snapshot) : store.snapshot.calls.get(id);
      if (call?.state === "ended") post({ type: "dismiss", id: call.id });
    },
    ...audio.methods,
    // Those that are still on their way back are this page's to hand over, too.
    marks: () => [...resuming, ...handoversOf(ownPart(store.snapshot, store.owns))],
    resume(marks) {
      resuming.push(...marks);
    },
    async supportBundle() {
      const { held } = runner;
      const { renderSupportBundle } = await import("./support/support-bundle.js");
      return { ...renderSupportBundle(bundle, store.snapshot, clock.now(), held), ...audio.report() };
    },
    close() {
      if (closed) return;
      closed = true;
      group.leave();
      registration.close();
      runner.close();
      audio.close();
      stopPermission();
      stopWakeUps();
      pending.close(new TerminalError("not-connected", { message: "The phone has been closed." }));
      listeners.clear();
      eventListeners.clear();
    },
  };
  return phone;
}
