/** The parts of the documentation that are made from the code: what stands between `<!-- made:NAME -->` and `<!-- /made -->`. */
import { readFileSync } from "node:fs";
import { describeElement } from "./manifest.mjs";
import { at, filesBelow } from "./paths.mjs";

const cell = (text) => text.replace(/\|/g, "\\|");

const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map((text) => cell(text)).join(" | ")} |`).join("\n");

const code = (text) => (text === undefined || text === "" ? "" : `\`${text}\``);

/** Everything that a page of the documentation can ask for. */
function makers(element, errors, languages) {
  const named = (heading, list, wrap = code) =>
    table(
      [heading, "what it is"],
      list.map((each) => [wrap(each.name), each.description]),
    );
  return {
    attributes: () =>
      table(
        ["attribute", "default", "what it does"],
        element.attributes.map((each) => [code(each.name), code(each.default), each.description]),
      ),
    properties: () =>
      table(
        ["property", "what it is"],
        element.properties
          .filter((each) => each.attribute === undefined)
          .map((each) => [`${code(each.name)}${each.readonly ? " (read-only)" : ""}`, each.description]),
      ),
    methods: () =>
      table(
        ["method", "what it does"],
        element.methods.map((each) => [code(`${each.name}(${each.parameters.join(", ")})`), each.description]),
      ),
    events: () =>
      table(
        ["event", "its own fields", "when"],
        element.events.map((each) => [code(each.name), each.fields.map(code).join(" "), each.description]),
      ),
    parts: () => named("part", element.parts, (name) => code(`::part(${name})`)),
    slots: () => named("slot", element.slots, (name) => (name === "" ? "(default)" : code(name))),
    states: () => named("state", element.states, (name) => code(`:state(${name})`)),
    "custom-properties": () =>
      table(
        ["custom property", "default", "what it is"],
        element.cssProperties.map((each) => [code(each.name), code(each.default), each.description]),
      ),
    languages: () => {
      const english = new Intl.DisplayNames("en", { type: "language" });
      return table(
        ["`lang`", "language"],
        languages.map((tag) => [code(tag), english.of(tag)]).sort(([, one], [, other]) => (one < other ? -1 : 1)),
      );
    },
    errors: () =>
      table(
        ["code", "in the panel", "for the developer", "again?"],
        errors.map((each) => [
          `<a id="${each.code}"></a>${code(each.code)}`,
          `${each.message} ${each.hint}`,
          each.developerHint,
          each.retryable ? "yes" : "",
        ]),
      ),
  };
}

/** A file of the repository, word for word. */
function source(file) {
  const language = file.slice(file.lastIndexOf(".") + 1);
  return `\`\`\`${language}\n${readFileSync(at(file), "utf8").trimEnd()}\n\`\`\``;
}

/** Fills in what is made; needs a built dist/. Gives each file's text as it should be. */
export async function filledDocuments() {
  const { TerminalError, terminalErrorCodes } = await import("../../dist/errors.js");
  const { languageTags } = await import("../../dist/element/i18n/load-language.js");
  const make = makers(
    describeElement(),
    terminalErrorCodes.map((each) => new TerminalError(each)),
    languageTags,
  );
  const fill = (file) =>
    readFileSync(at(file), "utf8").replace(
      /(<!-- made:(\S+) -->\n)[^]*?(<!-- \/made -->)/g,
      (_all, start, name, end) => {
        if (name.includes("/")) return `${start}\n${source(name)}\n\n${end}`;
        if (!Object.hasOwn(make, name)) throw new Error(`${file} refers to an unknown generated part: ${name}`);
        return `${start}\n${make[name]()}\n\n${end}`;
      },
    );
  const files = ["README.md", ...filesBelow("docs/integrate", (name) => name.endsWith(".md"))];
  return new Map(files.map((file) => [file, fill(file)]));
}
