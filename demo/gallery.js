/**
 * Every view of the element, drawn by the element itself on a phone without network and microphone.
 * `npm run gallery` bundles this page and takes its pictures.
 */
import { WebTerminalElement } from "../dist/define.js";
import { languageTags } from "../dist/element/i18n/load-language.js";
import { TerminalError, terminalErrorCodes } from "../dist/errors.js";
import { english } from "../test/support/english.ts";
import { FakePhone } from "../test/support/fake-phone.ts";
import { until, views } from "./gallery-views.js";

const choices = {
  theme: ["light", "dark"],
  lang: [...languageTags, "pseudo"],
  width: ["360", "280", "640"],
};
const parameters = new URLSearchParams(location.search);
const chosen = Object.fromEntries(
  Object.entries(choices).map(([name, [first]]) => [name, parameters.get(name) ?? first]),
);

const accents = { a: "á", e: "éé", i: "î", o: "öö", u: "ü", c: "ç", n: "ñ", s: "š" };
/** Longer than any language and full of accents: what is not translated, or does not fit, is seen at once. */
const pseudo = (text) => `[${text.replace(/\{\w+\}|[a-z]/gi, (found) => accents[found] ?? found)}]`;
const errors = terminalErrorCodes.map((code) => new TerminalError(code));
const pseudoStrings = Object.fromEntries(
  [
    ...Object.entries(english),
    ...errors.map(({ code, message }) => [`error-${code}`, message]),
    ...errors.map(({ code, hint }) => [`hint-${code}`, hint]),
  ].map(([key, text]) => [key, pseudo(text)]),
);

async function draw(name, set) {
  const figure = document.createElement("figure");
  figure.dataset.view = name;
  for (const kind of ["floating", "folded", "small"]) figure.classList.toggle(kind, set[kind] === true);
  const caption = document.createElement("figcaption");
  caption.textContent = name;
  const element = new WebTerminalElement((options) => (element.testPhone = new FakePhone(options)));
  Object.assign(element, { endpoint: "https://gateway.example", token: "demo-alice", resolveContact: () => null });
  dress(element);
  figure.append(caption, element);
  document.querySelector("#views").append(figure);
  if (!set.phoneless) await until(() => element.connection === "ready", "the phone");
  await set(element.testPhone, element);
  await element.updateComplete;
}

function dress(element) {
  element.theme = chosen.theme;
  element.lang = chosen.lang === "pseudo" ? "en" : chosen.lang;
  element.strings = chosen.lang === "pseudo" ? pseudoStrings : {};
}

/** Shows all views in another theme, language or width. */
function choose(fields) {
  Object.assign(chosen, fields);
  for (const [name, value] of Object.entries(chosen)) document.querySelector(`[name=${name}]`).value = value;
  document.body.classList.toggle("dark", chosen.theme === "dark");
  document.documentElement.style.setProperty("--width", `${chosen.width}px`);
  document.querySelectorAll("web-terminal").forEach(dress);
}
globalThis.choose = choose;

for (const [name, values] of Object.entries(choices)) {
  const select = document.querySelector(`[name=${name}]`);
  select.append(...values.map((value) => new Option(value)));
  select.addEventListener("change", () => choose({ [name]: select.value }));
}
choose({});
const only = parameters.getAll("view");
await Promise.all(
  Object.entries(views)
    .filter(([name]) => only.length === 0 || only.includes(name))
    .map(([name, set]) =>
      draw(name, set).catch((error) => {
        // One view that cannot be drawn must not hide the others.
        console.error(`${name}: ${error.stack}`);
      }),
    ),
);
document.body.dataset.drawn = String(Object.keys(views).length);
