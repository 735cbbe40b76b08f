/** `npm start` as a user meets it: a process that says where to go, and ends when told to. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("../../scripts/start.mjs", import.meta.url));

function start(env: Record<string, string>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [script], { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (piece: string) => (text += piece));
  return { child, output: () => text };
}

describe("npm start", { skip: process.platform === "win32" ? "signals are another matter there" : false }, () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`serves the page, and ends well on ${signal}`, async () => {
      const { child, output } = start({ PORT: "0" });
      const ended = once(child, "exit");
      try {
        while (!output().includes("Ctrl-C")) {
          assert.equal(child.exitCode, null, output());
          await Promise.race([once(child.stdout!, "data"), ended]);
        }
        const url = /http:\/\/localhost:\d+/.exec(output())?.[0];
        assert.ok(url, output());
        assert.equal((await fetch(url)).status, 200);
        assert.equal((await fetch(`${url}/cdn/web-terminal.js`)).status, 200);
        assert.equal((await fetch(`${url}/readyz`)).status, 200);
      } finally {
        child.kill(signal);
      }
      assert.deepEqual(await ended, [0, null], output());
    });
  }

  it("says which port is taken, and how to choose another", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const port = String((other.address() as AddressInfo).port);
    try {
      for (const name of ["PORT", "CORE_PORT", "CONTROL_PORT"]) {
        const { child, output } = start({ PORT: "0", [name]: port });
        assert.deepEqual(await once(child, "exit"), [1, null], output());
        assert.match(output(), new RegExp(`Port ${port} is taken.*${name}=\\d+ npm start`));
        assert.doesNotMatch(output(), /\n\s+at /, "no stack trace");
      }
    } finally {
      other.close();
    }
  });
});
