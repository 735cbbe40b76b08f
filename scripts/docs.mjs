/** `npm run docs`: writes what is made from the code into README.md and docs/integrate, and builds the site at /docs/. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Marked } from "marked";
import { at, filesBelow } from "./lib/paths.mjs";
import { filledDocuments } from "./lib/tables.mjs";

const output = ".cache/docs";

/** The order of the menu; other pages follow by name. */
const order = [
  "index",
  "paste-in",
  "token",
  "sign-in",
  "changes",
  "click-to-call",
  "events",
  "theming",
  "words",
  "hubspot",
  "headless",
  "csp",
  "troubleshooting",
];

const rank = (name) => (order.includes(name) ? order.indexOf(name) : order.length);

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

const slug = (text) =>
  text
    .toLowerCase()
    .replace(/<[^>]*>/g, "")
    .replace(/[^\w]+/g, "-")
    .replace(/^-|-$/g, "");

/** Markdown as on GitHub, and a block marked `live` is shown as what it is, too. */
const markdown = new Marked({
  renderer: {
    code({ text, lang = "" }) {
      const block = `<pre><code>${escaped(text)}</code></pre>`;
      return lang.endsWith(" live") ? `${block}<div class="live">${text}</div>` : block;
    },
    heading({ tokens, depth }) {
      const html = this.parser.parseInline(tokens);
      return `<h${depth} id="${slug(html)}">${html}</h${depth}>`;
    },
    table(token) {
      const row = (cells, tag) =>
        `<tr>${cells.map((each) => `<${tag}>${this.parser.parseInline(each.tokens)}</${tag}>`).join("")}</tr>`;
      return `<div class="wide" tabindex="0"><table><thead>${row(token.header, "th")}</thead><tbody>${token.rows.map((each) => row(each, "td")).join("")}</tbody></table></div>`;
    },
    image({ href, text }) {
      return `<img src="${escaped(href.replace(/^\.\.\//, ""))}" alt="${escaped(text)}" loading="lazy">`;
    },
    link({ href, tokens }) {
      const target = /^[\w-]+\.md(#|$)/.test(href) ? href.replace(".md", ".html") : href;
      return `<a href="${escaped(target)}">${this.parser.parseInline(tokens)}</a>`;
    },
  },
});

const titleOf = (text) => /^# (.+)$/m.exec(text)?.[1] ?? "Documentation";

function pageOf(template, { name, text }, menu) {
  const links = menu.map(
    (each) =>
      `<li><a href="${each.name}.html"${each.name === name ? ' aria-current="page"' : ""}>${escaped(each.title)}</a></li>`,
  );
  const parts = { title: escaped(titleOf(text)), menu: links.join("\n"), content: markdown.parse(text) };
  return template.replace(/\{\{(\w+)\}\}/g, (_all, key) => parts[key]);
}

/** Builds the site from docs/integrate as it stands. */
export function buildSite() {
  const pages = filesBelow("docs/integrate", (file) => file.endsWith(".md"))
    .map((file) => ({ name: path.basename(file, ".md"), text: readFileSync(at(file), "utf8") }))
    .map((each) => ({ ...each, title: titleOf(each.text) }))
    .sort((one, other) => rank(one.name) - rank(other.name) || (one.name < other.name ? -1 : 1));
  const template = readFileSync(at("demo/docs/template.html"), "utf8");
  rmSync(at(output), { recursive: true, force: true });
  mkdirSync(at(output), { recursive: true });
  for (const each of pages) writeFileSync(at(output, `${each.name}.html`), pageOf(template, each, pages));
  for (const name of ["docs.css", "docs.js", "themes"])
    cpSync(at("demo/docs", name), at(output, name), { recursive: true });
  cpSync(at("docs/images"), at(output, "images"), { recursive: true });
}

if (import.meta.url === pathToFileURL(path.resolve(process.argv[1] ?? "")).href) {
  const { compile } = await import("./build.mjs");
  await compile();
  for (const [file, text] of await filledDocuments()) writeFileSync(at(file), text);
  buildSite();
  process.stdout.write(`Updated the generated documentation, and built the site in ${output}.\n`);
}
