/**
 * A phone without network and microphone, for tests and the gallery. It does at once
 * and without doubt what it is told; a test scripts the rest with `update` and `emit`.
 */
import type { CallInfo, DialOptions } from "../../src/call/model.js";
import { TerminalError } from "../../src/errors.js";
import type {
  DeviceKind,
  Phone,
  PhoneEvent,
  PhoneListener,
  PhoneOptions,
  PhoneSettings,
  PhoneSnapshot,
  Preflight,
} from "../../src/phone/types.js";

/** A call as `CallInfo`, ringing in unless told otherwise. */
export function makeCall(fields: Partial<CallInfo> = {}): CallInfo {
  return Object.freeze({
    id: "c0ffee00-0000-4000-8000-000000000001",
    direction: "incoming",
    state: "incoming",
    number: "+4790000002",
    contact: null,
    metadata: null,
    digits: "",
    startedAt: Date.now(),
    answeredAt: null,
    endedAt: null,
    cause: null,
    muted: false,
    held: false,
    owner: true,
    ...fields,
  });
}

export class FakePhone implements Phone {
  readonly options: PhoneOptions;
  /** What was asked of the phone, in order: the method and its arguments. */
  readonly asked: unknown[][] = [];
  closed = false;
  /** The next method that works on a call, or `connect`, rejects with this, once. */
  failNext: TerminalError | null = null;
  snapshot: PhoneSnapshot = Object.freeze({
    connection: "offline",
    subscriber: "unknown",
    subscriberNumber: null,
    calls: Object.freeze([]),
    call: null,
    permission: "unknown",
    audio: "ready",
    devices: Object.freeze([]),
    chosen: Object.freeze({ microphone: "", speaker: "", ringer: "" }),
    quality: null,
  });

  readonly #subscribers = new Set<(snapshot: PhoneSnapshot) => void>();
  readonly #listeners = new Set<PhoneListener>();

  constructor(options: PhoneOptions) {
    this.options = options;
  }

  /** How many listen; 0 once the element is gone. */
  get listeners(): number {
    return this.#subscribers.size + this.#listeners.size;
  }

  subscribe(listener: (snapshot: PhoneSnapshot) => void): () => void {
    this.#subscribers.add(listener);
    return () => this.#subscribers.delete(listener);
  }

  on(listener: PhoneListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Replaces parts of the snapshot. */
  update(fields: Partial<PhoneSnapshot>): void {
    this.snapshot = Object.freeze({ ...this.snapshot, ...fields });
    for (const listener of this.#subscribers) listener(this.snapshot);
  }

  /** Reports something. */
  emit(event: PhoneEvent, primary = true): void {
    for (const listener of this.#listeners) listener(event, primary);
  }

  /** Puts a call on the screen, or a changed one in its place, and reports the change. */
  show(fields: Partial<CallInfo>): CallInfo {
    const previous = this.snapshot.call;
    const call = makeCall({ ...previous, ...fields });
    this.update({ call, calls: Object.freeze([call]) });
    this.emit({ type: "call-change", call, previous });
    return call;
  }

  /** Someone calls. */
  ring(fields: Partial<CallInfo> = {}): CallInfo {
    const call = this.show(fields);
    this.emit({ type: "call-incoming", call });
    return call;
  }

  /** The call on screen ends. */
  end(cause: NonNullable<CallInfo["cause"]>): void {
    const endedAt = Date.now();
    const call = this.show({ state: "ended", cause, endedAt });
    this.emit({ type: "call-ended", call, cause, duration: call.answeredAt === null ? 0 : endedAt - call.answeredAt });
  }

  /** The settings that were configured. */
  settings: PhoneSettings = {};

  configure(settings: PhoneSettings): void {
    this.settings = { ...this.settings, ...settings };
  }

  async connect(): Promise<void> {
    this.#note("connect");
    const previous = this.snapshot.connection;
    this.update({ connection: "ready", subscriber: "idle" });
    this.emit({ type: "connection-change", connection: "ready", previous, reason: "registered" });
  }

  async disconnect(): Promise<void> {
    this.#note("disconnect");
    this.update({ connection: "offline", subscriber: "unknown" });
  }

  async dial(number: string, options: DialOptions = {}): Promise<CallInfo> {
    this.#note("dial", number, options);
    const contact = options.label === undefined ? null : { name: options.label };
    const call = this.show({
      ...makeCall(),
      direction: "outgoing",
      state: "dialing",
      number,
      contact,
      metadata: options.metadata,
    });
    this.emit({ type: "call-outgoing", call });
    return call;
  }

  async answer(id?: string): Promise<void> {
    this.#note("answer", id);
    const call = this.show({ state: "active", answeredAt: Date.now() });
    this.emit({ type: "call-answered", call });
  }

  async reject(id?: string): Promise<void> {
    this.#note("reject", id);
    this.end("rejected");
  }

  async hangup(id?: string): Promise<void> {
    this.#note("hangup", id);
    this.end("hangup");
  }

  async pull(): Promise<CallInfo> {
    this.#note("pull");
    if (this.snapshot.subscriber !== "elsewhere") throw new TerminalError("nothing-to-pull");
    return this.show({ ...makeCall(), direction: "pulled", state: "active", answeredAt: Date.now() });
  }

  async toPhone(id?: string): Promise<void> {
    this.#note("toPhone", id);
    this.end("moved-to-phone");
  }

  async mute(on?: boolean, id?: string): Promise<void> {
    this.#note("mute", on, id);
    this.show({ muted: on ?? !this.snapshot.call?.muted });
  }

  async hold(on?: boolean, id?: string): Promise<void> {
    this.#note("hold", on, id);
    this.show({ held: on ?? !this.snapshot.call?.held });
  }

  async sendDigits(digits: string, id?: string): Promise<void> {
    this.#note("sendDigits", digits, id);
  }

  dismiss(id?: string): void {
    this.asked.push(["dismiss", id]);
    this.update({ call: null, calls: Object.freeze([]) });
  }

  async setDevice(kind: DeviceKind, deviceId: string): Promise<void> {
    this.#note("setDevice", kind, deviceId);
  }

  async unlockAudio(): Promise<void> {
    this.#note("unlockAudio");
  }

  silence(id?: string): void {
    this.asked.push(["silence", id]);
  }

  playKey(digit: string): void {
    this.asked.push(["playKey", digit]);
  }

  async playTestSound(kind: "speaker" | "ringer"): Promise<void> {
    this.#note("playTestSound", kind);
  }

  /** The listener of the level meter that runs, for a test to feed. */
  meter: ((level: number) => void) | null = null;

  watchLevel(deviceId: string, listener: (level: number) => void): () => void {
    this.asked.push(["watchLevel", deviceId]);
    this.meter = listener;
    return () => {
      this.meter = null;
    };
  }

  async preflight(): Promise<Preflight> {
    this.#note("preflight");
    return { ok: true, checks: [], candidates: {} };
  }

  async supportBundle(): Promise<Record<string, unknown>> {
    return { phone: "fake" };
  }

  /** A fake has nothing to hand over to the next page. */
  handovers(): readonly never[] {
    return [];
  }

  resume(handovers: readonly unknown[]): void {
    this.asked.push(["resume", handovers]);
  }

  close(): void {
    this.closed = true;
  }

  #note(...asked: unknown[]): void {
    this.asked.push(asked);
    const error = this.failNext;
    this.failNext = null;
    if (error !== null) throw error;
  }
}
