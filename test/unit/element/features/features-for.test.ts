/** Which features are on screen, and which are loaded, follows from the view model alone. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TerminalError } from "../../../../src/errors.js";
import { featuresFor, featuresOnScreen } from "../../../../src/element/features/features-for.js";
import { LocalizedStrings } from "../../../../src/element/i18n/strings.js";
import type { HistoryFeature, ViewModel } from "../../../../src/element/view-model.js";
import type { PhoneSnapshot } from "../../../../src/phone/types.js";
import { FakePhone, makeCall } from "../../../support/fake-phone.js";

const { snapshot: empty } = new FakePhone({ endpoint: "https://gateway.example", getToken: async () => "token" });

/** The view model of a registered terminal, deeply frozen as far as this test reads it. */
function viewModel(fields: Partial<ViewModel> = {}, snapshot: Partial<PhoneSnapshot> = {}): ViewModel {
  return Object.freeze({
    snapshot: Object.freeze({ ...empty, connection: "ready", ...snapshot }),
    setup: "running",
    failure: null,
    notice: null,
    fieldError: null,
    number: "",
    busy: false,
    keypad: false,
    digits: "",
    page: "pad",
    history: false,
    notifications: false,
    resolvesContacts: false,
    signsIn: false,
    shortcuts: true,
    hostRings: null,
    features: Object.freeze({}),
    strings: new LocalizedStrings("en", {}, {}),
    formatNumber: (number: string) => number,
    now: 0,
    headless: false,
    foldable: false,
    open: false,
    missing: { endpoint: false, token: false },
    forDeveloper: false,
    ...fields,
  });
}

/** A call on screen, with others. */
function inCall(fields: Parameters<typeof makeCall>[0], ...others: ReturnType<typeof makeCall>[]) {
  const call = makeCall({ number: "", ...fields });
  return { call, calls: [call, ...others] };
}

const sorted = (names: Iterable<string>): string[] => [...names].sort();

describe("features on screen", () => {
  const notice = new TerminalError("rate-limited");
  const waiting = makeCall({ id: "waiting" });
  const cases: readonly (readonly [string, ViewModel, readonly string[]])[] = [
    ["the panel at rest", viewModel(), []],
    ["an error at rest", viewModel({ notice }), ["errorNotice"]],
    ["blocked sound at rest", viewModel({}, { audio: "blocked" }), ["autoplayBlocked"]],
    ["a call elsewhere", viewModel({}, { subscriber: "elsewhere" }), ["banners"]],
    ["a connection that is coming back", viewModel({}, { connection: "reconnecting" }), ["banners"]],
    ["a blocked microphone", viewModel({}, { permission: "denied" }), ["banners"]],
    ["no WebRTC", viewModel({ failure: new TerminalError("no-webrtc") }), ["banners"]],
    ["a list of calls at rest", viewModel({ history: true, resolvesContacts: true }), ["history", "contacts"]],
    ["the open list of calls", viewModel({ history: true, page: "history" }), ["history"]],
    ["the settings, where people sign in", viewModel({ page: "settings", signsIn: true }), ["settings", "signIn"]],
    ["no set-up", viewModel({ setup: "not-configured" }), ["setup"]],
    ["signed out", viewModel({ signsIn: true }, { connection: "signed-out" }), ["setup", "signIn"]],
    ["a ring", viewModel({}, inCall({})), ["ringOnMobile", "deviceNotice"]],
    ["a call", viewModel({}, inCall({ state: "active" })), ["deviceNotice"]],
    ["a call with its keypad", viewModel({ keypad: true }, inCall({ state: "active" })), ["deviceNotice", "keypad"]],
    [
      "a call that another rings into",
      viewModel({}, inCall({ state: "active" }, waiting)),
      ["deviceNotice", "otherCalls"],
    ],
    [
      "a call that sounds bad",
      viewModel({}, { ...inCall({ state: "active" }), quality: { mos: 2, level: "poor", problem: null } }),
      ["quality", "deviceNotice"],
    ],
    ["a call that lost its audio", viewModel({}, inCall({ state: "recovering" })), ["banners", "deviceNotice"]],
    [
      "a call that was signed out",
      viewModel({ signsIn: true }, { ...inCall({ state: "active" }), connection: "signed-out" }),
      ["banners", "deviceNotice", "setup", "signIn"],
    ],
    ["a call in another tab", viewModel({}, inCall({ state: "active", owner: false })), ["callInOtherTab"]],
    ["an ended call, with an error", viewModel({ notice }, inCall({ state: "ended" })), ["endedView"]],
    ["a folded panel", viewModel({ foldable: true, history: true, notice }), ["floating"]],
    ["an open floating panel", viewModel({ foldable: true, open: true, history: true }), ["floating", "history"]],
    [
      "a ring in a folded panel",
      viewModel({ foldable: true }, inCall({})),
      ["floating", "ringOnMobile", "deviceNotice"],
    ],
    ["no panel", viewModel({ headless: true, history: true, notice }, { connection: "failed" }), []],
  ];
  for (const [name, model, expected] of cases) {
    it(`are right for ${name}`, () => assert.deepEqual(featuresOnScreen(model), expected));
  }
});

describe("features to load", () => {
  it("are none for the panel at rest, so that the first screen asks for nothing", () => {
    assert.deepEqual(sorted(featuresFor(viewModel())), []);
    assert.deepEqual(sorted(featuresFor(viewModel({ setup: "starting" }, { connection: "offline" }))), []);
  });

  it("are, during a call, those that may be needed when nothing can be loaded", () => {
    const wanted = sorted(featuresFor(viewModel({}, inCall({ state: "active" }))));
    assert.deepEqual(wanted, ["banners", "deviceNotice", "endedView", "focusManager", "mediaSession"]);
  });

  it("are those that work unseen, once there is a phone", () => {
    const settings = { history: true, notifications: true, resolvesContacts: true, headless: true } as const;
    assert.deepEqual(sorted(featuresFor(viewModel(settings))), ["contacts", "history", "notifications"]);
    assert.deepEqual(sorted(featuresFor(viewModel({ ...settings, setup: "starting" }))), []);
  });

  it("include the rules of numbers as soon as a number is shown", () => {
    const wants = (model: ViewModel): boolean => featuresFor(model).has("numberFormat");
    const history = { size: 1 } as HistoryFeature;
    assert.equal(wants(viewModel({ number: "1" })), true);
    assert.equal(wants(viewModel({}, inCall({ number: "+4790000002" }))), true);
    assert.equal(wants(viewModel({}, inCall({ number: "" }))), false);
    assert.equal(wants(viewModel({}, { subscriber: "elsewhere", subscriberNumber: "+4790000002" })), true);
    assert.equal(wants(viewModel({ history: true, features: { history } })), true);
    assert.equal(wants(viewModel({ headless: true }, inCall({ number: "+4790000002" }))), false);
    assert.equal(wants(viewModel({ headless: true, notifications: true }, inCall({ number: "+4790000002" }))), true);
  });

  it("include what keeps the focus, with the first call or banner", () => {
    assert.equal(featuresFor(viewModel({}, inCall({}))).has("focusManager"), true);
    assert.equal(featuresFor(viewModel({}, { permission: "denied" })).has("focusManager"), true);
    assert.equal(featuresFor(viewModel({}, { audio: "blocked" })).has("focusManager"), true);
    assert.equal(featuresFor(viewModel({ headless: true }, inCall({}))).has("focusManager"), false);
  });
});
