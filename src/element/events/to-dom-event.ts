/** From what the phone reports to what the page hears. */
import type { PhoneEvent } from "../../phone/types.js";
import { TerminalErrorEvent, type WebTerminalEvent } from "./before-events.js";
import {
  AvailabilityGapEvent,
  CallChangeEvent,
  CallDigitEvent,
  CallEndedEvent,
  CallEvent,
  CallMuteEvent,
  CallPulledEvent,
  CallQualityEvent,
  CallStatsEvent,
  ConnectionChangeEvent,
  DeviceChangeEvent,
  PermissionChangeEvent,
  SubscriberChangeEvent,
} from "./phone-events.js";

/** The DOM event for a {@link PhoneEvent}; the switch is exhaustive, so that none gets lost. */
export function toDomEvent(event: PhoneEvent): WebTerminalEvent {
  switch (event.type) {
    case "connection-change":
      return new ConnectionChangeEvent(event.connection, event.previous, event.reason);
    case "subscriber-change":
      return new SubscriberChangeEvent(event.subscriber, event.number);
    case "call-change":
      return new CallChangeEvent(event.call, event.previous);
    case "call-pulled":
      return new CallPulledEvent(event.call, event.cause);
    case "call-ended":
      return new CallEndedEvent(event.call, event.cause, event.duration);
    case "call-mute":
      return new CallMuteEvent(event.call, event.muted);
    case "call-digit":
      return new CallDigitEvent(event.call, event.digit);
    case "permission-change":
      return new PermissionChangeEvent(event.permission);
    case "availability-gap":
      return new AvailabilityGapEvent(event.from, event.to);
    case "device-change":
      return new DeviceChangeEvent(event.devices, event.chosen, event.lost, event.restored);
    case "call-quality":
      return new CallQualityEvent(event.call, event.code, event.level, event.cleared);
    case "call-stats":
      return new CallStatsEvent(event.call, event.stats);
    case "terminal-error":
      return new TerminalErrorEvent(event.error, event.call);
    default:
      return new CallEvent(event.type, event.call);
  }
}
