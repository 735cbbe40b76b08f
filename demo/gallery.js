/**
 * Every view of the element, drawn by the element itself on a phone without network and microphone.
 * `npm run gallery` bundles this page and takes its pictures.
 */
import "../dist/define.js";
import { TerminalError } from "../dist/errors.js";
import { english } from "../test/support/english.ts";
import { FakePhone, makeCall } from "../test/support/fake-phone.ts";

const choices = {
  theme: ["light", "dark"],
  lang: ["en", "de", "pseudo"],
  width: ["360", "280", "640"],
};
const parameters = new URLSearchParams(location.search);
const chosen = Object.fromEntries(
  Object.entries(choices).map(([name, [first]]) => [name, parameters.get(name) ?? first]),
);

const ada = { name: "Ada Lovelace", detail: "Analytical Engines", url: "https://crm.example/ada" };
const long = {
  name: "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine",
  detail: "Donaudampfschifffahrtsgesellschaft, Abteilung Beschwerden",
};
const ago = (seconds) => Date.now() - seconds * 1000 - 500;
const active = { state: "active", contact: ada, answeredAt: ago(754) };
const other = makeCall({ id: "other", number: "+4790000003", state: "active", held: true, answeredAt: ago(95) });
const waiting = makeCall({ id: "waiting", number: "+4790000004", contact: { name: "Grace Hopper" } });
const devices = [
  { kind: "microphone", id: "m1", label: "Jabra Evolve2 65 Mono" },
  { kind: "speaker", id: "s1", label: "Jabra Evolve2 65 Mono" },
  { kind: "speaker", id: "s2", label: "Built-in speakers" },
];

/** A call on screen with others beside it. */
const beside = (phone, fields, ...more) => {
  const call = phone.show(fields);
  phone.update({ calls: [call, ...more] });
};
const press = async (element, selector) => {
  await element.updateComplete;
  element.shadowRoot.querySelector(selector).click();
};

const views = {
  Ready: () => {},
  "Ready, a number typed": async (phone, element) => {
    await element.updateComplete;
    const field = element.shadowRoot.querySelector("input");
    field.value = "+479000000";
    field.dispatchEvent(new InputEvent("input"));
  },
  "Ready with recent calls": async (phone, element) => {
    element.account = `gallery ${chosen.lang}`;
    element.history = true;
    // Another account is another registration.
    await until(() => element.testPhone !== phone && element.connection === "ready");
    await until(() => element.shadowRoot.querySelector("[value=history]"));
    const past = [
      { id: "h1", number: "+4790000002", contact: ada, cause: "missed", answeredAt: null, startedAt: ago(900) },
      {
        id: "h2",
        number: "+4790000003",
        direction: "outgoing",
        cause: "hangup",
        startedAt: ago(5000),
        answeredAt: ago(4990),
        endedAt: ago(4800),
      },
      {
        id: "h3",
        number: "+442079460123",
        contact: { name: "Grace Hopper" },
        cause: "remote-hangup",
        startedAt: ago(90_000),
        answeredAt: ago(89_990),
        endedAt: ago(89_000),
      },
    ];
    for (const fields of past) {
      const call = makeCall({ state: "ended", endedAt: ago(0), ...fields });
      element.testPhone.emit({ type: "call-ended", call, cause: call.cause, duration: 0 });
    }
    await until(() => element.shadowRoot.querySelector(".past"));
  },
  "Recent calls": async (phone, element) => {
    await views["Ready with recent calls"](phone, element);
    await until(() => element.shadowRoot.querySelector(".past"));
    await press(element, "[value=history]");
  },
  "A call elsewhere": (phone) => phone.update({ subscriber: "elsewhere", subscriberNumber: "+4790000003" }),
  Reconnecting: (phone) => phone.update({ connection: "reconnecting" }),
  "Microphone blocked": (phone) => phone.update({ permission: "denied" }),
  "Sound blocked": (phone) => phone.update({ audio: "blocked" }),
  Dialing: (phone) => phone.show({ direction: "outgoing", state: "dialing" }),
  Alerting: (phone) => phone.show({ direction: "outgoing", state: "alerting", contact: ada }),
  Incoming: (phone) => phone.ring({ contact: ada }),
  "Incoming, long name": (phone) => phone.ring({ contact: long }),
  "Incoming, microphone blocked": (phone) => {
    const call = phone.ring();
    phone.emit({ type: "terminal-error", error: new TerminalError("microphone-denied"), call });
  },
  Active: (phone) => phone.show(active),
  "Active, muted": (phone) => phone.show({ ...active, muted: true }),
  "Active, on hold": (phone) => phone.show({ ...active, held: true }),
  "Active, poor sound": (phone) => {
    phone.show(active);
    phone.update({ quality: { mos: 2.1, level: "poor", problem: "loss-in" } });
  },
  Keypad: async (phone, element) => {
    phone.show(active);
    await press(element, "[part=keypad-button]");
    await until(() => element.shadowRoot.querySelector("[part=dialpad]"));
    for (const digit of "42#") element.shadowRoot.querySelector(`[part=key][value="${digit}"]`).click();
  },
  "Call waiting": (phone) => beside(phone, active, waiting),
  "Two calls": (phone) => beside(phone, active, other),
  Recovering: (phone) => phone.show({ ...active, state: "recovering" }),
  Moving: (phone) => phone.show({ ...active, state: "moving" }),
  Ended: (phone) => {
    phone.show(active);
    phone.end("remote-hangup");
  },
  "Ended by trouble": (phone) => {
    const call = phone.show({ direction: "outgoing", state: "dialing" });
    phone.emit({ type: "terminal-error", error: new TerminalError("microphone-not-found"), call });
    phone.end("no-microphone");
  },
  Settings: async (phone, element) => {
    phone.update({ devices, chosen: { microphone: "m1", speaker: "s1", ringer: "all" } });
    element.notifications = true;
    await press(element, "[value=settings]");
  },
  "An error": (phone) => phone.emit({ type: "terminal-error", error: new TerminalError("rate-limited"), call: null }),
  "Signed out": (phone) => phone.update({ connection: "signed-out" }),
  Failed: (phone) => {
    phone.emit({ type: "terminal-error", error: new TerminalError("unimplemented"), call: null });
    phone.update({ connection: "failed" });
  },
  Disconnected: (phone, element) => element.disconnect(),
  "Not set up": (phone, element) => {
    element.endpoint = "";
    element.token = "";
  },
  "Floating, folded, in a call": (phone, element) => {
    element.mode = "floating";
    phone.show(active);
  },
};

async function until(condition) {
  const end = performance.now() + 10_000;
  // Timers, not frames: a page that is not in view has none.
  while (!condition() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Longer than any language and full of accents: what is not translated, or does not fit, is seen at once. */
const pseudo = (text) =>
  `[${text.replace(/\{\w+\}|[a-z]/gi, (found) => (found.length > 1 ? found : ({ a: "á", e: "éé", i: "î", o: "öö", u: "ü", c: "ç", n: "ñ", s: "š" }[found] ?? found)))}]`;
const strings =
  chosen.lang === "pseudo" ? Object.fromEntries(Object.entries(english).map(([key, text]) => [key, pseudo(text)])) : {};

async function draw(name, set) {
  const figure = document.createElement("figure");
  figure.dataset.view = name;
  const caption = document.createElement("figcaption");
  caption.textContent = name;
  const element = document.createElement("web-terminal");
  element.phoneFactory = (options) => (element.testPhone = new FakePhone(options));
  Object.assign(element, { endpoint: "https://gateway.example", token: "demo-alice", theme: chosen.theme, strings });
  if (chosen.lang !== "pseudo") element.lang = chosen.lang;
  figure.append(caption, element);
  document.querySelector("#views").append(figure);
  await until(() => element.connection === "ready");
  await set(element.testPhone, element);
  figure.classList.toggle("floating", element.mode === "floating");
  await element.updateComplete;
}

for (const [name, values] of Object.entries(choices)) {
  const select = document.querySelector(`[name=${name}]`);
  select.append(...values.map((value) => new Option(value, value, false, value === chosen[name])));
  select.addEventListener("change", () => document.querySelector("#choice").submit());
}
document.body.classList.toggle("dark", chosen.theme === "dark");
document.documentElement.style.setProperty("--width", `${chosen.width}px`);
const only = parameters.get("view");
await Promise.all(
  Object.entries(views)
    .filter(([name]) => only === null || name === only)
    .map(([name, set]) =>
      draw(name, set).catch((error) => {
        // One view that cannot be drawn must not hide the others.
        console.error(name, error);
      }),
    ),
);
document.body.dataset.drawn = String(Object.keys(views).length);
