/** Selectors: what a page sees of the snapshot. Pure; equal inputs give the same object. */
import type { CallHandover } from "./inputs.js";
import type { Call, CallInfo, CallState, Connection, Contact, Snapshot, Subscriber } from "./model.js";

/** Returns the state that a page sees: a pulled or crossed call that is being set up is `connecting`. */
export function stateOf(call: Call): CallState {
  if (call.state === "dialing" && call.direction === "pulled") return "connecting";
  if (call.state === "answering" && call.direction !== "incoming") return "connecting";
  return call.state;
}

const infos = new WeakMap<Call, CallInfo>();

/**
 * Returns the call as a page sees it. The same call gives the same frozen object.
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
    digits: call.digits,
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

/** Returns the call to show: the one that is heard, else one that rings, one on hold, or the last one that ended. */
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

/** Returns the state of the registration. */
export function connectionOf(snapshot: Snapshot): Connection {
  return snapshot.connection.state;
}

/** Returns the state of the user's number on other devices. */
export function subscriberOf(snapshot: Snapshot): Subscriber {
  return snapshot.subscriber.state;
}

/** Returns ids of the calls that the core has, including ended ones that it still has to be told of. */
export function liveAtCore({ calls, owedByes }: Snapshot): string[] {
  return [...calls.values()].flatMap(({ id, state }) => (state !== "ended" || owedByes.includes(id) ? [id] : []));
}

/** Returns the calls that the next page can take over. */
export function handoversOf(snapshot: Snapshot): CallHandover[] {
  const handovers: CallHandover[] = [];
  for (const call of snapshot.calls.values()) {
    // The core offers a ringing call again; one that was not sent yet has not reached anyone.
    if (call.state === "ended" || call.state === "incoming" || (call.state === "dialing" && !call.sent)) continue;
    const { id, number, direction, startedAt, answeredAt, muted, held, label, metadata, digits, digitsDue } = call;
    const handover = { id, number, direction, startedAt, answeredAt, muted, held, label, metadata };
    // Digits may be a code that only its owner knows: once sent they are not written down.
    handovers.push(digitsDue ? { ...handover, digits } : handover);
  }
  return handovers;
}
