/** Decides from the view model alone which features are on screen, and which are to be loaded. */
import type { CallInfo } from "../../call/model.js";
import { isFolded, viewOf, type FeatureName, type ViewModel } from "../view-model.js";

/** Returns the features that have something to show, in the order in which the screen shows them. */
export function featuresOnScreen(viewModel: ViewModel): FeatureName[] {
  if (viewModel.headless) return [];
  const floating: FeatureName[] = viewModel.foldable ? ["floating"] : [];
  return isFolded(viewModel) ? floating : [...floating, ...featuresOfView(viewModel)];
}

/**
 * Returns the features to load: those on screen, those that work unseen, and those that will be needed at a moment when
 * nothing can be loaded.
 */
export function featuresFor(viewModel: ViewModel): ReadonlySet<FeatureName> {
  const { snapshot, setup, headless, history, notifications, resolvesContacts } = viewModel;
  const { calls } = snapshot;
  const onScreen = featuresOnScreen(viewModel);
  const wanted = new Set<FeatureName>(onScreen);
  if (setup === "running") {
    if (history) wanted.add("history");
    if (notifications) wanted.add("notifications");
    if (resolvesContacts && (history || calls.length > 0)) wanted.add("contacts");
    if (calls.some(({ state }) => state === "active")) {
      wanted.add("mediaSession");
      // The network may be gone when a call loses its connection, or ends by that.
      if (!headless) wanted.add("banners").add("endedView");
    }
  }
  const hasNotes = calls.length > 0 || onScreen.includes("banners") || onScreen.includes("autoplayBlocked");
  if (hasNotes && !headless) wanted.add("focusManager");
  if (hasNumbers(viewModel, onScreen)) wanted.add("numberFormat");
  return wanted;
}

function featuresOfView(viewModel: ViewModel): FeatureName[] {
  const { call } = viewModel.snapshot;
  const view = viewOf(viewModel);
  switch (view) {
    case "ready":
      return [
        ...errorNotice(viewModel),
        ...(viewModel.snapshot.audio === "blocked" ? (["autoplayBlocked"] as const) : []),
        ...(hasBanner(viewModel) ? (["banners"] as const) : []),
        ...historyOf(viewModel),
      ];
    case "history":
      return [...errorNotice(viewModel), ...historyOf(viewModel)];
    case "settings":
      return [...errorNotice(viewModel), "settings", ...signIn(viewModel)];
    case "ring":
      return ["ringOnMobile", ...callNotices(viewModel)];
    case "call":
      return call?.owner === true ? featuresOfCall(call, viewModel) : featuresOfCallInOtherTab(viewModel);
    case "ended":
      return ["endedView"];
    case "not-configured":
    case "disabled":
    case "signed-out":
    case "failed":
    case "offline":
      return [...errorNotice(viewModel), "setup", ...signIn(viewModel)];
  }
}

function featuresOfCall(call: CallInfo, viewModel: ViewModel): FeatureName[] {
  const { connection } = viewModel.snapshot;
  const features = callNotices(viewModel);
  if (connection !== "ready" || call.state === "recovering") features.unshift("banners");
  if (connection === "signed-out") features.push("setup", ...signIn(viewModel));
  if (viewModel.keypad) features.push("keypad");
  if ("documentPictureInPicture" in globalThis) features.push("pipWindow");
  return features;
}

function featuresOfCallInOtherTab(viewModel: ViewModel): FeatureName[] {
  const others = viewModel.snapshot.calls.length > 1;
  return ["callInOtherTab", ...errorNotice(viewModel), ...(others ? (["otherCalls"] as const) : [])];
}

/** Returns what a call's screen shows only when there is reason to. */
function callNotices(viewModel: ViewModel): FeatureName[] {
  const { audio, call, calls, quality } = viewModel.snapshot;
  const features = errorNotice(viewModel);
  if (audio === "blocked") features.push("autoplayBlocked");
  const isGood = quality === null || (quality.level === "good" && quality.problem === null);
  if (!isGood && call?.state === "active") features.push("quality");
  features.push("deviceNotice");
  if (calls.some((other) => other !== call && other.state !== "ended")) features.push("otherCalls");
  return features;
}

function errorNotice({ notice }: ViewModel): FeatureName[] {
  return notice === null ? [] : ["errorNotice"];
}

function signIn({ signsIn }: ViewModel): FeatureName[] {
  return signsIn ? ["signIn"] : [];
}

function historyOf({ history, resolvesContacts }: ViewModel): FeatureName[] {
  if (!history) return [];
  return resolvesContacts ? ["history", "contacts"] : ["history"];
}

/** Returns whether something has to be said above the number field. */
function hasBanner({ failure, snapshot }: ViewModel): boolean {
  const { subscriber, connection, permission } = snapshot;
  return (
    failure?.code === "no-webrtc" ||
    subscriber === "elsewhere" ||
    connection === "reconnecting" ||
    permission === "denied"
  );
}

/** Returns whether a number is shown, whose digits are to be grouped. */
function hasNumbers(viewModel: ViewModel, onScreen: readonly FeatureName[]): boolean {
  const { headless, notifications, number, snapshot, features } = viewModel;
  // Without a panel, only notifications show numbers.
  if (headless && !notifications) return false;
  return (
    snapshot.calls.some((call) => call.number !== "") ||
    (!headless && number !== "") ||
    (onScreen.includes("banners") && snapshot.subscriberNumber !== null) ||
    (onScreen.includes("history") && features.history !== undefined && features.history.size > 0)
  );
}
