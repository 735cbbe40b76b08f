/** For @web/test-runner: writes how many tests passed and failed to the file that TEST_TOTALS names. */
import { writeFileSync } from "node:fs";

function* testsIn(suite) {
  yield* suite?.tests ?? [];
  for (const inner of suite?.suites ?? []) yield* testsIn(inner);
}

/** The reporter; does nothing where TEST_TOTALS is not set. */
export function totalsReporter() {
  return {
    onTestRunFinished({ sessions }) {
      const file = process.env.TEST_TOTALS;
      if (!file) return;
      const totals = { passed: 0, failed: 0, skipped: 0 };
      for (const session of sessions) {
        let failed = 0;
        for (const test of testsIn(session.testResults)) {
          if (test.skipped) totals.skipped += 1;
          else if (test.passed) totals.passed += 1;
          else failed += 1;
        }
        // A file that broke before, between or after its tests has failed, whatever they said.
        if (failed === 0 && !session.passed) failed = 1;
        totals.failed += failed;
      }
      writeFileSync(file, JSON.stringify(totals));
    },
  };
}
