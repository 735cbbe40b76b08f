/** Which tab has the media of which call. Pure. */
import type { CallEvent } from "../call/events.js";
import type { Snapshot } from "../call/model.js";
import type { Owners } from "./tab-messages.js";

/** Without calls that are over. */
export function livingOwners(owners: Owners, { calls }: Snapshot): Owners {
  const living = [...owners].filter(([id]) => calls.has(id) && calls.get(id)?.state !== "ended");
  return living.length === owners.size ? owners : new Map(living);
}

function withOwner(owners: Owners, id: string, tab: string): Owners {
  return new Map(owners).set(id, tab);
}

/** Nobody has its media: the holder speaks for it. */
export function withoutOwner(owners: Owners, id: string): Owners {
  const next = new Map(owners);
  next.delete(id);
  return next;
}

/**
 * After an event that `from` wanted: who dials, pulls, answers or resumes has the media;
 * a call that begins to ring is prepared by the tab that rings.
 */
export function nextOwners(
  owners: Owners,
  event: CallEvent,
  from: string,
  ringer: string,
  { subscriber, calls }: Snapshot,
): Owners {
  switch (event.type) {
    case "dial":
      return withOwner(owners, event.id, from);
    case "answer":
    case "claim":
      // Of two tabs that answer, the first one has it.
      return calls.get(event.id)?.state === "incoming" ? withOwner(owners, event.id, from) : owners;
    case "pull":
      return subscriber.state === "elsewhere" ? withOwner(owners, subscriber.callId, from) : owners;
    case "resume":
      return withOwner(owners, event.call.id, from);
    case "message":
      return event.message.type === "offer" && !owners.has(event.message.callId)
        ? withOwner(owners, event.message.callId, ringer)
        : owners;
    default:
      return owners;
  }
}
