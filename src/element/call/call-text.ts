/** The texts that describe a call. */
import type { CallInfo } from "../../call/model.js";
import type { ViewModel } from "../view-model.js";
import type { LocalizedStrings } from "../i18n/strings.js";

/** Returns the other party's name, else its number, else a text for neither. */
export function partyOf(
  call: CallInfo,
  { strings, formatNumber }: Pick<ViewModel, "strings" | "formatNumber">,
): string {
  return call.contact?.name || formatNumber(call.number) || strings.text("unknown-number");
}

/** Returns the digits that follow once the call is up, as text; empty where there are none, or they are being sent. */
export function digitsToCome({ digits, direction, state }: CallInfo, strings: LocalizedStrings): string {
  const isToCome = direction === "outgoing" && (state === "dialing" || state === "alerting" || state === "connecting");
  return isToCome && digits !== "" ? strings.text("then-digits", { digits: digits.replace(/,+/g, " ").trim() }) : "";
}

/** Returns the state of a call as text. */
export function callStatus(call: CallInfo, strings: LocalizedStrings): string {
  if (call.state === "active" && call.held) return strings.text("state-held");
  return strings.text(`state-${call.state}`);
}

/** Returns what a screen reader says of a call, or of the one that rings during it. */
export function announce(call: CallInfo, waiting: CallInfo | undefined, viewModel: ViewModel): string {
  if (waiting !== undefined) return viewModel.strings.text("said-waiting", { who: partyOf(waiting, viewModel) });
  const { strings } = viewModel;
  const who = partyOf(call, viewModel);
  if (call.state === "incoming") return strings.text("said-incoming", { who });
  if (call.state === "ended") {
    return strings.text("said-ended", { why: call.cause === null ? "" : strings.text(`cause-${call.cause}`) });
  }
  if (call.state === "active") {
    const said = call.held ? strings.text("state-held") : strings.text("said-active", { who });
    return call.muted ? `${said}. ${strings.text("state-muted")}` : said;
  }
  const later = digitsToCome(call, strings);
  return `${strings.text(`state-${call.state}`)} ${who}${later === "" ? "" : `, ${later}`}`;
}
