/** Views of the snapshot: what a page sees of it. Pure; equal inputs give the same object. */
import type { CallHandover } from "./inputs.js";
import type { Call, CallInfo, CallState, Connection, Contact, Snapshot, Subscriber } from "./model.js";

/** The state that a page sees: a pulled or crossed call on its way is `connecting`. */
export function stateOf(call: Call): CallState {
  if (call.state === "dialing" && call.direction === "pulled") return "connecting";
  if (call.state === "answering" && call.direction !== "incoming") return "connecting";
  return call.state;
}

const infos = new WeakMap<Call, CallInfo>();

/**
 * The call as a page sees it. The same call gives the same frozen object.
 *
 * @param owner whether the call's media is in this tab.
 */
export function infoOf(call: Call, owner = true): CallInfo {
  const known = infos.get(call);
  if (known?.owner === owner) return known;
  // Another tab, or the page before this one, may have been told anything.
  const contact: Contact | null = typeof call.label === "string" ? Object.freeze({ name: call.label }) : null;
  const info: CallInfo = Object.freeze({
    id: call.id,
    direction: call.direction,
    state: stateOf(call),
    number: call.number,
    contact,
    metadata: call.metadata,
    startedAt: call.startedAt,
    answeredAt: call.answeredAt,
    endedAt: call.state === "ended" ? call.endedAt : null,
    cause: call.state === "ended" ? call.cause : null,
    muted: call.muted,
    held: call.held,
    owner,
  });
  infos.set(call, info);
  return info;
}

/** Which call is on screen: the one that is heard, else one that rings, a held one, the last that ended. */
export function onScreen(snapshot: Snapshot): Call | null {
  let best: Call | null = null;
  let bestRank = 0;
  for (const call of snapshot.calls.values()) {
    const rank = call.state === "ended" ? 1 : call.held ? 2 : call.state === "incoming" ? 3 : 4;
    if (rank >= bestRank) {
      best = call;
      bestRank = rank;
    }
  }
  return best;
}

/** The registration, in one word. */
export function connectionOf(snapshot: Snapshot): Connection {
  return snapshot.connection.state;
}

/** The user's number elsewhere, in one word. */
export function subscriberOf(snapshot: Snapshot): Subscriber {
  return snapshot.subscriber.state;
}

/** Calls that the core has, ended ones among them whose end it has not heard. */
export function liveAtCore({ calls, owedByes }: Snapshot): string[] {
  return [...calls.values()].flatMap(({ id, state }) => (state !== "ended" || owedByes.includes(id) ? [id] : []));
}

/** What the next page needs to know of the calls that the core can give back to it. */
export function handoversOf(snapshot: Snapshot): CallHandover[] {
  const marks: CallHandover[] = [];
  for (const call of snapshot.calls.values()) {
    // A ringing call is offered again by the core; one that never left is nobody's loss.
    if (call.state === "ended" || call.state === "incoming" || (call.state === "dialing" && !call.sent)) continue;
    const { id, number, direction, startedAt, answeredAt, muted, held, label, metadata } = call;
    marks.push({ id, number, direction, startedAt, answeredAt, muted, held, label, metadata });
  }
  return marks;
}
