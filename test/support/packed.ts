/** The package as npm would publish it, and projects of users who install it. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository, with a slash at its end. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The fields of package.json that tests look at. */
export interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly exports: Record<string, string | { readonly types: string; readonly default: string }>;
  readonly bin: Record<string, string>;
  readonly unpkg: string;
  readonly jsdelivr: string;
  readonly sideEffects: readonly string[];
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
  readonly peerDependenciesMeta: Record<string, { readonly optional?: boolean }>;
}

/** This package's own package.json. */
export const own = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as PackageJson;

/** Runs npm, the one that called us if one did, and gives its standard output. */
export function npm(args: readonly string[], cwd: string): string {
  const script = process.env["npm_execpath"];
  const options = { cwd, encoding: "utf8", timeout: 100_000 } as const;
  const all = [...args, "--ignore-scripts", "--loglevel=error"];
  const result =
    script === undefined
      ? spawnSync("npm", all, { ...options, shell: process.platform === "win32" })
      : spawnSync(process.execPath, [script, ...all], options);
  assert.equal(result.status, 0, `npm ${args.join(" ")}: ${result.stdout}${result.stderr}`);
  return result.stdout;
}

/** A folder of its own outside of the repository, where nothing of ours is found by chance. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), "web-terminal-"));
  return {
    path: folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Packs the package into `folder`. */
export function pack(folder: string): { readonly tarball: string; readonly files: readonly string[] } {
  const [packed] = JSON.parse(npm(["pack", "--json", "--pack-destination", folder], root)) as [
    { readonly filename: string; readonly files: readonly { readonly path: string }[] },
  ];
  return { tarball: path.join(folder, packed.filename), files: packed.files.map((file) => file.path) };
}

/** What the package needs at run time, and what that needs, by the lock file. */
export function runtimePackages(): string[] {
  const lock = JSON.parse(readFileSync(`${root}package-lock.json`, "utf8")) as {
    packages: Record<string, { dependencies?: Record<string, string> }>;
  };
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    Object.keys(lock.packages[`node_modules/${name}`]?.dependencies ?? {}).forEach(visit);
  };
  Object.keys(own.dependencies).forEach(visit);
  return [...found].sort();
}

/**
 * Installs the tarball in an empty project, without a network: what it depends on
 * comes out of our own node_modules.
 */
export function installInto(project: string, tarball: string): void {
  const local = (file: string): string => `file:${file}`;
  const dependencies = Object.fromEntries(
    runtimePackages().map((name) => [name, local(path.join(root, "node_modules", name))]),
  );
  writeFileSync(
    path.join(project, "package.json"),
    JSON.stringify({
      name: "page",
      private: true,
      type: "module",
      dependencies: { ...dependencies, [own.name]: local(tarball) },
    }),
  );
  npm(["install", "--offline", "--install-links", "--no-audit", "--no-fund", "--no-package-lock"], project);
}
