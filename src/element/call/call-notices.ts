/** Notices that a call's screen shows only when there is reason to; see `callNotices` in `features-for.ts`. */
import type { Actions, ViewModel } from "../view-model.js";

export function callNotices(viewModel: ViewModel, actions: Actions): unknown {
  const { errorNotice, autoplayBlocked, quality, deviceNotice, otherCalls } = viewModel.features;
  return [errorNotice, autoplayBlocked, quality, deviceNotice, otherCalls].map((each) =>
    each?.view(viewModel, actions),
  );
}
