/** A sound server of the test's own: browsers play into devices that nobody hears, and nobody's speaker sounds. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureFirefox } from "../../../scripts/lib/other-browsers.mjs";

/** A sound server that runs. */
export interface SoundServer {
  /** What a browser's environment needs, to play there. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts PulseAudio with one output, which plays into nothing, at the speed of real sound. */
export async function startSound(): Promise<SoundServer> {
  const { sound } = await ensureFirefox();
  const home = mkdtempSync(path.join(tmpdir(), "sound-"));
  const socket = path.join(home, "socket");
  const child = spawn(
    sound,
    [
      "-n",
      "--daemonize=no",
      "--use-pid-file=no",
      "--exit-idle-time=-1",
      "--log-target=null",
      `--load=module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
      "--load=module-null-sink sink_name=headset sink_properties=device.description=Headset",
    ],
    { stdio: "ignore", env: { ...process.env, HOME: home, XDG_RUNTIME_DIR: home } },
  );
  const limit = performance.now() + 10_000;
  while (!existsSync(socket)) {
    if (child.exitCode !== null) throw new Error(`pulseaudio ended with code ${child.exitCode}`);
    if (performance.now() > limit) throw new Error("pulseaudio opened no socket");
    await new Promise((again) => setTimeout(again, 20));
  }
  return {
    env: { PULSE_SERVER: `unix:${socket}` },
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, "exit");
        child.kill("SIGTERM");
        await ended;
      }
      rmSync(home, { recursive: true, force: true });
    },
  };
}
