/**
 * `WebTerminalMessage` as a discriminated union.
 *
 * The shape is ours; field numbers and meaning are the core's (`docs/protocol.md`).
 */

/** `Error.Code`, by name. An unknown number counts as `UNKNOWN`. */
export type CoreErrorCode = "UNKNOWN" | "NOT_INCALL" | "TRY_AGAIN" | "INVALID_CALL_ID" | "RATE_LIMIT_HIT";

/** The content of a message, apart from the call it is about. */
export type CoreMessageBody =
  /** `number` is E.164; the callee's from us, the caller's from the core, empty where withheld. */
  | { readonly type: "offer"; readonly sdp: string; readonly number: string }
  | { readonly type: "answer"; readonly sdp: string }
  | { readonly type: "ringing" }
  | { readonly type: "bye" }
  | { readonly type: "idle" }
  | { readonly type: "in-call"; readonly number: string }
  | { readonly type: "error"; readonly code: CoreErrorCode }
  | { readonly type: "to-phone" }
  /** An empty message, or a member of the union that this version does not know. */
  | { readonly type: "unknown" };

/** One message, in either direction. `callId` may be empty on `Pipe`. */
export type CoreMessage = CoreMessageBody & { readonly callId: string };
