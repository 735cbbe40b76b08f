/** The headless phone: the public names of `web-terminal-phone/phone`. */
export { createPhone } from "./create-phone.js";
export type * from "./types.js";
export type { PhonePorts } from "./ports.js";
export {
  TerminalError,
  terminalErrorCodes,
  type TerminalErrorCode,
  type TerminalErrorOptions,
  type TerminalErrorVariant,
} from "../errors.js";
export type { SnapshotChange } from "../call/changes.js";
export type { Clock } from "../clock.js";
export type { GetUserMedia } from "../media/microphone.js";
export type { CreatePlayback, Playback } from "../media/playback.js";
export type { StreamSession } from "../registration/registration-stream.js";
export type { OpenStream, StatusCode, Stream, StreamHandlers, StreamRequest, StreamStatus } from "../wire/stream.js";
