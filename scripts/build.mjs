/**
 * `npm run build`: TypeScript into dist/, then what tools read of the element, then the script-tag
 * bundle in dist/cdn/. Each part is skipped while nothing that it reads has changed.
 */
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { at, filesBelow, hashOf, root, textOf } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";
import { writeGeneratedSources } from "./generated-sources.mjs";
import { SetupError } from "./setup.mjs";

const bins = ["dist/gateway/main.js", "dist/simulator/main.js"];
const bundle = "dist/cdn/web-terminal.js";
const rootFile = (name) => [name].filter((file) => existsSync(at(file)));

/** Runs `work` unless the inputs are those of the last time and the outputs still there. */
async function whenChanged(name, hash, outputs, work) {
  if (textOf(".cache", `${name}.sha256`) === hash && outputs.every((file) => existsSync(at(file)))) return false;
  await work();
  mkdirSync(at(".cache"), { recursive: true });
  writeFileSync(at(".cache", `${name}.sha256`), hash);
  return true;
}

/** Made by other steps than the compiler. */
const notCompiled = /^dist\/(cdn|jsx|editor)\//;

/** Outputs whose source has been renamed or deleted would be packed and loaded for ever. */
function removeOrphans() {
  for (const file of filesBelow("dist", (name) => !notCompiled.test(name))) {
    const source = file.replace(/^dist/, "src").replace(/(\.d\.ts|\.js)(\.map)?$/, ".ts");
    if (!existsSync(at(source))) rmSync(at(file));
  }
}

/** Compiles src/ into dist/. Throws the compiler's own words where that fails. */
export async function compile() {
  writeGeneratedSources();
  const inputs = [...filesBelow("src"), "tsconfig.json", ...rootFile("package-lock.json")];
  return whenChanged("compile", hashOf(inputs), ["dist/errors.js"], async () => {
    // The compiler believes its own notes, even when somebody has deleted dist/.
    if (!existsSync(at("dist/errors.js"))) rmSync(at(".cache/build.tsbuildinfo"), { force: true });
    const result = await run(process.execPath, [at("node_modules/typescript/bin/tsc"), "-p", "tsconfig.json"], {
      cwd: root,
    });
    if (result.code !== 0) throw new SetupError(`The sources do not compile:\n${result.output}`);
    removeOrphans();
    for (const bin of bins) if (existsSync(at(bin))) chmodSync(at(bin), 0o755);
  });
}

/** Describes the element to editors, and to the checkers of other frameworks' markup. */
export async function describeForTools() {
  const inputs = [
    ...filesBelow("dist", (name) => /\.d\.ts$/.test(name) && !/^dist\/(jsx|gateway|simulator|gen)\//.test(name)),
    ...[
      "package.json",
      "custom-elements.json",
      "scripts/integration-files.mjs",
      "scripts/lib/manifest.mjs",
      "scripts/lib/resolved-types.mjs",
    ],
  ];
  return whenChanged("tools", hashOf(inputs), ["dist/editor/web-types.json", "dist/jsx/react.d.ts"], async () => {
    // Here, not above: without its packages installed this script still has to start.
    const { writeIntegrationFiles } = await import("./integration-files.mjs");
    writeIntegrationFiles();
  });
}

/** Bundles dist/define.js and what it loads into dist/cdn/. */
export async function bundleForScriptTag() {
  const inputs = [
    ...filesBelow("dist", (name) => name.endsWith(".js") && !/^dist\/(cdn|jsx|gateway|simulator)\//.test(name)),
    "rollup.config.mjs",
    "package.json",
    ...rootFile("package-lock.json"),
  ];
  return whenChanged("bundle", hashOf(inputs), [bundle, "dist/cdn/integrity.json"], async () => {
    rmSync(at("dist/cdn"), { recursive: true, force: true });
    const result = await run(process.execPath, [at("node_modules/rollup/dist/bin/rollup"), "--silent", "-c"], {
      cwd: root,
    });
    if (result.code !== 0) throw new SetupError(`The script-tag bundle could not be built:\n${result.output}`);
  });
}

/** All of it. */
export async function build() {
  const compiled = await compile();
  const described = await describeForTools();
  const bundled = await bundleForScriptTag();
  return compiled || described || bundled;
}

if (import.meta.url === pathToFileURL(path.resolve(process.argv[1] ?? "")).href) {
  const { exitOnError } = await import("./lib/exit.mjs");
  await exitOnError(async () => {
    const { setup } = await import("./setup.mjs");
    await setup();
    process.stdout.write((await build()) ? "Built dist/ and dist/cdn/.\n" : "Nothing to build: dist/ is up to date.\n");
    const { files } = JSON.parse(textOf("dist/cdn/integrity.json"));
    for (const name of ["web-terminal.js", "web-terminal.bundle.js"])
      process.stdout.write(`  ${name}  ${files[name]}\n`);
    process.stdout.write("  and the chunks: dist/cdn/integrity.json\n");
  });
}
