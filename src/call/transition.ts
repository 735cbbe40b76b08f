/**
 * The machine of calls: the only place that decides a state.
 *
 * ```
 *   dial ──> dialing ──Ringing──> alerting                Offer ──> incoming ──answer──> answering
 *               │  └─────Answer─────┤                                  │  (microphone denied: back)
 *   pull ──> dialing                │                                  │                    │
 *            (shown as              v                                  │  Answer sent       │
 *             connecting)      connecting <────────────────────────────┼────────────────────┘
 *                                   │ media connected                  │
 *                                   v                                  │
 *             ┌──toPhone──────── active ──stream or media lost──> recovering <── resume (reload)
 *             v                    ^  ^                                │
 *          moving ──Error, late────┘  └────audio on a leg again────────┘
 *             │ InCall
 *             v
 *   ended <── Bye, hang-up, or a failure, from every state
 * ```
 *
 * A request is not a state: `answering` is left only by what the microphone and the
 * description prove, `moving` only by what the core says. Messages that do not fit are
 * counted and otherwise without effect; no event makes it throw.
 */
import { applyIntent } from "./intents.js";
import { applyLink } from "./registration-events.js";
import { applyMedia } from "./media-events.js";
import { applyMessage } from "./core-messages/core-messages.js";
import { applyTimer } from "./timers.js";
import { applyTabs } from "./tab-events.js";
import { createTurn } from "./draft.js";
import type { Transition } from "./inputs.js";

/**
 * What is, and what to do, after `event` happened at `at` (epoch milliseconds).
 * Pure: equal arguments give equal results, and the arguments stay as they are.
 */
export const transition: Transition = (snapshot, event, at) => {
  const turn = createTurn(snapshot, at);
  switch (event.type) {
    case "configure":
      if (snapshot.busy !== event.busy) turn.patch({ busy: event.busy });
      break;
    case "claim":
    case "abandoned":
      applyTabs(turn, event);
      break;
    case "message":
      applyMessage(turn, event.message);
      break;
    case "link-connecting":
    case "link-open":
    case "link-lost":
    case "link-refused":
    case "link-closed":
    case "stranded":
      applyLink(turn, event);
      break;
    case "timer":
      applyTimer(turn, event.id, event.name);
      break;
    case "media-local":
    case "media-microphone":
    case "media-connected":
    case "media-flowing":
    case "media-disconnected":
    case "media-lost":
    case "media-failed":
    case "network-changed":
      applyMedia(turn, event);
      break;
    default:
      applyIntent(turn, event);
  }
  return [turn.snapshot, turn.effects];
};
