/** What went wrong, in the view's own flow: it takes a place, and covers nothing. */
import { nothing } from "lit";
import type { Actions, ViewModel } from "../view-model.js";

/** The last error, where it is no part of the view. */
export function notice(viewModel: ViewModel, actions: Actions): unknown {
  return viewModel.notice === null ? nothing : viewModel.part("notice")?.view(viewModel, actions);
}
