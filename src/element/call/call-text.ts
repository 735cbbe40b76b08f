/** A call in words. */
import type { CallInfo } from "../../call/model.js";
import type { ViewModel } from "../view-model.js";
import type { LocalizedStrings } from "../i18n/strings.js";

/** The other party's name, else its number, else a word for neither. */
export function partyOf(call: CallInfo, { words, shown }: Pick<ViewModel, "words" | "shown">): string {
  return call.contact?.name || shown(call.number) || words.text("unknown-number");
}

/** Where the call stands, in words. */
export function callStatus(call: CallInfo, words: LocalizedStrings): string {
  if (call.state === "active" && call.held) return words.text("state-held");
  return words.text(`state-${call.state}`);
}

/** What a screen reader says of a call, and of the one that waits beside it. */
export function announce(call: CallInfo, waiting: CallInfo | undefined, viewModel: ViewModel): string {
  if (waiting !== undefined) return viewModel.words.text("said-waiting", { who: partyOf(waiting, viewModel) });
  const { words } = viewModel;
  const who = partyOf(call, viewModel);
  if (call.state === "incoming") return words.text("said-incoming", { who });
  if (call.state === "ended") {
    return words.text("said-ended", { why: call.cause === null ? "" : words.text(`cause-${call.cause}`) });
  }
  if (call.state === "active") {
    const said = call.held ? words.text("state-held") : words.text("said-active", { who });
    return call.muted ? `${said}. ${words.text("state-muted")}` : said;
  }
  return `${words.text(`state-${call.state}`)} ${who}`;
}
