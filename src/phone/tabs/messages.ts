/** What tabs of one registration tell each other, and how it is made plain data. */
import type { MachineInput } from "../../call/inputs.js";
import type { Snapshot } from "../../call/model.js";
import { TerminalError, type TerminalErrorCode } from "../../errors.js";

/** Which tab has the media of which call. */
export type Owners = ReadonlyMap<string, string>;

/** An event with an error taken apart: errors lose their class and code on the way. */
export type PlainEvent = Readonly<Record<string, unknown>> & { readonly type: MachineInput["type"] };

/** One message between tabs. `term` counts holders, so that a thawed one is known as past. */
export type TabMessage =
  /** A tab is new, or has missed something: what is the state? */
  | { readonly type: "hello"; readonly tab: string; readonly visible: boolean }
  /** A tab has met one that may not know of it. */
  | { readonly type: "presence"; readonly tab: string; readonly visible: boolean }
  /** A tab leaves, and wants these calls hung up whose media it had. */
  | { readonly type: "bye"; readonly tab: string; readonly calls: readonly string[] }
  /** The holder says all that is known. */
  | {
      readonly type: "state";
      readonly tab: string;
      readonly term: number;
      readonly version: number;
      readonly snapshot: Snapshot;
      readonly owners: Owners;
    }
  /** A tab wants this to happen; `request` is answered by the `event` that bears it. */
  | { readonly type: "request"; readonly tab: string; readonly request: string; readonly event: PlainEvent }
  /** The holder has put it in its place: it happens now, in every tab. */
  | {
      readonly type: "event";
      readonly tab: string;
      readonly term: number;
      readonly version: number;
      readonly at: number;
      readonly from: string;
      readonly request: string | null;
      readonly event: PlainEvent;
      readonly owners: Owners;
      /** Which tab acts on what is told of which call; on all else the holder does. */
      readonly speakers: Owners;
    }
  /** Is the holder alive? */
  | { readonly type: "ping"; readonly tab: string }
  | { readonly type: "pong"; readonly tab: string; readonly term: number; readonly version: number };

/** Makes an event plain data. What the page gave as metadata may not be; then it stays in its own tab. */
export function toPlain(event: MachineInput): PlainEvent {
  const { ...plain } = event as unknown as Record<string, unknown>;
  const { error } = plain;
  if (error instanceof TerminalError) plain["error"] = { code: error.code, message: error.message, hint: error.hint };
  if ("metadata" in plain) plain["metadata"] = cloneable(plain["metadata"]);
  return plain as PlainEvent;
}

/** The event that was made plain. */
export function fromPlain(plain: PlainEvent): MachineInput {
  const error = plain["error"] as { code: TerminalErrorCode; message: string; hint: string } | undefined;
  if (error === undefined) return plain as unknown as MachineInput;
  return { ...plain, error: new TerminalError(error.code, error) } as unknown as MachineInput;
}

function cloneable(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return null;
  }
}
