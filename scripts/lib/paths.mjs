/** Where things are, and what files there are. */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A path inside of the repository. */
export const at = (...parts) => path.join(root, ...parts);

/** Every file below `folder` (relative to the repository) that `wanted` accepts, sorted; none where the folder is missing. */
export function filesBelow(folder, wanted = () => true) {
  let entries;
  try {
    entries = readdirSync(at(folder), { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => wanted(file.split(path.sep).join("/")))
    .sort();
}

/** One hash over names and contents. */
export function hashOf(files, ...extra) {
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(at(file)))
      .update("\0");
  for (const text of extra) hash.update(text).update("\0");
  return hash.digest("hex");
}

/** A file's text, or undefined where there is none. */
export function textOf(...parts) {
  try {
    return readFileSync(at(...parts), "utf8");
  } catch {
    return undefined;
  }
}
