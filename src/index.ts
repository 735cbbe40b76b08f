/** The public names. Importing this module registers nothing; `./define` does. */
export { WebTerminalElement } from "./element/web-terminal.js";
export * from "./element/events/before-events.js";
export * from "./element/events/phone-events.js";
export type { PhoneFactory } from "./element/phone/phone-controller.js";
export type { Logger } from "./element/properties.js";
export type { StringKey, Strings } from "./element/i18n/strings.js";
export { TerminalError, terminalErrorCodes, type TerminalErrorCode } from "./errors.js";
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
export type {
  DeviceKind,
  MicrophonePermission,
  Phone,
  PhoneEvent,
  PhoneOptions,
  PhoneSnapshot,
  TokenReason,
  TokenResult,
  TokenSource,
} from "./phone/types.js";
