/** The events in the past tense: what the phone reports. Part of what is loaded with the phone. */
import type { CallCause, CallInfo, Connection, Subscriber } from "../../call/model.js";
import type {
  AudioDevice,
  CallStats,
  ChosenDevices,
  MicrophonePermission,
  NamedDevice,
  QualityLevel,
  QualityProblem,
} from "../../phone/types.js";
import { WebTerminalEvent } from "./before-events.js";

/** The registration changed. */
export class ConnectionChangeEvent extends WebTerminalEvent {
  readonly connection: Connection;
  readonly previous: Connection;
  /** Why, for logs. */
  readonly reason: string;

  constructor(connection: Connection, previous: Connection, reason: string) {
    super("connection-change");
    this.connection = connection;
    this.previous = previous;
    this.reason = reason;
  }
}

/** The core reported that the user's number is in a call on another device, or no longer. */
export class SubscriberChangeEvent extends WebTerminalEvent {
  readonly subscriber: Subscriber;
  /** The other party of that call, E.164, where it is known. */
  readonly number: string | null;

  constructor(subscriber: Subscriber, number: string | null) {
    super("subscriber-change");
    this.subscriber = subscriber;
    this.number = number;
  }
}

/** The plain milestones of a call: they carry the call and nothing else. */
export type CallMilestone =
  | "call-outgoing"
  | "call-incoming"
  | "call-alerting"
  | "call-answered"
  | "call-missed"
  | "call-moved"
  | "call-renegotiated";

/** A call reached a milestone; the type says which. */
export class CallEvent extends WebTerminalEvent {
  declare readonly call: CallInfo;

  constructor(type: CallMilestone, call: CallInfo) {
    super(type, call);
  }
}

/** A call's data changed, its state or another field. */
export class CallChangeEvent extends WebTerminalEvent {
  declare readonly call: CallInfo;
  /** The call before; null when it is new. */
  readonly previous: CallInfo | null;

  constructor(call: CallInfo, previous: CallInfo | null) {
    super("call-change", call);
    this.previous = previous;
  }
}

/** A call that ran on another device is here now. */
export class CallPulledEvent extends WebTerminalEvent {
  declare readonly call: CallInfo;
  /** `pull`: the user asked. `recovered`: it was here before and came back. */
  readonly cause: "pull" | "recovered";

  constructor(call: CallInfo, cause: "pull" | "recovered") {
    super("call-pulled", call);
    this.cause = cause;
  }
}

/** A call ended. */
export class CallEndedEvent extends WebTerminalEvent {
  declare readonly call: CallInfo;
  readonly cause: CallCause;
  /** Milliseconds since the answer; 0 where there was none. */
  readonly duration: number;

  constructor(call: CallInfo, cause: CallCause, duration: number) {
    super("call-ended", call);
    this.cause = cause;
    this.duration = duration;
  }
}

/** The microphone was muted or opened for a call. */
export class CallMuteEvent extends WebTerminalEvent {
  declare readonly call: CallInfo;
  readonly muted: boolean;

  constructor(call: CallInfo, muted: boolean) {
    super("call-mute", call);
    this.muted = muted;
  }
}

/** One keypad digit went out. */
export class CallDigitEvent extends WebTerminalEvent {
  declare readonly call: CallInfo;
  /** One of `0-9*#A-D`. */
  readonly digit: string;

  constructor(call: CallInfo, digit: string) {
    super("call-digit", call);
    this.digit = digit;
  }
}

/** The browser's answer about the microphone changed. */
export class PermissionChangeEvent extends WebTerminalEvent {
  readonly permission: MicrophonePermission;

  constructor(permission: MicrophonePermission) {
    super("permission-change");
    this.permission = permission;
  }
}

/** The machine's devices changed, or the choice among them. */
export class DeviceChangeEvent extends WebTerminalEvent {
  readonly devices: readonly AudioDevice[];
  readonly chosen: ChosenDevices;
  /** A chosen device that is gone: the system's own is used until it is back. */
  readonly lost: NamedDevice | null;
  /** A chosen device that is back in use. */
  readonly restored: NamedDevice | null;

  constructor(
    devices: readonly AudioDevice[],
    chosen: ChosenDevices,
    lost: NamedDevice | null,
    restored: NamedDevice | null,
  ) {
    super("device-change");
    this.devices = devices;
    this.chosen = chosen;
    this.lost = lost;
    this.restored = restored;
  }
}

/** Something is wrong with the sound of a call, or is well again (`cleared`). */
export class CallQualityEvent extends WebTerminalEvent {
  declare readonly call: CallInfo;
  readonly code: QualityProblem;
  readonly level: QualityLevel;
  readonly cleared: boolean;

  constructor(call: CallInfo, code: QualityProblem, level: QualityLevel, cleared: boolean) {
    super("call-quality", call);
    this.code = code;
    this.level = level;
    this.cleared = cleared;
  }
}

/** Figures of a call, once a second. */
export class CallStatsEvent extends WebTerminalEvent {
  declare readonly call: CallInfo;
  readonly stats: CallStats;

  constructor(call: CallInfo, stats: CallStats) {
    super("call-stats", call);
    this.stats = stats;
  }
}

/** The terminal was out of reach, so that calls may have been missed. */
export class AvailabilityGapEvent extends WebTerminalEvent {
  /** Epoch milliseconds. */
  readonly from: number;
  /** Epoch milliseconds. */
  readonly to: number;

  constructor(from: number, to: number) {
    super("availability-gap");
    this.from = from;
    this.to = to;
  }
}

declare global {
  interface HTMLElementEventMap extends Record<CallMilestone, CallEvent> {
    "connection-change": ConnectionChangeEvent;
    "subscriber-change": SubscriberChangeEvent;
    "call-change": CallChangeEvent;
    "call-pulled": CallPulledEvent;
    "call-ended": CallEndedEvent;
    "call-mute": CallMuteEvent;
    "call-digit": CallDigitEvent;
    "permission-change": PermissionChangeEvent;
    "availability-gap": AvailabilityGapEvent;
    "device-change": DeviceChangeEvent;
    "call-quality": CallQualityEvent;
    "call-stats": CallStatsEvent;
  }
}
