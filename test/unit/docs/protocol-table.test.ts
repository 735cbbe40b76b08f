/** `docs/protocol.md` claims nothing that no test proves. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../../", import.meta.url);
const text = readFileSync(new URL("docs/protocol.md", root), "utf8");
const section = text.slice(text.indexOf("## Each of it, and its proof"));

/** The cells of each row, without the table's head. */
const rows = section
  .split("\n")
  .filter((line) => line.startsWith("|") && !/^\|[\s|:-]+$/.test(line))
  .slice(1)
  .map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );

const literal = (part: string): string => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The titles in a test's file: each as an expression, since a title may be made with values. */
function titlesOf(source: string): RegExp[] {
  const calls = source.matchAll(/\b(?:it|test)\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:\$\{[^}]*\}|[^`])*`)/g);
  return [...calls].map(([, quoted = ""]) => {
    const title = quoted.slice(1, -1).replace(/\\(["'])/g, "$1");
    if (!quoted.startsWith("`")) return new RegExp(`^${literal(title)}$`);
    return new RegExp(
      `^${title
        .split(/\$\{[^}]*\}/)
        .map(literal)
        .join(".+")}$`,
    );
  });
}

test("each row of the table names what happens, the states, and at least one test", () => {
  assert.ok(rows.length > 40, `only ${rows.length} rows`);
  for (const row of rows) {
    assert.equal(row.length, 3, row.join(" | "));
    const [what = "", states = "", proof = ""] = row;
    assert.ok(what !== "" && states !== "", row.join(" | "));
    assert.match(proof, /^(?:`test\/[\w/.-]+\.test\.ts` “[^”]+”(?:<br>|$))+$/, `the proof of "${what}"`);
  }
});

test("each test that the table names exists", () => {
  for (const [what, , proof = ""] of rows) {
    for (const [, file = "", title = ""] of proof.matchAll(/`([^`]+)` “([^”]+)”/g)) {
      const path = new URL(file, root);
      assert.ok(existsSync(path), `${what}: there is no ${file}`);
      const found = titlesOf(readFileSync(path, "utf8")).some((known) => known.test(title));
      assert.ok(found, `${what}: ${file} has no test "${title}"`);
    }
  }
});

test("each of our policies has a row", () => {
  const proven = rows.map(([what = "", , proof = ""]) => `${what} ${proof}`).join("\n");
  for (const policy of [1, 2, 3, 4, 5, 6, 7]) assert.match(proven, new RegExp(`policy ${policy}\\b`, "i"));
});
