/** What a screen reader says of the screen as a whole. */
import { announce } from "../call/call-text.js";
import { statusText, waitingCall, type ViewModel } from "../view-model.js";

/** Returns what a screen reader says when it changes; it contains nothing that ticks. */
export function announcementOf(viewModel: ViewModel): string {
  const { call } = viewModel.snapshot;
  if (call === null || call.id === viewModel.hostRings) return statusText(viewModel);
  return announce(call, waitingCall(viewModel), viewModel);
}
