/** Derives the events for the page from two snapshots. Pure. */
import type { CallCause, CallInfo, Connection, Snapshot, Subscriber } from "./model.js";
import { connectionOf, infoOf, subscriberOf } from "./selectors.js";

/** A change of the registration or of a call, as an event for the page. */
export type SnapshotChange =
  | {
      readonly type: "connection-change";
      readonly connection: Connection;
      readonly previous: Connection;
      /** Why the connection was lost or refused; empty if it was not. */
      readonly reason: string;
    }
  /** `number`: the other party of the call that runs elsewhere, E.164; null if there is none. */
  | { readonly type: "subscriber-change"; readonly subscriber: Subscriber; readonly number: string | null }
  /** A call is new, or its state changed. `previous`: null if it is new. */
  | { readonly type: "call-change"; readonly call: CallInfo; readonly previous: CallInfo | null }
  | {
      readonly type: "call-outgoing" | "call-incoming" | "call-alerting" | "call-answered" | "call-missed";
      readonly call: CallInfo;
    }
  /** A call is here that ran on another device (`pull`), or in this page before it was reloaded (`recovered`). */
  | { readonly type: "call-pulled"; readonly call: CallInfo; readonly cause: "pull" | "recovered" }
  /** A call went to the mobile. */
  | { readonly type: "call-moved"; readonly call: CallInfo }
  /** `duration`: milliseconds since the answer; 0 if there was none. */
  | { readonly type: "call-ended"; readonly call: CallInfo; readonly cause: CallCause; readonly duration: number }
  | { readonly type: "call-mute"; readonly call: CallInfo; readonly muted: boolean };

/**
 * Returns what changed from `previous` to `next`, in order.
 *
 * @param owns whether the media of a call is in this tab.
 */
export function changesBetween(
  previous: Snapshot,
  next: Snapshot,
  owns: (id: string) => boolean = () => true,
): SnapshotChange[] {
  const changes: SnapshotChange[] = [];
  const connection = connectionOf(next);
  if (connection !== connectionOf(previous)) {
    const reason = "reason" in next.connection ? next.connection.reason : "";
    changes.push({ type: "connection-change", connection, previous: connectionOf(previous), reason });
  }
  if (next.subscriber !== previous.subscriber) {
    const number = next.subscriber.state === "elsewhere" ? next.subscriber.number : null;
    const before = previous.subscriber.state === "elsewhere" ? previous.subscriber.number : null;
    if (subscriberOf(next) !== subscriberOf(previous) || number !== before) {
      changes.push({ type: "subscriber-change", subscriber: subscriberOf(next), number });
    }
  }
  if (next.calls === previous.calls) return changes;
  for (const call of next.calls.values()) {
    const before = previous.calls.get(call.id);
    if (before === call) continue;
    const fresh = before === undefined || (before.state === "ended" && call.state !== "ended");
    const reloaded = before?.state === "recovering" && before.reason === "reload";
    changesOfCall(infoOf(call, owns(call.id)), fresh ? null : infoOf(before, owns(call.id)), reloaded, changes);
  }
  return changes;
}

function changesOfCall(call: CallInfo, previous: CallInfo | null, reloaded: boolean, changes: SnapshotChange[]): void {
  const stateChanged = call.state !== previous?.state;
  if (stateChanged) changes.push({ type: "call-change", call, previous });
  if (previous === null && call.direction === "outgoing" && call.state === "dialing")
    changes.push({ type: "call-outgoing", call });
  if (previous === null && call.state === "incoming") changes.push({ type: "call-incoming", call });
  if (stateChanged && call.state === "alerting") changes.push({ type: "call-alerting", call });
  if (call.answeredAt !== null && previous !== null && previous.answeredAt === null) {
    changes.push({ type: "call-answered", call });
  }
  if (stateChanged && call.state === "active") {
    if (reloaded) changes.push({ type: "call-pulled", call, cause: "recovered" });
    else if (call.direction === "pulled" && previous?.state === "connecting") {
      changes.push({ type: "call-pulled", call, cause: "pull" });
    }
  }
  if (previous !== null && call.muted !== previous.muted) changes.push({ type: "call-mute", call, muted: call.muted });
  if (stateChanged && call.state === "ended" && call.cause !== null) {
    if (call.cause === "moved-to-phone") changes.push({ type: "call-moved", call });
    if (call.cause === "missed") changes.push({ type: "call-missed", call });
    const until = call.endedAt ?? 0;
    const duration = call.answeredAt === null ? 0 : Math.max(0, until - call.answeredAt);
    changes.push({ type: "call-ended", call, cause: call.cause, duration });
  }
}
