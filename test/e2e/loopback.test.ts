import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** A network namespace with nothing but a loopback interface needs Linux and the right to make one. */
const namespaces = spawnSync("unshare", ["-rn", "ip", "link", "set", "lo", "up"]).status === 0;

describe("on a machine with nothing but a loopback interface", () => {
  it(
    "two pages call each other all the same",
    { skip: namespaces ? false : "no network namespaces here" },
    async () => {
      const test = fileURLToPath(new URL("two-pages.test.ts", import.meta.url));
      const inside = `ip link set lo up && exec "$0" --import tsx --test --test-reporter tap --test-name-pattern "hear each other" "$1"`;
      const env = { ...process.env };
      delete env["NODE_TEST_CONTEXT"];
      const { stdout } = await promisify(execFile)("unshare", ["-rn", "sh", "-c", inside, process.execPath, test], {
        env,
      });
      assert.match(stdout, /^# pass [1-9]/m);
      assert.match(stdout, /^# fail 0$/m);
    },
  );
});
