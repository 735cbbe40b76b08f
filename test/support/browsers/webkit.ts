/** A real WebKit: Debian's WebKitGTK in its MiniBrowser, driven over WebDriver (W3C), on a screen that nobody sees. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { ensureWebKit } from "../../../scripts/lib/other-browsers.mjs";
import { freePort } from "./free-port.js";

/** One window of a WebKit that runs. */
export interface WebKit {
  readonly version: string;
  goto(url: string): Promise<void>;
  url(): Promise<string>;
  /** Runs the body of a function in the page, and gives what it, or its promise, returns. */
  run<T>(body: string, ...args: readonly unknown[]): Promise<T>;
  /** Types into what has the focus. */
  type(keys: string): Promise<void>;
  /** Clicks at a point of the window, as a mouse does. */
  clickAt(x: number, y: number): Promise<void>;
  setSize(width: number, height: number): Promise<void>;
  /** A picture of the window, PNG. */
  picture(): Promise<Buffer>;
  close(): Promise<void>;
}

/** Names that MiniBrowser and its driver go by, and what they cannot do without. */
const seconds = 1000;

async function startScreen(): Promise<{ child: ChildProcess; display: string }> {
  // It finds a free display by itself, and says which.
  const child = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const ended = once(child, "exit").then(() => {
    throw new Error("Xvfb ended before it said its display");
  });
  const [number] = (await Promise.race([once(child.stdio[3] as Readable, "data"), ended])) as [Buffer];
  ended.catch(() => undefined);
  return { child, display: `:${number.toString().trim()}` };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const impatience = setTimeout(() => child.kill("SIGKILL"), 3 * seconds);
  await ended;
  clearTimeout(impatience);
}

interface Answer {
  readonly value: unknown;
}

/** Starts a WebKit. Close it, or it outlives the test. */
export async function launchWebKit(): Promise<WebKit> {
  const { driver, browser } = await ensureWebKit();
  const home = mkdtempSync(path.join(tmpdir(), "webkit-"));
  const { child: screen, display } = await startScreen();
  const port = await freePort();
  const child = spawn(driver, ["-p", String(port)], {
    stdio: "ignore",
    env: {
      ...process.env,
      DISPLAY: display,
      GDK_BACKEND: "x11",
      HOME: home,
      XDG_RUNTIME_DIR: home,
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
    },
  });

  const ask = async (method: string, command: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${command}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
    });
    const { value } = (await response.json()) as Answer;
    if (response.ok) return value;
    const { error, message } = value as { error: string; message: string };
    throw new Error(`WebKit: ${error}: ${message}`);
  };

  const close = async (): Promise<void> => {
    await end(child);
    await end(screen);
    rmSync(home, { recursive: true, force: true });
  };

  try {
    await listening(() => ask("GET", "/status"));
    const made = (await ask("POST", "/session", {
      capabilities: {
        alwaysMatch: {
          browserName: "MiniBrowser",
          "webkitgtk:browserOptions": { binary: browser, args: ["--automation"] },
        },
      },
    })) as { sessionId: string; capabilities: { browserVersion: string } };
    const session = `/session/${made.sessionId}`;
    await ask("POST", `${session}/timeouts`, { script: 30 * seconds, pageLoad: 60 * seconds });
    return {
      version: made.capabilities.browserVersion,
      goto: async (url) => void (await ask("POST", `${session}/url`, { url })),
      url: () => ask("GET", `${session}/url`) as Promise<string>,
      run: async <T>(body: string, ...args: readonly unknown[]) =>
        (await ask("POST", `${session}/execute/sync`, { script: body, args })) as T,
      type: async (keys) => {
        const actions = [...keys].flatMap((value) => [
          { type: "keyDown", value },
          { type: "keyUp", value },
        ]);
        await ask("POST", `${session}/actions`, { actions: [{ type: "key", id: "keyboard", actions }] });
      },
      clickAt: async (x, y) => {
        const actions = [
          { type: "pointerMove", duration: 0, origin: "viewport", x: Math.round(x), y: Math.round(y) },
          { type: "pointerDown", button: 0 },
          { type: "pointerUp", button: 0 },
        ];
        await ask("POST", `${session}/actions`, {
          actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }],
        });
      },
      setSize: async (width, height) => void (await ask("POST", `${session}/window/rect`, { width, height })),
      picture: async () => Buffer.from((await ask("GET", `${session}/screenshot`)) as string, "base64"),
      close: async () => {
        await ask("DELETE", session).catch(() => undefined);
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listening(ask: () => Promise<unknown>): Promise<void> {
  const limit = performance.now() + 15 * seconds;
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      if (performance.now() > limit) throw error;
      await new Promise((again) => setTimeout(again, 50));
    }
  }
}
