/**
 * The import direction between the modules of src/ (docs/architecture.md), and the ban on import cycles between files.
 * Type imports count: two files that need each other's types cannot be understood, moved or tested one at a time.
 */

const packages = {
  lit: "node_modules/lit/",
  idb: "node_modules/idb/",
  libphonenumber: "node_modules/libphonenumber-js/",
  // Readers and writers of fields only: the rest of the library reflects on schemas, which is three times the size of Lit.
  protobufWire: "node_modules/@bufbuild/protobuf/dist/[^/]+/wire/",
};

/**
 * Imports that each module may make besides its own files. `types`: modules of which it may import types only.
 * `packages`: for modules that run in browsers; those without run in Node only, which may import any dependency.
 */
const modules = {
  "errors.ts": { imports: [], packages: [] },
  "clock.ts": { imports: [], packages: [] },
  "jwt.ts": { imports: [], packages: [] },
  "storage.ts": { imports: [], packages: [] },
  "gen/": { imports: [], packages: ["node_modules/@bufbuild/protobuf/"] },
  "numbers/": { imports: ["errors.ts"], packages: [packages.libphonenumber] },
  "wire/": { imports: ["errors.ts", "clock.ts", "storage.ts"], packages: [] },
  "registration/": {
    imports: ["errors.ts", "clock.ts", "jwt.ts", "wire/"],
    types: ["gen/"],
    packages: [packages.protobufWire],
  },
  "call/": { imports: ["errors.ts"], types: ["registration/"], packages: [] },
  "media/": { imports: ["errors.ts", "clock.ts"], packages: [] },
  "phone/": {
    imports: ["errors.ts", "clock.ts", "jwt.ts", "storage.ts", "numbers/", "registration/", "call/", "media/", "wire/"],
    packages: [packages.protobufWire],
  },
  "click-to-call/": {
    imports: ["errors.ts", "clock.ts", "numbers/", "phone/"],
    types: ["call/"],
    packages: [packages.lit, packages.libphonenumber],
  },
  "element/": {
    imports: ["errors.ts", "clock.ts", "jwt.ts", "storage.ts", "numbers/", "phone/", "click-to-call/"],
    types: ["call/", "media/"],
    packages: [packages.lit, packages.idb, packages.libphonenumber],
  },
  "define.ts": { imports: ["element/"], packages: [] },
  "index.ts": { imports: ["errors.ts", "element/", "phone/"], types: ["call/", "media/"], packages: [] },
  "gateway/": { imports: ["errors.ts", "clock.ts", "wire/", "gen/"] },
  "simulator/": { imports: ["errors.ts", "clock.ts", "gen/"] },
};

/** The one lazy chunk that may use the generated code in a browser: it is loaded where WebSockets are blocked. */
const fetchStream = "^src/wire/fetch-stream\\.ts$";

const below = (names) => names.map((name) => `^src/${name.replace(".", "\\.")}`);

const rulesOf = ([name, { imports, types = [], packages: allowed }]) => {
  const from = { path: below([name]), pathNot: fetchStream };
  const direction = {
    name: `imports-of-${name}`,
    comment: `src/${name} may import from: ${[...imports, ...types].join(", ") || "no other module"}.`,
    severity: "error",
    from,
    to: { path: "^src/", pathNot: below([name, ...imports, ...types]) },
  };
  const typesOnly = {
    name: `type-imports-of-${name}`,
    comment: `src/${name} may import from ${types.join(", ")} by "import type" only.`,
    severity: "error",
    from,
    to: { path: below(types), dependencyTypesNot: ["type-only"] },
  };
  const packagesOnly = {
    name: `packages-of-${name}`,
    comment: "This module runs in browsers: packages are listed in .dependency-cruiser.mjs, and none is Node's.",
    severity: "error",
    from,
    to: { couldNotResolve: false, pathNot: ["^src/", ...(allowed ?? []).map((path) => `^${path}`)] },
  };
  return [direction, ...(types.length > 0 ? [typesOnly] : []), ...(allowed === undefined ? [] : [packagesOnly])];
};

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-circular",
      comment: "Move the part that both files need into a third file.",
      severity: "error",
      from: { path: "^(src|test|bench|scripts)/" },
      to: { circular: true },
    },
    {
      name: "not-in-the-table",
      comment: "Add the module to the table in .dependency-cruiser.mjs and in docs/architecture.md.",
      severity: "error",
      from: { path: "^src/", pathNot: below(Object.keys(modules)) },
      to: {},
    },
    {
      name: "not-resolvable",
      comment: "The file or package does not exist.",
      severity: "error",
      from: { path: "^src/" },
      to: { couldNotResolve: true },
    },
    ...Object.entries(modules).flatMap(rulesOf),
    {
      name: "imports-of-fetch-stream",
      comment: "The fetch fallback may import from its own module, errors.ts, clock.ts and gen/.",
      severity: "error",
      from: { path: fetchStream },
      to: { path: "^src/", pathNot: below(["errors.ts", "clock.ts", "gen/", "wire/"]) },
    },
    {
      name: "packages-of-fetch-stream",
      comment: "The fetch fallback runs in browsers: it may use Connect and protobuf, and nothing of Node.",
      severity: "error",
      from: { path: fetchStream },
      to: { pathNot: ["^src/", "^node_modules/@bufbuild/protobuf/", "^node_modules/@connectrpc/connect(-web)?/"] },
    },
    {
      name: "fetch-stream-is-lazy",
      comment: "Import it by import() when it is needed: it contains protobuf's reflection.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: fetchStream, dynamic: false, dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|demo/frameworks|test/types)/" },
    // Reads the sources as written, so that `import type` is a dependency as well.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
