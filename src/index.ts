/** The public names. Importing this module registers nothing; `./define` does. */
export { WebTerminalElement } from "./element/web-terminal.js";
export * from "./element/events/before-events.js";
export * from "./element/events/phone-events.js";
export type { PhoneFactory } from "./element/phone/phone-controller.js";
export type { Logger, ResolveContact, TerminalProperties } from "./element/properties.js";
export type { TerminalElement } from "./element/terminal-element.js";
export type { DirectionKey, ErrorKey, PluralKey, StringKey, Strings } from "./element/i18n/strings.js";
export type { ChoiceValue } from "./element/validation/valid-settings.js";
export {
  TerminalError,
  terminalErrorCodes,
  type TerminalErrorCode,
  type TerminalErrorOptions,
  type TerminalErrorVariant,
} from "./errors.js";
export type { SnapshotChange } from "./call/changes.js";
export type { CallHandover } from "./call/inputs.js";
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
  AudioDevice,
  CallQuality,
  CallStats,
  ChosenDevices,
  NamedDevice,
  Preflight,
  PreflightCheck,
  QualityLevel,
  QualityProblem,
} from "./media/types.js";
export type { LeavePolicy, PagePhoneOptions, PagePhoneSettings } from "./phone/page/types.js";
export type {
  AudioState,
  DeviceKind,
  MicrophonePermission,
  Phone,
  PhoneEvent,
  PhoneListener,
  PhoneOptions,
  PhoneSettings,
  PhoneSnapshot,
  TokenReason,
  TokenResult,
  TokenSource,
  TransportChoice,
} from "./phone/types.js";
