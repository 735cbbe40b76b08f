/** The headless phone: the public names of `web-terminal-phone/phone`. */
export { createPhone } from "./create-phone.js";
export type * from "./types.js";
export type { PhonePorts } from "./ports.js";
export { TerminalError, terminalErrorCodes, type TerminalErrorCode } from "../errors.js";
