/** custom-elements.json, read for those who write tables, types and editor data from it. */
import { readFileSync } from "node:fs";
import { at } from "./paths.mjs";

/** A description on one line, as tables and editors show it. */
const line = (text = "") => text.replace(/\s+/g, " ").trim();

const byName = (one, other) => (one.name < other.name ? -1 : Number(one.name > other.name));

const entries = (list = []) =>
  list
    .map(({ name, description, default: initial }) => ({ name, description: line(description), default: initial }))
    .sort(byName);

/** `"inline"` in the source is `inline` in a page, and the empty text is nothing. */
const plain = (initial) => initial?.replace(/^"(.*)"$/, "$1") || undefined;

/**
 * The element, as an integrator sees it.
 *
 * @returns {import("./manifest.d.mts").ElementDescription}
 */
export function describeElement(file = at("custom-elements.json")) {
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  const declarations = manifest.modules.flatMap((module) => module.declarations ?? []);
  const element = declarations.find((each) => each.tagName !== undefined);
  const eventClasses = new Map(declarations.map((each) => [each.name, each]));
  const fields = element.members.filter((each) => each.kind === "field" && each.description);
  return {
    tag: element.tagName,
    summary: line(element.summary),
    attributes: element.attributes
      // `token` as an attribute is taken away at once: nobody should be offered it.
      .filter((each) => each.description && each.name !== "token")
      .map((each) => ({
        name: each.name,
        property: each.fieldName,
        type: each.type?.text ?? "string",
        default: plain(each.default),
        description: line(each.description),
      })),
    properties: fields
      .map((each) => ({
        name: each.name,
        type: each.type?.text ?? "unknown",
        readonly: each.readonly === true,
        attribute: each.attribute,
        default: each.default,
        description: line(each.description),
      }))
      .sort(byName),
    methods: element.members
      .filter((each) => each.kind === "method" && each.description)
      .map((each) => ({
        name: each.name,
        parameters: (each.parameters ?? []).map(
          (one) => `${one.name}${one.optional || one.default !== undefined ? "?" : ""}: ${one.type?.text ?? "unknown"}`,
        ),
        returns: each.return?.type?.text ?? "void",
        description: line(each.description),
      })),
    events: element.events
      // What the analyzer found in the code by itself has no description: documented events are the contract.
      .filter((each) => each.description)
      .map((each) => ({
        name: each.name,
        type: each.type?.text ?? "Event",
        description: line(each.description),
        fields: (eventClasses.get(each.type?.text)?.members ?? [])
          .filter((member) => member.kind === "field" && !member.inheritedFrom && member.name !== "primary")
          .map((member) => member.name),
      }))
      .sort(byName),
    slots: entries(element.slots),
    parts: entries(element.cssParts),
    cssProperties: entries(element.cssProperties),
    states: entries(element.cssStates),
  };
}
