/** The views of the gallery: a name, and what a phone has to do to show it. */
import { TerminalError } from "../dist/errors.js";
import { openBusyDialog } from "../dist/click-to-call/busy-dialog.js";
import { StringsController } from "../dist/element/i18n/strings-controller.js";
import { makeCall } from "../test/support/fake-phone.ts";

const ada = { name: "Ada Lovelace", detail: "Analytical Engines", url: "https://crm.example/ada" };
const long = {
  name: "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine",
  detail: "Donaudampfschifffahrtsgesellschaft, Abteilung Beschwerden",
};
const ago = (seconds) => Date.now() - seconds * 1000 - 500;
const active = { state: "active", contact: ada, answeredAt: ago(754) };
const grace = { name: "Grace Hopper" };
const waiting = makeCall({ id: "waiting", number: "+4790000004", contact: grace });
const held = makeCall({ id: "other", number: "+4790000003", state: "active", held: true, answeredAt: ago(95) });
const devices = [
  { kind: "microphone", id: "m1", label: "Jabra Evolve2 65 Mono" },
  { kind: "speaker", id: "s1", label: "Jabra Evolve2 65 Mono" },
  { kind: "speaker", id: "s2", label: "Built-in speakers" },
];

/** Waits for something, and throws where it does not come. */
export async function until(condition, what = String(condition)) {
  // All views are set up at once: a busy machine takes its time.
  const end = performance.now() + 80_000;
  // Timers, not frames: a page that is not in view has none.
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);
const shown = (element, selector) => until(() => find(element, selector) !== null, selector);
const press = async (element, selector) => {
  await shown(element, selector);
  find(element, selector).click();
  await element.updateComplete;
};
const type = async (element, text) => {
  await shown(element, "input");
  const field = find(element, "input");
  field.value = text;
  field.dispatchEvent(new InputEvent("input"));
  await element.updateComplete;
};
const dialing = { direction: "outgoing", state: "dialing" };
/** A call on screen with others beside it. */
const beside = (phone, fields, ...more) => {
  const call = phone.show(fields);
  phone.update({ calls: [call, ...more] });
};
const trouble = (phone, code, call = null) =>
  phone.emit({ type: "terminal-error", error: new TerminalError(code), call });
const poor = (level, problem) => (phone) => {
  phone.show(active);
  phone.update({ quality: { mos: 2.1, level, problem } });
};

/** A list of calls, of an account of its own. */
const past = async (phone, element, name) => {
  element.account = `gallery ${name}`;
  element.history = true;
  // Another account is another registration.
  await until(() => element.testPhone !== phone && element.connection === "ready", "another registration");
  const lasted = (from, seconds) => ({
    startedAt: ago(from),
    answeredAt: ago(from - 9),
    endedAt: ago(from - 9 - seconds),
  });
  const calls = [
    { id: "h5", number: "+442079460123", contact: grace, cause: "remote-hangup", ...lasted(260_000, 989) },
    { id: "h4", number: "+4790000005", cause: "answered-elsewhere", startedAt: ago(171_000) },
    { id: "h3", number: "+4790000004", contact: long, direction: "outgoing", cause: "hangup", ...lasted(90_000, 3725) },
    { id: "h2", number: "+4790000003", direction: "outgoing", cause: "no-answer", startedAt: ago(5000) },
    { id: "h1", number: "+4790000002", contact: ada, cause: "missed", startedAt: ago(900) },
  ];
  // The list listens once its part is here.
  await until(() => {
    for (const fields of calls) {
      const call = makeCall({ state: "ended", endedAt: ago(0), ...fields });
      element.testPhone.emit({ type: "call-ended", call, cause: call.cause, duration: 0 });
    }
    return find(element, ".past") !== null;
  }, "recent calls");
};

/** Another mode of the element; the figure is a small page around it. */
const floating = (mode, set = () => {}, open = false) =>
  Object.assign(
    async (phone, element) => {
      element.mode = mode;
      await set(phone, element);
      element.open = open;
      await shown(element, open ? ".panel" : ".badge");
    },
    { floating: true, folded: !open },
  );

/**
 * The small window of a call: the page gets a box of the same size in place of a window, of which a browser opens one
 * at a time, and only after a click.
 */
const small = (set, then = () => {}) =>
  Object.assign(
    async (phone, element) => {
      // Where the browser has no such windows, the button waits for one to be there.
      Object.defineProperty(globalThis, "documentPictureInPicture", { configurable: true, value: {} });
      await set(phone, element);
      await shown(element, ".plain.pop-out");
      const body = document.createElement("div");
      const requestWindow = ({ width, height }) => {
        Object.assign(body.style, { width: `${width}px`, height: `${height}px` });
        element.after(body);
        element.hidden = true;
        const inPage = { createElement: (name) => document.createElement(name), body, title: "" };
        return Promise.resolve({ document: inPage, CSSStyleSheet, addEventListener: () => {}, close: () => {} });
      };
      Object.defineProperty(globalThis, "documentPictureInPicture", { configurable: true, value: { requestWindow } });
      // Each view has a window of its own, which is asked for within the click.
      find(element, ".plain.pop-out").click();
      await until(() => body.firstElementChild?.shadowRoot?.querySelector("main") != null, "the small window");
      await then(phone);
    },
    { small: true },
  );

/** Without an endpoint, or switched off, an element has no phone. */
const without = (set) => Object.assign((_, element) => set(element), { phoneless: true });

export const views = {
  Starting: (phone) => phone.update({ connection: "connecting" }),
  Ready: () => {},
  "A number typed": (_, element) => type(element, "+4790000"),
  "A long number": (_, element) => type(element, "+47900000019000000290"),
  "No number": async (_, element) => {
    await type(element, "12");
    await element.dial("12").catch(() => null);
  },
  "Ready with recent calls": (phone, element) => past(phone, element, "ready"),
  "Recent calls": async (phone, element) => {
    await past(phone, element, "list");
    await press(element, "[value=history]");
  },
  "Recent calls, cleared?": async (phone, element) => {
    await past(phone, element, "sure");
    await press(element, "[value=history]");
    await press(element, ".clear");
  },
  "No recent calls": async (_, element) => {
    element.history = true;
    await press(element, "[value=history]");
    await shown(element, ".message");
  },
  Elsewhere: (phone) => phone.update({ subscriber: "elsewhere", subscriberNumber: "+4790000003" }),
  Reconnecting: (phone) => phone.update({ connection: "reconnecting" }),
  "Microphone blocked": (phone) => phone.update({ permission: "denied" }),
  "Sound blocked": (phone) => phone.update({ audio: "blocked" }),
  Dialing: (phone) => phone.show(dialing),
  Alerting: (phone) => phone.show({ ...dialing, state: "alerting", contact: ada }),
  Incoming: (phone) => phone.ring({ contact: ada }),
  "Incoming, left to the mobile": async (phone, element) => {
    phone.ring({ contact: ada });
    await press(element, ".ring [part=to-phone-button]");
  },
  "Incoming, number withheld": (phone) => phone.ring({ number: "" }),
  "Incoming, long name": (phone) => phone.ring({ contact: long }),
  "Incoming, sound blocked": (phone) => {
    phone.update({ audio: "blocked" });
    phone.ring({ contact: ada });
  },
  "Incoming, microphone blocked": (phone) => trouble(phone, "microphone-denied", phone.ring({ contact: ada })),
  "Incoming, microphone busy": (phone) => trouble(phone, "microphone-busy", phone.ring({ contact: ada })),
  "Connecting audio": (phone) => phone.show({ state: "connecting", contact: ada }),
  Active: (phone) => phone.show(active),
  "Active, long name": (phone) => phone.show({ ...active, contact: long, muted: true, answeredAt: ago(37_205) }),
  "Active, muted": (phone) => phone.show({ ...active, muted: true }),
  "Active, on hold": (phone) => phone.show({ ...active, held: true }),
  "Active, fair sound": poor("fair", null),
  "Active, poor sound": poor("poor", "loss-in"),
  "Active, microphone silent": poor("good", "silent-microphone"),
  "Active, headset unplugged": async (phone, element) => {
    phone.show(active);
    const lost = { kind: "microphone", label: "Jabra Evolve2 65 Mono" };
    // The part that says it listens once it is here.
    await until(() => {
      phone.emit({ type: "device-change", devices, chosen: phone.snapshot.chosen, lost, restored: null });
      return find(element, ".banner") !== null;
    }, "the lost device");
  },
  "Active, no microphone left": (phone) => {
    trouble(phone, "microphone-not-found", phone.show(active));
  },
  "Active, connection lost": (phone) => {
    phone.show(active);
    phone.update({ connection: "reconnecting" });
  },
  "Active, signed out": (phone) => {
    phone.show(active);
    phone.update({ connection: "signed-out" });
  },
  "Active, to sign in again": async (phone, element) => {
    await views["Sign in"](phone, element);
    element.testPhone.show(active);
    await shown(element, ".banner [part=sign-in-button]");
  },
  Keypad: async (phone, element) => {
    phone.show(active);
    await press(element, "[part=keypad-button]");
    await shown(element, "[part=dialpad]");
    for (const digit of "42#") find(element, `[part=key][value="${digit}"]`).click();
  },
  "In another tab": (phone) => phone.show({ ...active, owner: false }),
  "The tab with the call has closed": (phone) => {
    phone.show({ ...active, owner: false });
    phone.end("signaling-lost");
    phone.update({ subscriber: "elsewhere", subscriberNumber: "+4790000002" });
  },
  "Call waiting": (phone) => beside(phone, active, waiting),
  "Two calls": (phone) => beside(phone, active, held),
  "Two calls, and one waits": (phone) => beside(phone, { ...active, contact: long }, held, waiting),
  "A click during a call": (phone, element) => {
    const call = phone.show(active);
    const target = { number: "+4790000004", label: "Grace Hopper" };
    const controller = new StringsController(element, () => []);
    const i18n = {
      get strings() {
        return controller.strings;
      },
      // As the panel groups the digits of a Norwegian number.
      formatNumber: (number) => number.replace(/^(\+47)(\d\d)(\d\d)(\d\d)(\d\d)$/, "$1 $2 $3 $4 $5"),
    };
    void openBusyDialog(element, i18n, target, call, ["switch", "second", "cancel"], new AbortController().signal);
  },
  Recovering: (phone) => phone.show({ ...active, state: "recovering" }),
  Moving: (phone) => phone.show({ ...active, state: "moving" }),
  Ended: (phone) => {
    phone.show(active);
    phone.end("remote-hangup");
  },
  "Ended, missed": (phone) => {
    phone.ring({ contact: long });
    phone.end("missed");
  },
  "Ended by trouble": (phone) => {
    trouble(phone, "microphone-not-found", phone.show(dialing));
    phone.end("no-microphone");
  },
  Settings: async (phone, element) => {
    phone.update({ devices, chosen: { microphone: "m1", speaker: "s1", ringer: "all" } });
    element.notifications = true;
    await press(element, "[value=settings]");
    await shown(element, "select");
  },
  "Settings, microphone tested": async (phone, element) => {
    await views.Settings(phone, element);
    await press(element, ".choice button");
    phone.meter(0.6);
    await shown(element, "meter");
  },
  "Settings, end": async (phone, element) => {
    await views.Settings(phone, element);
    find(element, ".settings").scrollTop = 9999;
  },
  "An error": (phone) => trouble(phone, "rate-limited"),
  "An error in the settings": async (phone, element) => {
    await views.Settings(phone, element);
    trouble(phone, "microphone-denied-by-system");
    await shown(element, ".toast");
  },
  "An error over the list": async (phone, element) => {
    await views["No recent calls"](phone, element);
    trouble(phone, "rate-limited");
    await shown(element, ".toast");
  },
  "An error with a number typed": async (phone, element) => {
    await type(element, "+4790000");
    trouble(phone, "rate-limited");
  },
  "An error at the keypad": async (phone, element) => {
    await views.Keypad(phone, element);
    trouble(phone, "digits-not-supported");
    await shown(element, ".toast");
  },
  "An error, long name": (phone) => {
    trouble(phone, "move-failed", phone.show({ ...active, contact: long, muted: true }));
  },
  "An error with all else": (phone) => {
    beside(phone, { ...active, contact: long }, held, waiting);
    phone.update({ quality: { mos: 2.1, level: "poor", problem: "loss-in" } });
    trouble(phone, "move-failed", phone.snapshot.call);
  },
  "An error in a call": (phone) => trouble(phone, "move-failed", phone.show(active)),
  "Signed out": (phone) => phone.update({ connection: "signed-out" }),
  "Sign in": async (_, element) => {
    Object.assign(element, { token: null, signIn: true });
    await element.updateComplete;
    await until(() => element.connection === "ready", "the phone");
    element.testPhone.update({ connection: "signed-out" });
    await shown(element, "[part=sign-in-button]");
  },
  Failed: (phone) => {
    trouble(phone, "permission-denied");
    phone.update({ connection: "failed" });
  },
  "No WebRTC": (phone) => {
    trouble(phone, "no-webrtc");
    phone.update({ connection: "failed" });
  },
  Disconnected: (_, element) => element.disconnect(),
  "Not set up": without((element) => {
    element.endpoint = "";
    element.token = "";
  }),
  "Switched off": without((element) => (element.disabled = true)),
  "Small window": small((phone) => phone.show(active)),
  "Small window, muted, long name": small((phone) => phone.show({ ...active, contact: long, muted: true })),
  "Small window, on hold": small((phone) => phone.show({ ...active, contact: null, held: true })),
  // It opens in a call, and stays where the next one rings as that ends.
  "Small window, incoming": small(
    (phone) => phone.show(active),
    (phone) => phone.show({ id: "next", state: "incoming", answeredAt: null, contact: grace }),
  ),
  "Small window, call waiting": small((phone) => beside(phone, active, waiting)),
  "Small window, two calls": small((phone) => beside(phone, active, held)),
  Floating: floating("floating", undefined, true),
  "Floating, folded": floating("floating"),
  "Floating, folded, in a call": floating("floating", (phone) => phone.show(active)),
  Badge: floating("badge"),
  "Badge, in a call": floating("badge", (phone) => phone.show({ ...active, contact: long, muted: true })),
};
