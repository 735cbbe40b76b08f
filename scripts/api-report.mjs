/**
 * `npm run api`: the public types of each entry point, as a report in docs/api that a review can compare.
 * `checkApi` is the same check without writing; the package tests run it.
 */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";
import { at, root } from "./lib/paths.mjs";

/** The report's name, and the types of the entry point. */
export const entryPoints = {
  element: "dist/index.d.ts",
  phone: "dist/phone/index.d.ts",
  gateway: "dist/gateway/index.d.ts",
  simulator: "dist/simulator/index.d.ts",
};

/** Constants of which only the keys are public, and the generated service of the simulator's control API. */
const details = ["catalogue", "choices", "English", "ControlService"];

/**
 * Compares the types of an entry point with its report, or writes the report.
 *
 * @returns the messages of API Extractor that are errors or warnings, empty if the report is current.
 */
export function extractApi(name, { write = false } = {}) {
  mkdirSync(at("docs/api"), { recursive: true });
  const messages = [];
  const config = ExtractorConfig.prepare({
    configObjectFullPath: at("api-extractor.json"),
    packageJsonFullPath: at("package.json"),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: at(entryPoints[name]),
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: at("docs/api"),
        reportTempFolder: at(".cache/api"),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      compiler: { tsconfigFilePath: at("tsconfig.json") },
      messages: {
        extractorMessageReporting: {
          default: { logLevel: "warning", addToApiReportFile: false },
          // Everything here is public; release tags would repeat that at each name.
          "ae-missing-release-tag": { logLevel: "none" },
          "ae-undocumented": { logLevel: "none" },
          // A comment that links to a member by name is for editors, which resolve it.
          "ae-unresolved-link": { logLevel: "none" },
        },
        // ESLint's business.
        tsdocMessageReporting: { default: { logLevel: "none" } },
        compilerMessageReporting: { default: { logLevel: "none" } },
      },
    },
  });
  const result = Extractor.invoke(config, {
    localBuild: write,
    messageCallback(message) {
      message.handled = true;
      const isDetail = details.some((detail) => message.text.includes(`"${detail}" needs to be exported`));
      if (["error", "warning"].includes(message.logLevel) && !isDetail) messages.push(message.text);
    },
  });
  if (!write && result.apiReportChanged) {
    messages.push(
      `docs/api/${name}.api.md differs from the types. Review the change, run \`npm run api\` and commit it.`,
    );
  }
  return messages;
}

if (import.meta.url === pathToFileURL(path.resolve(process.argv[1] ?? "")).href) {
  for (const name of Object.keys(entryPoints)) {
    for (const message of extractApi(name, { write: true })) {
      process.stderr.write(`${name}: ${message}\n`);
      process.exitCode = 1;
    }
  }
}
