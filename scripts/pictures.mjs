/* global document */
/**
 * `npm run gallery -- --pictures`: the pictures of README and docs, drawn from the gallery's own views. Parts are
 * outlined where the browser says that they are, and a part that no picture shows fails the command.
 */
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { describeElement } from "./lib/manifest.mjs";
import { at, filesBelow } from "./lib/paths.mjs";

/** README is opened by everybody, on every visit. */
const mostBytes = 200_000;

/** Which parts each picture of parts numbers, by view. */
const parts = {
  "parts-ready": { Ready: ["panel", "header", "status", "display", "dialpad", "key", "call-button"] },
  "parts-ring": { Incoming: ["ring-dialog", "contact", "reject-button", "to-phone-button", "answer-button"] },
  "parts-call": {
    "Active, poor sound": [
      "contact",
      "timer",
      "quality",
      "mute-button",
      "keypad-button",
      "hold-button",
      "to-phone-button",
      "hangup-button",
    ],
  },
  "parts-notices": { Elsewhere: ["pull-banner"], "An error": ["toast"], "Sign in": ["sign-in-button"] },
  "parts-pages": { "Recent calls": ["history"], Settings: ["settings"] },
  "parts-badge": { "Badge, in a call": ["badge", "mute-button", "hangup-button"] },
};

const styles = `
  body { padding: 24px; inline-size: max-content; }
  form, figcaption { display: none; }
  #views { display: flex; align-items: start; gap: 32px; }
  figure.floating { inline-size: 390px; block-size: 96px; }
  .outline { position: absolute; box-sizing: border-box; border: 2px solid #c026d3; border-radius: 6px; pointer-events: none; z-index: 2000; }
  .number { position: absolute; display: grid; place-items: center; inline-size: 22px; block-size: 22px; border-radius: 50%;
    background: #c026d3; color: #fff; font: 600 12px/1 system-ui; z-index: 2001; }
  .legend { display: grid; gap: 10px; margin: 0; padding: 8px 0; font: 500 14px/1.4 ui-monospace, Menlo, Consolas, monospace; list-style: none; }
  .legend li { display: flex; align-items: center; gap: 10px; }
  .legend .number { position: static; }
  [slot] { display: inline-block; box-sizing: border-box; padding: 2px 8px; border: 2px dashed #c026d3; border-radius: 6px; color: #c026d3;
    font: 500 13px/1.4 ui-monospace, Menlo, Consolas, monospace; }
  [slot="footer"], [slot="in-call"], [slot="ended"], [slot="contact"] { display: block; text-align: center; }
  [slot="in-call"], [slot="ended"] { inline-size: 100%; max-inline-size: 22em; }
  [slot="footer"] { margin: 0 16px 16px; }
`;

/** Runs in the page: outlines parts, each with a number, and says below which number is which. */
function outline(views) {
  const legend = Object.assign(document.createElement("ol"), { className: "legend" });
  let count = 0;
  for (const [view, names] of Object.entries(views)) {
    const figure = document.querySelector(`figure[data-view="${view}"]`);
    const corner = figure.getBoundingClientRect();
    const taken = [];
    for (const name of names) {
      const node = figure.querySelector("web-terminal").shadowRoot.querySelector(`[part~="${name}"]`);
      const box = node.getBoundingClientRect();
      const [left, top] = [box.left - corner.left - 3, box.top - corner.top - 3];
      const [width, height] = [box.width + 6, box.height + 6];
      count += 1;
      const frame = Object.assign(document.createElement("span"), { className: "outline" });
      Object.assign(frame.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
      // At a corner where no other number stands.
      const places = [0, 1, 0.5].flatMap((down) =>
        [0, 1, 0.5].map((across) => ({ x: left + width * across, y: top + height * down })),
      );
      const place =
        places.find(({ x, y }) => taken.every((other) => Math.hypot(x - other.x, y - other.y) > 24)) ?? places[0];
      taken.push(place);
      const number = Object.assign(document.createElement("span"), { className: "number", textContent: String(count) });
      Object.assign(number.style, { left: `${place.x - 11}px`, top: `${place.y - 11}px` });
      figure.append(frame, number);
      const entry = document.createElement("li");
      entry.append(Object.assign(number.cloneNode(true), { style: "" }), name);
      legend.append(entry);
    }
  }
  document.querySelector("#views").append(legend);
}

/** Runs in the page: puts something into each slot, with the slot's name on it. */
function fill(slots) {
  for (const [view, names] of Object.entries(slots)) {
    const element = document.querySelector(`figure[data-view="${view}"] web-terminal`);
    for (const slot of names)
      element.append(Object.assign(document.createElement("span"), { slot, textContent: slot }));
  }
}

/** Runs in the page: as a theme has it. */
function wear(theme) {
  for (const element of document.querySelectorAll("web-terminal"))
    Object.assign(element, { theme: "auto", className: theme });
}

/** Takes all of them. `openPage` opens the gallery at an address. */
export async function takePictures(openPage, url) {
  mkdirSync(at("docs/images"), { recursive: true });
  const take = async (name, views, { theme = "light", width = 360, prepare } = {}) => {
    const query = new URLSearchParams([
      ["theme", theme],
      ["width", String(width)],
      ...views.map((view) => ["view", view]),
    ]);
    const page = await openPage(`${url}?${query}`);
    await page.setViewport({ width: 1600, height: 900, deviceScaleFactor: 1.5 });
    await page.addStyleTag({ content: styles });
    await prepare?.(page);
    await page.waitForNetworkIdle({ idleTime: 200 });
    const body = await page.$("body");
    const file = at("docs/images", `${name}.png`);
    await body.screenshot({ path: file });
    await page.close();
    const { size } = statSync(file);
    process.stdout.write(`${file} ${size} bytes\n`);
    if (size > mostBytes) throw new Error(`${file} has ${size} bytes; the limit is ${mostBytes}.`);
  };

  const shown = new Set(Object.values(parts).flatMap((views) => Object.values(views).flat()));
  const missing = describeElement().parts.filter(({ name }) => !shown.has(name));
  if (missing.length > 0) throw new Error(`No picture shows ${missing.map(({ name }) => name).join(", ")}.`);

  for (const theme of ["light", "dark"]) {
    await take(`views-${theme}`, ["Ready with recent calls", "Incoming", "Active, muted"], { theme, width: 340 });
  }
  for (const [name, views] of Object.entries(parts)) {
    await take(name, Object.keys(views), { prepare: (page) => page.evaluate(outline, views) });
  }
  const slots = { Active: ["logo", "header", "in-call", "footer"], Ended: ["contact", "ended"] };
  await take("slots", Object.keys(slots), { prepare: (page) => page.evaluate(fill, slots) });
  for (const file of filesBelow("demo/docs/themes", (name) => name.endsWith(".css"))) {
    const theme = /([\w-]+)\.css$/.exec(file)[1];
    await take(`theme-${theme}`, ["Ready", "Incoming", "Active"], {
      width: 340,
      prepare: async (page) => {
        await page.addStyleTag({ content: readFileSync(at(file), "utf8") });
        await page.evaluate(wear, theme);
      },
    });
  }
}
