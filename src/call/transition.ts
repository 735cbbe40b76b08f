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
import { applyRegistration } from "./registration-events.js";
import { applyMedia } from "./media-events.js";
import { applyMessage } from "./core-messages.js";
import { applyTimer } from "./timers.js";
import { applyTabInput } from "./tab-events.js";
import { createDraft } from "./draft.js";
import type { Transition } from "./inputs.js";

/**
 * What is, and what to do, after `event` happened at `at` (epoch milliseconds).
 * Pure: equal arguments give equal results, and the arguments stay as they are.
 */
export const transition: Transition = (snapshot, event, at) => {
  const draft = createDraft(snapshot, at);
  switch (event.type) {
    case "configure":
      if (snapshot.busy !== event.busy) draft.patch({ busy: event.busy });
      break;
    case "claim":
    case "abandoned":
      applyTabInput(draft, event);
      break;
    case "message":
      applyMessage(draft, event.message);
      break;
    case "registration-connecting":
    case "registration-open":
    case "registration-lost":
    case "registration-refused":
    case "registration-closed":
    case "calls-stranded":
      applyRegistration(draft, event);
      break;
    case "timer":
      applyTimer(draft, event.id, event.name);
      break;
    case "media-local":
    case "media-microphone":
    case "media-connected":
    case "media-flowing":
    case "media-disconnected":
    case "media-connection-failed":
    case "media-operation-failed":
    case "network-changed":
      applyMedia(draft, event);
      break;
    default:
      applyIntent(draft, event);
  }
  return [draft.snapshot, draft.effects];
};
