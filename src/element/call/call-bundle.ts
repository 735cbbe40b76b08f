/**
 * What the element needs only once there is a phone: fetched beside it, after the first
 * frame, so that the first script stays small. Nothing here is needed before a call.
 */
import type { TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import type { Actions, ViewModel } from "../view-model.js";
import { callView } from "./call-view.js";
import { ringView } from "./incoming-view.js";

export { callIcon } from "./call-icons.js";
export { announce, callStatus, partyOf } from "./call-text.js";
export { calls as english } from "./call.en.js";
export { toDomEvent } from "../events/to-dom-event.js";
export { talk as styles } from "./call.styles.js";
export { phoneOptions } from "../phone-options.js";
export { isSamePerson } from "../phone/token-source.js";
export { contact, picture } from "./contact-view.js";

/** The screen of a call. */
export function callBundleView(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult | undefined {
  if (call.state === "ended") return viewModel.part("ended")?.view(call, viewModel, actions);
  if (call.state === "incoming") return ringView(call, viewModel, actions);
  return call.owner ? callView(call, viewModel, actions) : viewModel.part("other-tab")?.view(call, viewModel, actions);
}

// The phone travels with the words and views of its calls: one file is packed tighter than two.
export { createPagePhone } from "../../phone/page/page-phone.js";
