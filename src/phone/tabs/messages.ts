/** The messages between the tabs of one registration, and their conversion to plain data. */
import type { MachineInput } from "../../call/inputs.js";
import type { Call, Snapshot } from "../../call/model.js";
import { TerminalError, type TerminalErrorCode } from "../../errors.js";

/** Tabs by call id: which tab has the media of the call. */
export type Owners = ReadonlyMap<string, string>;

/** A machine snapshot as plain data. */
export type PlainSnapshot = Omit<Snapshot, "calls"> & {
  readonly calls: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
};

/** A machine input as plain data: structured cloning would strip an error of its class and code. */
export type PlainInput = Readonly<Record<string, unknown>> & { readonly type: MachineInput["type"] };

/**
 * One message between tabs; `tab` is the sender. `term` grows with each leader, so that a message of a stale leader
 * can be told from one of the present leader. `version` counts the inputs that were sequenced.
 *
 * A change that an older version of this package would misread takes a new `TAB_PROTOCOL` (tab-channel.ts).
 */
export type TabMessage =
  /** The sender is new, or has missed something: the leader answers with the state. */
  | { readonly type: "hello"; readonly tab: string; readonly visible: boolean }
  /** The sender has met a tab that may not know of it. */
  | { readonly type: "presence"; readonly tab: string; readonly visible: boolean }
  /** The sender leaves. The leader hangs up `calls`, whose media was there. */
  | { readonly type: "leave"; readonly tab: string; readonly calls: readonly string[] }
  /** The leader's whole state. */
  | {
      readonly type: "state";
      readonly tab: string;
      readonly term: number;
      readonly version: number;
      readonly snapshot: PlainSnapshot;
      readonly owners: Owners;
    }
  /** A follower asks the leader to sequence an input; the `input` message with the same `request` confirms it. */
  | { readonly type: "request"; readonly tab: string; readonly request: string; readonly input: PlainInput }
  /** The leader has sequenced an input: every tab applies it now. */
  | {
      readonly type: "input";
      readonly tab: string;
      readonly term: number;
      readonly version: number;
      /** When it happened, in epoch milliseconds. */
      readonly at: number;
      /** The tab in which it arose. */
      readonly from: string;
      /** The request that it confirms, if any. */
      readonly request: string | null;
      readonly input: PlainInput;
      readonly owners: Owners;
      /** The tab in which the events of each call are primary; all other events are primary in the leader. */
      readonly primaryTabs: Owners;
    }
  /** A follower asks whether the leader is alive. */
  | { readonly type: "ping"; readonly tab: string }
  | { readonly type: "pong"; readonly tab: string; readonly term: number; readonly version: number };

/** Converts an input to plain data. Metadata of the host page that cannot be cloned becomes null in other tabs. */
export function toPlain(input: MachineInput): PlainInput {
  const { ...plain } = input as unknown as Record<string, unknown>;
  if (plain["error"] instanceof TerminalError) plain["error"] = toPlainError(plain["error"]);
  if ("metadata" in plain) plain["metadata"] = cloneable(plain["metadata"]);
  if (input.type === "resume") plain["call"] = { ...input.call, metadata: cloneable(input.call.metadata) };
  return plain as PlainInput;
}

/** Converts plain data back to the input. */
export function fromPlain(plain: PlainInput): MachineInput {
  const error = plain["error"] as PlainError | undefined;
  if (error === undefined) return plain as unknown as MachineInput;
  return { ...plain, error: new TerminalError(error.code, error) } as unknown as MachineInput;
}

/** Converts a snapshot to plain data. Metadata of the host page that cannot be cloned becomes null in other tabs. */
export function toPlainSnapshot(snapshot: Snapshot): PlainSnapshot {
  const calls = [...snapshot.calls].map(([id, call]) => {
    const failure = call.failure === null ? null : toPlainError(call.failure);
    return [id, { ...call, failure, metadata: cloneable(call.metadata) }] as const;
  });
  return { ...snapshot, calls: new Map(calls) };
}

/** Converts plain data back to the snapshot. */
export function fromPlainSnapshot(plain: PlainSnapshot): Snapshot {
  const calls = [...plain.calls].map(([id, call]) => {
    const failure = call["failure"] as PlainError | null;
    return [id, { ...call, failure: failure && new TerminalError(failure.code, failure) } as unknown as Call] as const;
  });
  return { ...plain, calls: new Map(calls) };
}

/** An error as plain data. Its cause stays in its own tab. */
interface PlainError {
  readonly code: TerminalErrorCode;
  readonly message: string;
  readonly hint: string;
  /** Undefined in messages of older versions of this package. */
  readonly developerHint?: string;
}

function toPlainError({ code, message, hint, developerHint }: TerminalError): PlainError {
  return { code, message, hint, developerHint };
}

function cloneable(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return null;
  }
}
