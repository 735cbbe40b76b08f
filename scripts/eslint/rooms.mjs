/**
 * An ESLint rule: imports between the rooms of src/ go one way. Types may be
 * imported from anywhere but `element`, because they leave nothing behind at run time.
 */
import path from "node:path";

/** Whom each room may import values from. Files directly in src/ are listed by name. */
const allowed = {
  call: ["errors"],
  media: ["errors", "log", "clock"],
  // `gen` for the fetch chunk only: eslint.config.mjs keeps it from the other files.
  wire: ["errors", "log", "clock", "storage", "gen"],
  registration: ["errors", "log", "clock", "wire", "gen"],
  gateway: ["errors", "clock", "wire", "gen"],
  simulator: ["errors", "clock", "gen"],
  numbers: ["errors"],
  element: ["errors", "log", "clock", "storage", "numbers", "click-to-call", "phone"],
  "click-to-call": ["errors", "log", "clock", "numbers", "phone"],
  phone: ["errors", "log", "clock", "storage", "numbers", "call", "registration", "media", "wire"],
  define: ["element"],
  index: ["element", "errors", "phone", "call", "log"],
  errors: [],
  log: [],
  clock: [],
  storage: [],
  gen: [],
};

/** The room of a file: the first folder below src/, or the name of a file that stands in src/ itself. */
function roomOf(file, source) {
  const inside = path.relative(source, file);
  if (inside.startsWith("..") || path.isAbsolute(inside)) return undefined;
  const [first, ...rest] = inside.split(path.sep);
  return rest.length > 0 ? first : first.replace(/(-types)?\.(js|ts)$/, "");
}

/** @type {import("eslint").Rule.RuleModule} */
export const rooms = {
  meta: {
    type: "problem",
    docs: { description: "imports between rooms go one way" },
    schema: [],
    messages: { direction: "`{{from}}` does not import from `{{to}}` (docs/architecture.md)." },
  },
  create(context) {
    const source = path.join(context.cwd, "src");
    const from = roomOf(context.filename, source);
    const check = (node, typeOnly) => {
      if (from === undefined || typeof node?.value !== "string" || !node.value.startsWith(".")) return;
      const to = roomOf(path.resolve(path.dirname(context.filename), node.value), source);
      if (to === undefined || to === from || (typeOnly && to !== "element") || allowed[from]?.includes(to)) return;
      context.report({ node, messageId: "direction", data: { from, to } });
    };
    const isType = (node, kind) =>
      node[kind] === "type" ||
      (node.specifiers?.length > 0 && node.specifiers.every((specifier) => specifier[kind] === "type"));
    return {
      ImportDeclaration: (node) => check(node.source, isType(node, "importKind")),
      ExportNamedDeclaration: (node) => check(node.source, isType(node, "exportKind")),
      ExportAllDeclaration: (node) => check(node.source, node.exportKind === "type"),
      ImportExpression: (node) => check(node.source, false),
    };
  },
};
