/** Which tab has the media of which call, and which acts on what is told of it. Pure. */
import type { MachineInput } from "../../call/inputs.js";
import type { Snapshot } from "../../call/model.js";
import type { Owners } from "./messages.js";

/** Without calls that are over. */
export function livingOwners(owners: Owners, { calls }: Snapshot): Owners {
  const living = [...owners].filter(([id]) => calls.has(id) && calls.get(id)?.state !== "ended");
  return living.length === owners.size ? owners : new Map(living);
}

function withOwner(owners: Owners, id: string, tab: string): Owners {
  return new Map(owners).set(id, tab);
}

/** Which tab does what, as of one event: it goes through the machine together with that. */
export interface Roles {
  readonly owners: Owners;
  /** Whether this tab acts on what is told of a call; `null`: on what is told of none. */
  readonly isPrimary: (id: string | null) => boolean;
}

/**
 * Who acts on what is told of a call: the tab that has its media. Where that tab cannot hear of it, because it is
 * gone, frozen, or about to leave, its `heir` does; null: the holder.
 */
export function speakersOf(owners: Owners, deaf: ReadonlySet<string>, heir: string | null): Owners {
  if (![...owners.values()].some((tab) => deaf.has(tab))) return owners;
  const speakers = new Map(owners);
  for (const [id, tab] of owners) {
    if (!deaf.has(tab)) continue;
    if (heir === null) speakers.delete(id);
    else speakers.set(id, heir);
  }
  return speakers;
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
  event: MachineInput,
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
