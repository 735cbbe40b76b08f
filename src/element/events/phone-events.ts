/** DOM events for what the phone reports. */
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
  /** The reason, in English, for logs. */
  readonly reason: string;

  constructor(connection: Connection, previous: Connection, reason: string) {
    super("connection-change");
    this.connection = connection;
    this.previous = previous;
    this.reason = reason;
  }
}

/** A call of the user's number on another device started or ended. */
export class SubscriberChangeEvent extends WebTerminalEvent {
  readonly subscriber: Subscriber;
  /** The other party of that call, E.164; null if there is none, empty if unknown. */
  readonly number: string | null;

  constructor(subscriber: Subscriber, number: string | null) {
    super("subscriber-change");
    this.subscriber = subscriber;
    this.number = number;
  }
}

/** Types of events that carry the call and nothing else. */
export type CallMilestone =
  | "call-outgoing"
  | "call-incoming"
  | "call-alerting"
  | "call-answered"
  | "call-missed"
  | "call-moved"
  | "call-renegotiated";

/** A call reached the milestone that the type names. */
export class CallEvent extends WebTerminalEvent {
  declare readonly call: CallInfo;

  constructor(type: CallMilestone, call: CallInfo) {
    super(type, call);
  }
}

/** The data of a call changed: its state or another field. */
export class CallChangeEvent extends WebTerminalEvent {
  declare readonly call: CallInfo;
  /** The call before the change; null if it is new. */
  readonly previous: CallInfo | null;

  constructor(call: CallInfo, previous: CallInfo | null) {
    super("call-change", call);
    this.previous = previous;
  }
}

/** A call was moved here from another device. */
export class CallPulledEvent extends WebTerminalEvent {
  declare readonly call: CallInfo;
  /** `pull`: the user moved it. `recovered`: it was here before, and was recovered. */
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
  /** Time since the answer, in milliseconds; 0 if the call was not answered. */
  readonly duration: number;

  constructor(call: CallInfo, cause: CallCause, duration: number) {
    super("call-ended", call);
    this.cause = cause;
    this.duration = duration;
  }
}

/** The microphone was muted or unmuted in a call. */
export class CallMuteEvent extends WebTerminalEvent {
  declare readonly call: CallInfo;
  readonly muted: boolean;

  constructor(call: CallInfo, muted: boolean) {
    super("call-mute", call);
    this.muted = muted;
  }
}

/** A keypad digit was sent. */
export class CallDigitEvent extends WebTerminalEvent {
  declare readonly call: CallInfo;
  /** One of `0-9*#A-D`. */
  readonly digit: string;

  constructor(call: CallInfo, digit: string) {
    super("call-digit", call);
    this.digit = digit;
  }
}

/** The permission to use the microphone changed. */
export class PermissionChangeEvent extends WebTerminalEvent {
  readonly permission: MicrophonePermission;

  constructor(permission: MicrophonePermission) {
    super("permission-change");
    this.permission = permission;
  }
}

/** The available or the chosen audio devices changed. */
export class DeviceChangeEvent extends WebTerminalEvent {
  readonly devices: readonly AudioDevice[];
  readonly chosen: ChosenDevices;
  /** A chosen device that was disconnected: the system default is used until it is back. Null if there is none. */
  readonly lost: NamedDevice | null;
  /** A chosen device that is in use again; null if there is none. */
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

/** A problem with the audio of a call started, or ended (`cleared`). */
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

/** Statistics of a call, once a second. */
export class CallStatsEvent extends WebTerminalEvent {
  declare readonly call: CallInfo;
  readonly stats: CallStats;

  constructor(call: CallInfo, stats: CallStats) {
    super("call-stats", call);
    this.stats = stats;
  }
}

/** The terminal was unreachable for a while, so calls may have been missed. */
export class AvailabilityGapEvent extends WebTerminalEvent {
  /** Start, in epoch milliseconds. */
  readonly from: number;
  /** End, in epoch milliseconds. */
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
