import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import nodeResolve from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";

const own = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
const require = createRequire(import.meta.url);

/** Hands the compiler's source maps on, so that a browser's debugger shows the TypeScript. */
const compilerMaps = {
  name: "compiler-maps",
  load(id) {
    if (!id.startsWith(path.resolve("dist")) || !id.endsWith(".js")) return null;
    return { code: readFileSync(id, "utf8"), map: JSON.parse(readFileSync(`${id}.map`, "utf8")) };
  },
};

/** Every tagged template below a node of the syntax tree, innermost included. */
function* taggedTemplates(node) {
  if (node === null || typeof node !== "object") return;
  if (node.type === "TaggedTemplateExpression") yield node;
  for (const value of Object.values(node)) yield* taggedTemplates(value);
}

const compact = {
  css: (text) =>
    text
      .replace(/\/\*[^]*?\*\//g, "")
      .replace(/\s+/g, " ")
      .replace(/ ?([{};,>]) ?/g, "$1")
      .replace(/: /g, ":")
      .replace(/(?<![\d.])0\.(?=\d)/g, ".")
      .replace(/;\}/g, "}"),
  // One space stays one: between words and inline elements it is seen.
  html: (text) => text.replace(/\s*\n\s*/g, " "),
  svg: (text) => text.replace(/\s*\n\s*/g, " "),
};

/** Indentation and comments in styles and markup, which terser takes for text. */
const compactTemplates = {
  name: "compact-templates",
  transform(code, id) {
    if (!["dist/element", "dist/click-to-call"].some((folder) => id.startsWith(path.resolve(folder)))) return null;
    const pieces = [...taggedTemplates(this.parse(code))]
      .filter(({ tag }) => Object.hasOwn(compact, tag.name ?? ""))
      .flatMap(({ tag, quasi }) =>
        quasi.quasis.map(({ start, end }) => ({ start, end, text: compact[tag.name](code.slice(start, end)) })),
      )
      .sort((one, other) => other.start - one.start);
    let result = code;
    for (const { start, end, text } of pieces) result = result.slice(0, start) + text + result.slice(end);
    // Columns move within templates only, where nobody sets a breakpoint.
    return { code: result, map: null };
  },
};

/** Copyright notices at the top of files, each once: packages without a licence file have at least those. */
function noticesIn(files) {
  const headers = files.map((file) => /^(\s*(\/\/.*|\/\*[^]*?\*\/))+/.exec(readFileSync(file, "utf8"))?.[0] ?? "");
  const notices = headers.flatMap((header) => header.split(/\n(?=\/\*)/)).filter((text) => /copyright/i.test(text));
  return [...new Set(notices.map((text) => text.replace(/^\s*(\/\/|\/?\*+\/?) ?/gm, "").trim()))].join("\n\n");
}

/** Beside the bundle: the licence of each package that went into it, as those licences ask for. */
const licences = {
  name: "licences",
  generateBundle(_options, output) {
    /** Folder of each package, with the files of it that are used. */
    const folders = new Map();
    for (const chunk of Object.values(output)) {
      for (const id of chunk.type === "chunk" ? Object.keys(chunk.modules) : []) {
        const found = /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(id.replaceAll("\\", "/"));
        if (!found || chunk.modules[id].renderedLength === 0) continue;
        const folder = found[0].replace("\0", "");
        folders.set(folder, [...(folders.get(folder) ?? []), id]);
      }
    }
    const texts = [...folders.keys()].sort().map((folder) => {
      const about = require(path.join(folder, "package.json"));
      let text = "";
      for (const name of ["LICENSE", "LICENSE.md", "LICENSE.txt"]) {
        try {
          text ||= readFileSync(path.join(folder, name), "utf8").trim();
        } catch {
          // Some packages have only the field in package.json.
        }
      }
      // The Apache licence is the same text for everybody, and our own.
      if (text === "" && about.license.includes("Apache-2.0")) {
        text = `${noticesIn(folders.get(folder))}\n\n${readFileSync(new URL("LICENSE", import.meta.url), "utf8").trim()}`;
      }
      if (text === "") throw new Error(`${about.name} has no licence text that could be handed on`);
      return `${about.name} ${about.version} (${about.license})\n\n${text}\n`;
    });
    this.emitFile({ type: "asset", fileName: "LICENSES.txt", source: texts.join(`\n${"-".repeat(70)}\n\n`) });
  },
};

/** Which file loads which, for preload hints and for bench/size.ts. */
const chunkList = {
  name: "chunk-list",
  generateBundle(_options, output) {
    const chunks = Object.values(output)
      .filter((file) => file.type === "chunk")
      .sort((one, other) => (one.fileName < other.fileName ? -1 : 1))
      .map(({ fileName, imports, dynamicImports }) => [fileName, { imports, dynamicImports }]);
    this.emitFile({
      type: "asset",
      fileName: "chunks.json",
      source: `${JSON.stringify(Object.fromEntries(chunks), null, 2)}\n`,
    });
  },
};

/**
 * Subresource integrity of each script, for `<script integrity>` and for the `integrity` of an import
 * map, which covers the chunks (docs/integrate/csp.md). Made by the last bundle, over all files.
 */
const integrityList = {
  name: "integrity-list",
  writeBundle({ dir: folder }) {
    const files = readdirSync(folder)
      .filter((name) => name.endsWith(".js"))
      .sort()
      .map((name) => [
        name,
        `sha384-${createHash("sha384")
          .update(readFileSync(path.join(folder, name)))
          .digest("base64")}`,
      ]);
    const list = { version: own.version, files: Object.fromEntries(files) };
    writeFileSync(path.join(folder, "integrity.json"), `${JSON.stringify(list, null, 2)}\n`);
  },
};

/**
 * The chunks that several features share: they are wanted at the same moments, and too small to be worth a request each.
 * Each is given by how the names of its files begin.
 */
const chunks = {
  // A call that is up, or has just ended, and the notes that concern it.
  "in-call": [
    "element/call/",
    "element/contacts/",
    "element/notices/",
    "element/notifications/",
    "element/panel/",
    "element/picture-in-picture/",
    "element/validation/valid-contact",
    "phone/page/",
  ],
  // The screens of a phone that cannot call yet.
  "sign-in": ["element/setup/", "element/sign-in/"],
  history: ["element/history/", "../node_modules/idb/"],
  settings: ["element/settings/", "media/preflight", "phone/support/"],
  // The rules of numbers, whichever feature wants them first.
  "number-rules": [
    "numbers/emergency-numbers",
    "numbers/number-rules",
    "numbers/number-text",
    "numbers/numbering-plans",
    "numbers/read-number",
    "numbers/written-number",
    "element/number/",
    "../node_modules/libphonenumber-js/",
  ],
  "number-detection": [
    "numbers/find-numbers",
    "numbers/number-context",
    "click-to-call/number-",
    "click-to-call/text-runs",
  ],
  "click-to-call": ["click-to-call/"],
};

/** Returns the files that the entry imports, directly or not: they are its own. */
function entryFiles(getModuleInfo) {
  const found = new Set([path.resolve(entry)]);
  // A set is walked to its end while it grows.
  for (const id of found) for (const imported of getModuleInfo(id).importedIds) found.add(imported);
  return found;
}

function chunkOf(id, { getModuleInfo }) {
  const file = path.relative(path.resolve("dist"), id);
  const name = Object.keys(chunks).find((each) => chunks[each].some((start) => file.startsWith(start)));
  return name === undefined || entryFiles(getModuleInfo).has(id) ? undefined : name;
}

const entry = "dist/define.js";

const about = `/*! ${own.name} ${own.version}, ${own.license}; bundled packages: LICENSES.txt */`;

const common = {
  input: { "web-terminal": entry },
  // The entry holds what the other chunks share with it: one file, not a file that imports another.
  preserveEntrySignatures: "allow-extension",
  onwarn(warning) {
    // The compiler's decorator helper asks for an older one in `this`, and is content with none.
    if (warning.code === "THIS_IS_UNDEFINED") return;
    throw new Error(warning.message);
  },
};

const plugins = [
  compilerMaps,
  compactTemplates,
  nodeResolve({ browser: true, exportConditions: ["browser", "production"] }),
  terser({
    module: true,
    ecma: 2022,
    compress: { passes: 4, keep_fargs: false, unsafe_arrows: true, unsafe_methods: true },
    format: { comments: /^!/ },
  }),
];

export default [
  /** dist/cdn/web-terminal.js, which registers the element, and beside it the chunks it loads when they are needed. */
  {
    ...common,
    output: {
      dir: "dist/cdn",
      format: "es",
      entryFileNames: "[name].js",
      chunkFileNames: "[name]-[hash].js",
      manualChunks: chunkOf,
      onlyExplicitManualChunks: true,
      sourcemap: true,
      // Comments are stripped; this one stays, for whoever finds the file on a server.
      banner: ({ isEntry }) => (isEntry ? about : ""),
    },
    plugins: [...plugins, licences, chunkList],
  },
  /** The same in one file, for pages that name each script they allow. It loads nothing more. */
  {
    ...common,
    output: {
      dir: "dist/cdn",
      entryFileNames: "[name].bundle.js",
      format: "es",
      inlineDynamicImports: true,
      sourcemap: true,
      banner: about,
    },
    plugins: [...plugins, integrityList],
  },
];
