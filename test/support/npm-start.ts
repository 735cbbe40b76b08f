/** `npm start`, as a process of its own. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("../../scripts/start.mjs", import.meta.url));

export interface Started {
  readonly child: ChildProcess;
  /** Resolves with its exit code and signal. */
  readonly ended: Promise<unknown[]>;
  /** All that it has printed. */
  output(): string;
  /** Resolves with the demo's address, once it says that it runs. */
  greeting(): Promise<string>;
}

/** Starts it; end it by a signal to its child. */
export function npmStart(env: Record<string, string>): Started {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (piece: string) => (text += piece));
  }
  return {
    child,
    ended,
    output: () => text,
    async greeting() {
      while (!text.includes("Ctrl-C")) {
        assert.equal(child.exitCode, null, text);
        await Promise.race([once(child.stdout, "data"), ended]);
      }
      const url = /http:\/\/localhost:\d+/.exec(text)?.[0];
      assert.ok(url, text);
      return url;
    },
  };
}
