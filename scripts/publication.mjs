/**
 * Where the package is published, in one place: `publication.json`. Until the addresses exist they are `null`.
 *
 * `node scripts/publication.mjs` lists what is missing, and the links of the README that do not work outside of the repository.
 * `--apply` writes `repository`, `bugs` and `homepage` into package.json, and the address of the documentation into
 * src/errors.ts; it fails while an address is missing.
 * `--notes vX.Y.Z` prints that version's section of CHANGELOG.md.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { at } from "./lib/paths.mjs";

const json = (file) => JSON.parse(readFileSync(at(file), "utf8"));

/** The fields of package.json that follow from the addresses. */
export function publicationFields({ repository, homepage }) {
  return {
    repository: { type: "git", url: `git+${repository}.git` },
    bugs: { url: `${repository}/issues` },
    homepage: homepage ?? `${repository}#readme`,
  };
}

/** Returns where the pages of docs/integrate are: a path in the repository while that has no address. */
export function documentationAddress({ repository }) {
  return `${repository === null ? "" : `${repository}/blob/main/`}docs/integrate`;
}

/** Returns the source of src/errors.ts with the address of the documentation. */
export function withDocumentationAddress(source, publication) {
  const line = /^const documentation = "[^"]*";$/m;
  if (!line.test(source)) throw new Error("src/errors.ts has no line `const documentation = ...`.");
  return source.replace(line, () => `const documentation = ${JSON.stringify(documentationAddress(publication))};`);
}

/** Names in publication.json that are still null and have no fallback. */
export function missingAddresses({ repository }) {
  return repository === null ? ["repository"] : [];
}

/**
 * Relative links in the README whose target is not in the npm package. npm resolves them against `repository`, so they
 * work only once that is known.
 */
export function repositoryLinks(markdown, packed) {
  const targets = [
    ...markdown.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)|(?:src|srcset)="(?!https?:)([^"]+)"/g),
  ];
  const relative = targets.map(([, link, source]) => link ?? source);
  const isPacked = (file) => packed.some((name) => file === name || file.startsWith(`${name}/`));
  return [...new Set(relative)].filter((file) => !isPacked(file)).sort();
}

/** The text below the heading of a version in CHANGELOG.md; throws if the version has none. */
export function notesOf(version, changelog) {
  const section = changelog.split(/^## /m).find((each) => each.startsWith(`[${version.replace(/^v/, "")}]`));
  if (section === undefined) throw new Error(`CHANGELOG.md has no section for ${version}.`);
  return section.slice(section.indexOf("\n") + 1).trim();
}

function main(args) {
  const publication = json("publication.json");
  const missing = missingAddresses(publication);
  if (args[0] === "--notes") {
    process.stdout.write(`${notesOf(args[1] ?? "", readFileSync(at("CHANGELOG.md"), "utf8"))}\n`);
    return;
  }
  if (args[0] === "--apply") {
    if (missing.length > 0) {
      process.stderr.write(`publication.json has no ${missing.join(", ")}. Fill it in before publishing.\n`);
      process.exitCode = 1;
      return;
    }
    const own = { ...json("package.json"), ...publicationFields(publication) };
    writeFileSync(at("package.json"), `${JSON.stringify(own, null, 2)}\n`);
    const errors = at("src/errors.ts");
    writeFileSync(errors, withDocumentationAddress(readFileSync(errors, "utf8"), publication));
    return;
  }
  const own = json("package.json");
  const links = repositoryLinks(readFileSync(at("README.md"), "utf8"), [
    ...own.files,
    "LICENSE",
    "README.md",
    "package.json",
  ]);
  process.stdout.write(`Missing in publication.json: ${missing.join(", ") || "nothing"}\n`);
  process.stdout.write(`Links of the README that need the repository's address (${links.length}):\n`);
  for (const link of links) process.stdout.write(`  ${link}\n`);
}

if (import.meta.url === pathToFileURL(path.resolve(process.argv[1] ?? "")).href) main(process.argv.slice(2));
