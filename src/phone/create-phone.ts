/**
 * The headless phone: composes registration, call machine, media and audio. It knows
 * nothing of the element and lit, so that a page with its own user interface can use it.
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
import { readCallerNumber } from "../numbers/caller-number.js";
import { createEffectRunner } from "./effect-runner.js";
import type { Phone, PhoneEvent, PhoneListener, PhoneOptions, PhoneSettings, PhoneSnapshot } from "./types.js";
import { createTabMembership } from "./tabs/join.js";
import { createTabStore } from "./tabs/tab-store.js";
import { toPhoneSnapshot, withOwnCallsOnly } from "./phone-snapshot.js";
import { createPendingRequests } from "./pending.js";
import { createRegistration } from "../registration/registration.js";
import { watchWakeUps } from "../registration/wake-detection.js";
import { createChosenStream } from "../wire/choose-stream.js";

/**
 * Creates a phone. It registers nothing until `connect()`, and frees all it holds in `close()`.
 *
 * @throws TerminalError `not-configured` without an endpoint or a token source, `invalid-argument` for an endpoint with a
 *   query or a fragment.
 */
export function createPhone(options: PhoneOptions, ports: PhonePorts = {}): Phone {
  if (options.endpoint === "" || typeof options.getToken !== "function") throw new TerminalError("not-configured");
  if (/[?#]/.test(options.endpoint)) {
    throw new TerminalError("invalid-argument", {
      message: "The endpoint has a query or a fragment.",
      developerHint: "Put it into the path of the endpoint: methods are paths below that.",
    });
  }
  const clock = ports.clock ?? systemClock;
  const createId = ports.createId ?? randomId;
  const createPeerConnection = ports.createPeerConnection ?? browserPeerConnection;
  const getUserMedia = ports.getUserMedia ?? browserGetUserMedia();
  const canCall = ports.createPeerConnection !== undefined || typeof RTCPeerConnection !== "undefined";
  const eventLog = createEventLog(clock);
  const snapshotListeners = createListeners<[PhoneSnapshot]>();
  const eventListeners = createListeners<Parameters<PhoneListener>>();
  let configured: PhoneSettings = {};
  /** Returns the settings of now. The host's options may have getters, so they are read each time. */
  const settings = (): PhoneSettings => ({ ...options, ...configured });
  let permission: MicrophonePermission = "unknown";
  /** Why the registration was lost or refused; null since `connect` was called. */
  let refusal: TerminalError | null = null;
  let closed = false;

  // The machine comes last, as its handlers need all the others. Until then these stand in for it.
  const owns = (id: string): boolean => store.owns(id);
  const ownSnapshot = (): Snapshot => withOwnCallsOnly(store.snapshot, owns);
  const pending = createPendingRequests(() => store.snapshot);

  /** Posts an external event. If no tab leads, there is no state left to change, so the rejection is ignored. */
  const post = (input: MachineInput): void => {
    store.post(input).catch(() => undefined);
  };

  /** Emits an event of this tab alone. Its calls and errors are primary here, device events in the leader. */
  const emit = (event: PhoneEvent, primary = "call" in event || store.isLeader): void => {
    eventLog.addEvent(event);
    if (event.type === "call-digit") audio.methods.playKey(event.digit);
    eventListeners.emit(event, primary);
  };

  /** Emits an event that every tab that shares the registration emits. */
  const emitShared = (event: PhoneEvent): void => {
    emit(event, store.isPrimary("call" in event ? (event.call?.id ?? null) : null));
  };

  const registration = createRegistration({
    get endpoint() {
      return options.endpoint;
    },
    method: options.calls === "multiple" ? "MultiPipe" : "Pipe",
    openStream:
      ports.openStream ??
      ((request, handlers) => createChosenStream(options.transport ?? "auto", { clock })(request, handlers)),
    getToken: (reason) => membership.getToken(reason),
    clock,
    random: ports.random ?? Math.random,
    handlers: {
      onConnecting() {
        post({ type: "registration-connecting" });
      },
      onOpen() {
        post({ type: "registration-open" });
      },
      onMessage(message) {
        // A caller who withheld the number has none, whatever word the network sends for it.
        post({
          type: "message",
          message: "number" in message ? { ...message, number: readCallerNumber(message.number) } : message,
        });
      },
      onLost(error, retryIn) {
        // Another token is asked for; `connect` waits for the outcome of that.
        if (error.code !== "signed-out") refusal = error;
        eventLog.addEvent({ type: "stream-lost", code: error.code, retryIn });
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
      onStreamOpened(session) {
        ports.onStreamOpened?.(session);
      },
      liveCalls: () => liveAtCore(store.snapshot),
    },
  });

  const postSettings = (): void => {
    post({ type: "configure", busy: settings().busy ?? "wait" });
  };

  /** Registers this tab, which leads. The settings of the tab that led before need not be the same. */
  const register = (): void => {
    postSettings();
    registration.open();
  };

  const runner = createEffectRunner({
    ports: {
      createPeerConnection,
      getUserMedia,
      createPlayback: ports.createPlayback ?? createAudioPlayback,
      clock,
    },
    registration,
    settings,
    post,
    onGathered: eventLog.addGathering,
    onPlaying: (playing) => {
      audio.setPlaybackBlocked(!playing);
    },
    onDeviceLost: (kind, label, error) => {
      audio.deviceLost(kind, label, error);
    },
    onDigit: (id, digit) => {
      const call = store.snapshot.calls.get(id);
      if (call !== undefined) emit({ type: "call-digit", call: infoOf(call), digit });
    },
    onDigitsFailed: (id, error) => {
      const call = store.snapshot.calls.get(id);
      if (call !== undefined) emit({ type: "terminal-error", error, call: infoOf(call) });
    },
  });

  const audio = createPhoneAudio({
    clock,
    settings,
    getUserMedia,
    createPeerConnection,
    runner,
    snapshot: ownSnapshot,
    callIds: () => store.snapshot.calls.keys(),
    permission: () => permission,
    emit,
    publish: () => {
      publish();
    },
  });

  const publish = (): void => {
    phoneSnapshot = toPhoneSnapshot(store.snapshot, owns, permission, audio.view);
    snapshotListeners.emit(phoneSnapshot);
  };

  const notify = (notification: Notification): void => {
    if (notification.type === "gap") {
      emitShared({ type: "availability-gap", from: notification.from, to: notification.to });
      return;
    }
    const call = notification.id === null ? undefined : store.snapshot.calls.get(notification.id);
    if (notification.type === "renegotiated") {
      if (call !== undefined) emitShared({ type: "call-renegotiated", call: infoOf(call) });
      return;
    }
    const error = notification.error ?? new TerminalError(notification.code);
    emitShared({ type: "terminal-error", error, call: call === undefined ? null : infoOf(call) });
  };

  const store = createTabStore({
    initial: initialSnapshot({ callMode: options.calls ?? "single", busy: settings().busy ?? "wait" }),
    clock,
    onChange(next, previous) {
      publish();
      for (const change of changesBetween(previous, next, owns)) emitShared(change);
      // After the page was told, and could silence the call.
      audio.update();
    },
    onEffect(effect, runsHere) {
      // Notifications run in every tab; commands run in exactly one.
      if (isNotification(effect)) notify(effect);
      else if (runsHere) runner.run(effect);
    },
    onBecameLeader: register,
    onLostLeadership() {
      registration.close();
      runner.stopTimers();
    },
    releaseMedia(id) {
      runner.releaseMedia(id);
    },
    onProcessed(snapshot) {
      pending.check(snapshot);
      // Not before the effects: the last call's Bye belongs on the stream that it was made on.
      registration.closeDrained();
    },
  });
  let phoneSnapshot = toPhoneSnapshot(store.snapshot, owns, permission, audio.view);

  const membership = createTabMembership({ options, store, createId });
  const commands = createCommands({
    store,
    pending,
    runner,
    emit,
    createId,
    isClosed: () => closed,
    canCall,
    region: () => settings().region ?? "",
  });
  const resuming: CallHandover[] = [];

  const stopPermission = watchMicrophonePermission((next) => {
    permission = next;
    publish();
    emit({ type: "permission-change", permission });
    audio.update();
  });
  const stopWakeUps = watchWakeUps(clock, (reason) => {
    registration.wake();
    if (reason === "network") post({ type: "network-changed" });
  });

  return {
    get snapshot() {
      return phoneSnapshot;
    },
    subscribe: snapshotListeners.add,
    on: eventListeners.add,
    configure(changes) {
      configured = { ...configured, ...changes };
      if (!closed && store.isLeader) postSettings();
    },
    async connect() {
      if (closed) throw new TerminalError("not-connected", { message: "The phone has been closed." });
      refusal = null;
      // Everything but calls works without WebRTC; said now, it is not found out by a call that fails.
      if (!canCall) emit({ type: "terminal-error", error: new TerminalError("no-webrtc"), call: null });
      await membership.join();
      await store.inTurn(async () => {
        const { state } = store.snapshot.connection;
        // The leader that was refused may have an old token: this tab tries with its own.
        if (state === "signed-out" || state === "failed") await store.takeOver();
        // It may have been disconnected meanwhile.
        if (!membership.isJoined) throw new TerminalError("not-connected");
        // The leader registers again, as it may have been refused.
        if (store.isLeader) register();
        for (const call of resuming.splice(0)) post({ type: "resume", call });
        await pending.waitFor<true>(({ connection }) => {
          if (connection.state === "ready") return { value: true };
          const isOnTheWay = store.isLeader || connection.state === "offline" || connection.state === "connecting";
          if (isOnTheWay) return refusal && { error: refusal };
          return { error: new TerminalError(connection.state === "signed-out" ? "signed-out" : "unavailable") };
        });
      });
    },
    disconnect() {
      // Rejects a `connect` that still waits.
      refusal = new TerminalError("not-connected");
      resuming.length = 0;
      membership.leave();
      registration.close();
      return Promise.resolve();
    },
    ...commands,
    dismiss(id) {
      const call = id === undefined ? onScreen(store.snapshot) : store.snapshot.calls.get(id);
      if (call?.state === "ended") post({ type: "dismiss", id: call.id });
    },
    ...audio.methods,
    // Calls that are still to be resumed are this page's to hand over, too.
    handovers: () => [...resuming, ...handoversOf(ownSnapshot())],
    resume(handovers) {
      resuming.push(...handovers);
    },
    async supportBundle() {
      const { resources } = runner;
      const { renderSupportBundle } = await import("./support/support-bundle.js");
      return { ...renderSupportBundle(eventLog, store.snapshot, clock.now(), resources), ...audio.report() };
    },
    close() {
      if (closed) return;
      closed = true;
      membership.leave();
      registration.close();
      runner.close();
      audio.close();
      stopPermission();
      stopWakeUps();
      pending.close(new TerminalError("not-connected", { message: "The phone has been closed." }));
      snapshotListeners.clear();
      eventListeners.clear();
    },
  };
}
