import js from "@eslint/js";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import lit from "eslint-plugin-lit";
import litA11y from "eslint-plugin-lit-a11y";
import wc from "eslint-plugin-wc";
import globals from "globals";
import tseslint from "typescript-eslint";
import { rooms } from "./scripts/eslint/rooms.mjs";

/** What runs in a browser: nothing of Node, and of the protobuf packages only the bare wire reader and writer. */
const browserRooms = ["call", "element", "media", "click-to-call", "registration", "phone", "wire"].map(
  (room) => `src/${room}/**/*.ts`,
);

export default tseslint.config(
  { ignores: ["dist/", "coverage/", ".cache/", "src/gen/", "custom-elements.json", "demo/frameworks/", "test/types/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    files: ["**/*.mjs", "**/*.js"],
    languageOptions: { globals: globals.node },
    rules: { "no-unused-vars": ["error", { argsIgnorePattern: "^_" }] },
  },
  {
    files: ["demo/**/*.js", "test/support/page-*.js"],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      // One program for all: it includes src, test, demo and bench.
      parserOptions: { project: "./test/tsconfig.json", tsconfigRootDir: import.meta.dirname },
    },
    plugins: { "import-x": importX, web: { rules: { rooms } } },
    settings: {
      "import-x/parsers": { "@typescript-eslint/parser": [".ts"] },
      "import-x/resolver-next": [
        createNodeResolver({ extensions: [".ts", ".js"], extensionAlias: { ".js": [".ts", ".js"] } }),
      ],
    },
    rules: {
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-deprecated": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", caughtErrorsIgnorePattern: "^_" }],
      // A method that promises to settle is async even where it has nothing to wait for.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "import-x/no-cycle": "error",
      "no-console": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "web/rooms": "error",
    },
  },
  {
    files: ["src/**/*.ts"],
    rules: { "max-lines": ["error", 450] },
  },
  {
    files: browserRooms,
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: "^node:|^(ws|werift|pino|commander|prom-client)$|^@connectrpc/connect-node",
              message: "Not in a browser.",
            },
            {
              regex: "^@bufbuild/protobuf(?!/wire$)",
              message: "Reflection weighs more than the whole widget: use @bufbuild/protobuf/wire.",
            },
            { regex: "^@connectrpc/|/gen/", message: "Only the fetch fallback's lazy chunk may use it." },
            { regex: "/fetch-stream\\.js$", message: "A chunk of its own: only by import(), when it is needed." },
          ],
        },
      ],
    },
  },
  {
    // The one chunk that is loaded only where WebSockets are blocked.
    files: ["src/wire/fetch-stream.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ regex: "^node:|^@connectrpc/connect-node", message: "Not in a browser." }] },
      ],
    },
  },
  {
    files: ["src/element/**/*.ts"],
    extends: [lit.configs["flat/recommended"], wc.configs["flat/recommended"]],
    plugins: { "lit-a11y": litA11y },
    rules: litA11y.configs.recommended.rules,
  },
  {
    files: ["test/**/*.ts", "bench/**/*.ts"],
    rules: {
      "no-console": "off",
      // node:test collects these by itself; chai's properties are its assertions.
      "@typescript-eslint/no-floating-promises": [
        "error",
        {
          allowForKnownSafeCalls: [
            { from: "package", name: ["describe", "it", "suite", "test"], package: "node:test" },
          ],
        },
      ],
      "@typescript-eslint/no-unused-expressions": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/unbound-method": "off",
    },
  },
  {
    files: ["test/element/**/*.ts"],
    // Chai's assertions about accessibility are promises, so its types make one of every assertion.
    rules: { "@typescript-eslint/no-floating-promises": "off" },
  },
);
