/**
 * The code that the element needs only once there is a phone: fetched with it, after the first frame, so that the first
 * script stays small.
 */
import type { TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import type { Actions, ViewModel } from "../view-model.js";
import { callView } from "./call-view.js";
import { incomingView } from "./incoming-view.js";

export { createPagePhone } from "../../phone/page/page-phone.js";
export { readPastedDigits } from "../../numbers/keypad-digits.js";
export { readNumber, toNumberText } from "../../numbers/number-reader.js";
export { toDomEvent } from "../events/to-dom-event.js";
export { phoneOptions } from "../phone/phone-options.js";
export { isSamePerson } from "../phone/token-source.js";
export { callIcon } from "./call-icons.js";
export { announce, callStatus, partyOf } from "./call-text.js";
export { callStrings as english } from "./call.en.js";
export { callStyles as styles } from "./call.styles.js";
export { avatar, contactView, nameView } from "./contact-view.js";

/** Draws the screen of a call. */
export function callScreen(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult | undefined {
  const { endedView, callInOtherTab } = viewModel.features;
  if (call.state === "ended") return endedView?.view(call, viewModel, actions);
  if (call.state === "incoming") return incomingView(call, viewModel, actions);
  return call.owner ? callView(call, viewModel, actions) : callInOtherTab?.view(call, viewModel, actions);
}
