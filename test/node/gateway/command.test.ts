/** The gateway as a command: flags, signals, exit codes. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { test } from "node:test";
import { startEchoCore } from "../../support/echo-core.js";
import { openPage, until } from "./bench.js";

/** Starting the command from its sources takes seconds on a busy machine. */
const startMs = 60_000;

function run(...args: string[]): { child: ChildProcess; out: () => string; exit: Promise<number | null> } {
  const env = { ...process.env };
  delete env["WEB_TERMINAL_UPSTREAM"];
  const upstream = args[0]?.startsWith("WEB_") ? args.shift()?.split("=") : undefined;
  const child = spawn(process.execPath, ["--import", "tsx", "src/gateway/main.ts", ...args], {
    env: { ...env, ...(upstream && { [upstream[0] as string]: upstream[1] }) },
  });
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (out += chunk.toString()));
  return { child, out: () => out, exit: once(child, "exit").then(([code]) => code as number | null) };
}

test("the command: listens, drains on SIGTERM, exits 0", async (t) => {
  const core = await startEchoCore();
  t.after(() => core.kill());
  const { child, out, exit } = run(
    `WEB_TERMINAL_UPSTREAM=${core.url}`,
    "--listen",
    "127.0.0.1:0",
    "--drain-grace",
    "0",
    "--drain-spread",
    "0.1",
  );
  t.after(() => child.kill("SIGKILL"));
  await until(() => out().includes("gateway listening"), "the command listens", startMs);
  const port = /"port":(\d+)/.exec(out())?.[1] as string;
  const page = openPage(`http://localhost:${port}`);
  await page.stands();
  child.kill("SIGTERM");
  assert.deepEqual(await page.ended(), { code: "unavailable", message: "gateway is restarting", opened: true });
  assert.equal(await exit, 0);
  for (const line of out().trim().split("\n")) JSON.parse(line);
});

for (const signals of [
  ["SIGTERM", "SIGTERM"],
  ["SIGINT", "SIGTERM"],
] as const) {
  test(`the command: ${signals.join(", then ")} exits at once, although a page is connected`, async (t) => {
    const core = await startEchoCore();
    t.after(() => core.kill());
    const { child, out, exit } = run(
      `WEB_TERMINAL_UPSTREAM=${core.url}`,
      "--listen",
      "127.0.0.1:0",
      "--drain-grace",
      "600",
    );
    t.after(() => child.kill("SIGKILL"));
    await until(() => out().includes("gateway listening"), "the command listens", startMs);
    const page = openPage(`http://localhost:${/"port":(\d+)/.exec(out())?.[1] ?? ""}`);
    await page.stands();
    // A page that does not close its side is waited for, by the first signal.
    page.socket.pause();
    child.kill(signals[0]);
    if (signals[0] === "SIGTERM") await until(() => out().includes("gateway draining"), "it drains");
    else await until(() => out().includes("pipe ended"), "it ends its pipes");
    assert.equal(child.exitCode, null);
    child.kill(signals[1]);
    assert.equal(await exit, 1);
    page.socket.terminate();
  });
}

test("the command: SIGTERM ends it although a client goes on", async (t) => {
  const core = await startEchoCore();
  t.after(() => core.kill());
  const { child, out, exit } = run(
    `WEB_TERMINAL_UPSTREAM=${core.url}`,
    "--listen",
    "127.0.0.1:0",
    "--drain-grace",
    "0",
  );
  t.after(() => child.kill("SIGKILL"));
  await until(() => out().includes("gateway listening"), "the command listens", startMs);
  const client = connect({ port: Number(/"port":(\d+)/.exec(out())?.[1]), host: "127.0.0.1", allowHalfOpen: true });
  t.after(() => client.destroy());
  client.on("error", () => undefined);
  client.write("GET /nowhere HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: h2c\r\n\r\n");
  await once(client, "data");
  child.kill("SIGTERM");
  assert.equal(await exit, 0);
  assert.ok(out().includes("gateway stopped"));
});

test("the command: mistakes are one clear line and exit 1", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const at = `127.0.0.1:${(taken.address() as AddressInfo).port}`;
  const upstream = ["--upstream", "http://127.0.0.1:1"];
  const openid = ["--openid-issuer", "https://id.example", "--openid-client-id", "a"];
  const runs = [
    [run("--listen", at, ...upstream), `Cannot listen on ${at}: the port is in use`],
    [run("--listen", "here", ...upstream), 'Invalid --listen "here"'],
    [run("--upstream", "127.0.0.1:1"), 'Invalid --upstream "127.0.0.1:1"'],
    [run("WEB_TERMINAL_CORE_PING=soon", ...upstream), 'Invalid duration "soon"'],
    [run("--tls-cert", "a", ...upstream), "--tls-cert and --tls-key must be set together."],
    [
      run("--openid-issuer", "https://id.example", ...upstream),
      "--openid-issuer and --openid-client-id must be set together.",
    ],
    [run("WEB_TERMINAL_OPENID_ISSUER=id", "--openid-client-id", "a", ...upstream), 'Invalid issuer "id"'],
    [
      run(...openid, "--sign-in-key-file", "package.json", "--public-url", "here", ...upstream),
      'Invalid public URL "here"',
    ],
    [run(...openid, "--openid-client-secret-file", "nowhere", ...upstream), "Cannot read nowhere"],
    [run(), "--upstream <url>"],
  ] as const;
  for (const [{ exit, out }, text] of runs) {
    assert.equal(await exit, 1);
    assert.ok(out().includes(text), out());
    assert.equal(out().trim().split("\n").length, 1, out());
  }
  taken.close();
});
