/**
 * For node:test: says what failed, in full, and nothing of what passed; writes how
 * many did either to the file that TEST_TOTALS names.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { inspect } from "node:util";

/** A whole file reports itself as a test of its own name. */
const isFile = (data) =>
  data.nesting === 0 && data.file !== undefined && path.resolve(data.name) === path.resolve(data.file);

/** Whether it failed only because a test inside of it did, which has been reported. */
const isEcho = (data) => data.details?.error?.failureType === "subtestsFailed";

function* lines(data) {
  const where = data.file === undefined ? "" : ` (${path.relative(process.cwd(), data.file)}:${data.line ?? 1})`;
  const error = data.details?.error;
  const cause = error?.cause ?? error;
  yield `  FAILED ${data.name}${where}\n`;
  const text = typeof cause === "string" ? cause : inspect(cause, { depth: 4, breakLength: 110 });
  yield `${text.replace(/^/gm, "    ")}\n`;
}

/** The reporter that `--test-reporter` loads. */
export default async function* reporter(source) {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of source) {
    if (type === "test:stderr" || type === "test:stdout") yield data.message;
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite" && type === "test:pass") continue;
    if (data.skip !== undefined || data.todo !== undefined) totals.skipped += 1;
    else if (type === "test:pass") totals.passed += isFile(data) ? 0 : 1;
    else if (!isEcho(data)) {
      totals.failed += 1;
      yield* lines(data);
    }
  }
  if (process.env.TEST_TOTALS) writeFileSync(process.env.TEST_TOTALS, JSON.stringify(totals));
}
