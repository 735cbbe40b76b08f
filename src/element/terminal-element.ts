/** The public contract of `<web-terminal>`, for controllers and features, which do not import its class. */
import type { CallInfo, DialOptions } from "../call/model.js";
import type { TerminalProperties } from "./properties.js";

export interface TerminalElement extends TerminalProperties {
  readonly call: CallInfo | null;
  readonly calls: readonly CallInfo[];
  connect(): Promise<void>;
  dial(number: string, options?: DialOptions): Promise<CallInfo>;
  answer(id?: string): Promise<void>;
  reject(id?: string): Promise<void>;
  hangup(id?: string): Promise<void>;
  mute(on?: boolean, id?: string): Promise<void>;
  hold(on?: boolean, id?: string): Promise<void>;
  toPhone(id?: string): Promise<void>;
  pull(): Promise<CallInfo>;
  sendDigits(digits: string, id?: string): Promise<void>;
  unlockAudio(): Promise<void>;
  dismiss(id?: string): void;
  show(): Promise<void>;
}
