/** Child processes, with their output kept and never left behind. */
import { spawn } from "node:child_process";
import { constants } from "node:os";

const running = new Set();

/** Ends every child that still runs. Called on the way out, however that comes about. */
export function stopChildren() {
  for (const child of running) {
    try {
      // The whole group: a test runner's browsers and workers too.
      if (process.platform === "win32") child.kill();
      else process.kill(-child.pid, "SIGKILL");
    } catch {
      // Gone already.
    }
  }
}

/**
 * Calls `stop` when npm has gone. A signal that only npm is sent ends npm and the shell
 * between, and nobody tells us.
 */
export function whenOrphaned(stop) {
  // Whoever starts the script without npm may well mean it to stay.
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, 500);
  timer.unref();
}

/** Makes Ctrl-C and SIGTERM take the children along. */
export function stopChildrenOnSignal() {
  whenOrphaned(() => {
    stopChildren();
    process.exit(1);
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.once(signal, () => {
      stopChildren();
      process.exit(128 + constants.signals[signal]);
    });
  }
}

/**
 * Runs a command to its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: Record<string, string>, show?: boolean, limit?: number}} [options]
 *   `show` passes output through as it comes; otherwise it is given back. `limit` in
 *   milliseconds: past it the command is ended, which counts as a failure.
 * @returns {Promise<{code: number, output: string, timedOut: boolean}>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", options.show ? "inherit" : "pipe", options.show ? "inherit" : "pipe"],
      // A group of its own, so that it can be ended with all it has started.
      detached: process.platform !== "win32",
    });
    running.add(child);
    let output = "";
    let timedOut = false;
    child.stdout?.setEncoding("utf8").on("data", (text) => (output += text));
    child.stderr?.setEncoding("utf8").on("data", (text) => (output += text));
    const timer =
      options.limit === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            try {
              process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
            } catch {
              // Gone already.
            }
          }, options.limit);
    const done = (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code, output, timedOut });
    };
    child.on("error", (error) => {
      output += String(error.message);
      done(127);
    });
    child.on("close", (code) => done(code ?? 1));
  });
}
