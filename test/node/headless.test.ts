/** The program of docs/integrate/headless.md, as it stands there, against the simulated core. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { createSimulator, type Simulator } from "../../src/simulator/index.js";

const program = fileURLToPath(new URL("../../demo/headless/core.ts", import.meta.url));

describe("a terminal without a browser", () => {
  let core: Simulator;
  before(async () => {
    core = await createSimulator({ port: 0, controlPort: 0 });
  });
  after(() => core.close());

  const run = async (number: string): Promise<{ said: string[]; code: number }> => {
    const args = ["--import", "tsx", program, `http://127.0.0.1:${core.port}`, "demo-alice", number];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"], timeout: 60_000 });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (piece: string) => (text += piece));
    const [code] = (await once(child, "close")) as [number];
    return { said: text.trim().split("\n"), code };
  };

  it("offers a call and prints what the core says until it ends", async () => {
    const { said, code } = await run("+4780000005");
    assert.equal(said[0], "idle");
    assert.ok(said.includes("answer"), said.join());
    assert.equal(said.at(-1), "bye");
    assert.equal(code, 0);
  });

  it("prints a refusal too", async () => {
    assert.deepEqual((await run("+4780000009")).said.slice(-1), ["error"]);
  });
});
