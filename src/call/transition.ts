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
 * A request is not a state: `answering` is left only when the microphone and the description
 * are ready or failed, `moving` only when the core says so. Messages that do not fit are
 * counted and have no other effect; no input makes it throw.
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
 * Returns the next snapshot and the effects. Pure: equal arguments give equal results, and
 * the arguments are not changed.
 */
export const transition: Transition = (snapshot, input, at) => {
  const draft = createDraft(snapshot, at);
  switch (input.type) {
    case "configure":
      if (snapshot.busy !== input.busy) draft.patch({ busy: input.busy });
      break;
    case "claim":
    case "abandoned":
      applyTabInput(draft, input);
      break;
    case "message":
      applyMessage(draft, input.message);
      break;
    case "registration-connecting":
    case "registration-open":
    case "registration-lost":
    case "registration-refused":
    case "registration-closed":
    case "calls-stranded":
      applyRegistration(draft, input);
      break;
    case "timer":
      applyTimer(draft, input.id, input.name);
      break;
    case "media-local":
    case "media-microphone":
    case "media-connected":
    case "media-flowing":
    case "media-disconnected":
    case "media-connection-failed":
    case "media-operation-failed":
    case "network-changed":
      applyMedia(draft, input);
      break;
    default:
      applyIntent(draft, input);
  }
  return [draft.snapshot, draft.effects];
};
