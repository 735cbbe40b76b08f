/** What stands in a call's screen only when there is reason to: each is a part that is fetched then. */
import { nothing } from "lit";
import { waitingCall, type Actions, type ViewModel } from "../view-model.js";
import { notice } from "../notices/error-slot.js";

/** What went wrong, another caller, other calls, sound that is held back, trouble with the sound, a device that went or came back. */
export function beside(viewModel: ViewModel, actions: Actions): unknown {
  const { snapshot, part } = viewModel;
  const { calls, call, quality } = snapshot;
  const others = waitingCall(viewModel) ?? calls.find((other) => other !== call && other.state !== "ended");
  const troubled = quality !== null && (quality.level !== "good" || quality.problem !== null);
  return [
    notice(viewModel, actions),
    snapshot.audio === "blocked" ? part("unheard")?.view(viewModel, actions) : nothing,
    troubled && call?.state === "active" ? part("quality")?.view(viewModel) : nothing,
    part("devices")?.view(viewModel),
    others === undefined ? nothing : part("several")?.view(viewModel, actions),
  ];
}
