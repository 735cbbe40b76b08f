/** The stream to the core comes and goes; calls outlive it. */
import type { LinkEvent } from "./inputs.js";
import { GIVE_UP_MS, OFFERED_AGAIN_MS, UNPROVEN_MS } from "./timeouts.js";
import { enterRecovery, knownToCore, makeReady, offerRecovery, payBye, recordMissed } from "./offers.js";
import type { CallCause, Link } from "./model.js";
import type { Turn } from "./draft.js";

/** Since when calls may have been missed. */
function gapStart(turn: Turn): number | null {
  const { link } = turn.snapshot;
  if (link.state === "ready") return turn.at;
  return link.state === "offline" ? null : link.since;
}

/** Carries out a change of the stream. */
export function applyLink(turn: Turn, event: Exclude<LinkEvent, { type: "message" }>): void {
  const { link, room } = turn.snapshot;
  switch (event.type) {
    case "link-connecting":
      if (link.state === "offline" || link.state === "signed-out" || link.state === "failed") {
        turn.patch({ link: { state: "connecting", since: gapStart(turn), reason: "" } });
      }
      return;
    case "link-open":
      // Pipe speaks first and is ready then; MultiPipe is ready as soon as it stands (policy 7).
      if (room === "multiple" && link.state !== "ready") {
        makeReady(turn);
        for (const id of turn.snapshot.owedByes) payBye(turn, id);
        for (const call of turn.liveCalls()) {
          if (call.state === "recovering") offerRecovery(turn, call, false);
        }
      }
      return;
    case "link-lost":
      lose(turn, { state: "reconnecting", since: gapStart(turn), reason: event.reason });
      return;
    case "link-refused":
      lose(turn, { state: event.state, since: gapStart(turn), reason: event.reason });
      return;
    case "stranded":
      for (const id of event.ids) {
        const call = turn.live(id);
        if (call === undefined) continue;
        if (call.state === "incoming" || call.state === "answering") turn.end(call, "missed", false);
        else if (link.state === "ready") offerRecovery(turn, enterRecovery(turn, call, "signaling"), false);
      }
      return;
    case "link-closed":
      for (const call of turn.liveCalls()) {
        const tell = link.state === "ready" && knownToCore(call);
        turn.end(call, call.state === "incoming" ? "rejected" : "hangup", tell);
      }
      turn.patch({ link: { state: "offline" }, subscriber: { state: "unknown" }, owedByes: [] });
  }
}

/** Ends that we told the core of. */
const ours: ReadonlySet<CallCause> = new Set(["hangup", "canceled", "rejected", "no-answer"]);

/**
 * A `Bye` that has just left may have gone down with its stream, and the other side would
 * listen to silence until the core gives the call up. It is owed again: on `Pipe` it is paid
 * only where the core shows on the next stream that it still has the call.
 */
function oweUnproven(turn: Turn): void {
  const { room, calls, owedByes } = turn.snapshot;
  if (room === "multiple") return;
  const unproven = [...calls.values()].filter(
    (call) => call.state === "ended" && ours.has(call.cause) && turn.at - call.endedAt < UNPROVEN_MS,
  );
  const ids = unproven.map(({ id }) => id).filter((id) => !owedByes.includes(id));
  if (ids.length > 0) turn.patch({ owedByes: [...owedByes, ...ids] });
}

function lose(turn: Turn, link: Link): void {
  oweUnproven(turn);
  turn.patch({ link, subscriber: { state: "unknown" } });
  for (const call of turn.liveCalls()) {
    switch (call.state) {
      case "dialing":
        // What was never sent goes out on the next stream; what was sent has to be asked for.
        if (call.crossing !== null) recordMissed(turn, call.crossing);
        if (call.sent) enterRecovery(turn, { ...call, crossing: null }, "signaling");
        break;
      case "incoming":
      case "answering":
        if (call.direction !== "incoming") {
          enterRecovery(turn, call, "signaling");
          break;
        }
        if (call.leg !== null) turn.effect({ type: "close-leg", id: call.id, leg: call.leg });
        turn.put({ ...call, leg: null, prepared: null });
        turn.timer(call.id, "offered-again", OFFERED_AGAIN_MS);
        break;
      case "recovering":
        enterRecovery(turn, call, call.reason);
        break;
      default:
        enterRecovery(turn, call, "signaling");
    }
    if (turn.live(call.id)?.state === "recovering") turn.timer(call.id, "give-up", GIVE_UP_MS);
  }
}
