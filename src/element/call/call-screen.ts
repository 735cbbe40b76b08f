/** The screen of a call, whatever its state. */
import type { TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import type { Actions, ViewModel } from "../view-model.js";
import { callView } from "./call-view.js";
import { incomingView } from "./incoming-view.js";

/** Draws the screen of a call; undefined while the feature that draws it is being loaded. */
export function callScreen(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult | undefined {
  const { endedView, callInOtherTab } = viewModel.features;
  if (call.state === "ended") return endedView?.view(call, viewModel, actions);
  if (call.state === "incoming") return incomingView(call, viewModel, actions);
  return call.owner ? callView(call, viewModel, actions) : callInOtherTab?.view(call, viewModel, actions);
}
