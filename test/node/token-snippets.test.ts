/** The routes of docs/integrate/token.md as they stand there, each asked as a page asks, with an operator behind it. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { runInThisContext } from "node:vm";
import { after, before, describe, it } from "node:test";

const text = readFileSync(new URL("../../docs/integrate/token.md", import.meta.url), "utf8");
const listing = (language: string, heading: string): string => {
  const found = new RegExp(`## ${heading}\\n[^]*?\`\`\`${language}\\n([^]*?)\`\`\``).exec(text)?.[1];
  assert.ok(found, `token.md has no listing for ${heading}`);
  return found;
};

const secret = "only-the-server-knows";

/** How a route answered. */
interface Answer {
  readonly status: number;
  readonly cache: string | null;
  readonly body: unknown;
}

describe("the routes for a token", () => {
  let operator: Server;
  let asked: URLSearchParams[] = [];
  let refuses = false;
  before(async () => {
    operator = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (piece: string) => (body += piece));
      request.on("end", () => {
        asked.push(new URLSearchParams(body));
        response.writeHead(refuses ? 400 : 200, { "Content-Type": "application/json" });
        response.end(
          refuses
            ? '{"error":"invalid_grant"}'
            : '{"access_token":"for-alice","expires_in":3600,"refresh_token":"kept","scope":"phone"}',
        );
      });
    }).listen(0, "127.0.0.1");
    await once(operator, "listening");
    Object.assign(process.env, { OPERATOR_TOKEN_URL: address(operator), CLIENT_ID: "crm", CLIENT_SECRET: secret });
  });
  after(() => {
    operator.close();
    operator.closeAllConnections();
  });

  const address = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  /** What every route has to do: for somebody who is signed in, and where the operator refuses. */
  const prove = async (ask: () => Promise<Answer>): Promise<void> => {
    asked = [];
    refuses = false;
    const given = await ask();
    assert.deepEqual(given.body, { access_token: "for-alice", expires_in: 3600 }, "nothing but the token and its life");
    assert.match(given.cache ?? "", /no-store/);
    assert.deepEqual(Object.fromEntries(asked[0] ?? []), {
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      client_id: "crm",
      client_secret: secret,
      subject_token: "of-the-session",
      subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
    });
    refuses = true;
    assert.equal((await ask()).status, 502);
  };

  it("in Node", async () => {
    type Handler = (request: object, response: object) => Promise<unknown>;
    let handler: Handler | undefined;
    // The little of Express that the listing uses.
    const app = { get: (_path: string, _guard: unknown, route: Handler) => (handler = route) };
    const write = runInThisContext(`(app, requireSession) => {${listing("js", "Node")}}`) as (
      ...given: unknown[]
    ) => void;
    write(app, () => undefined);
    const server = createServer((_request: IncomingMessage, response: ServerResponse) => {
      const express = {
        set: (name: string, value: string) => response.setHeader(name, value),
        sendStatus: (status: number) => response.writeHead(status).end(),
        json: (value: unknown) => response.setHeader("Content-Type", "application/json").end(JSON.stringify(value)),
      };
      void handler!({ session: { operatorToken: "of-the-session" } }, express);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      await prove(async () => {
        const response = await fetch(address(server));
        const body: unknown = response.ok ? await response.json() : await response.text();
        return { status: response.status, cache: response.headers.get("cache-control"), body };
      });
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  const freePort = async (): Promise<number> => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
  };

  const has = (program: string, ...args: string[]): boolean =>
    spawnSync(program, args, { stdio: "ignore" }).status === 0;
  const run = async (program: string, args: readonly string[], input: string): Promise<string> => {
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"], timeout: 60_000 });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (piece: string) => (output += piece));
    child.stdin.end(input);
    const [code] = (await once(child, "close")) as [number];
    assert.equal(code, 0, output);
    return output;
  };

  const python = has("python3", "-c", "");
  it("in Python, as far as grammar goes", { skip: !python && "there is no Python" }, async () => {
    await run("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], listing("python", "Python"));
  });

  const flask = python && has("python3", "-c", "import flask, requests");
  it("in Python", { skip: !flask && "there is no Flask, or no Requests" }, async () => {
    const program = [
      "import json, os, requests",
      "from flask import Flask, abort, jsonify, session",
      "app = Flask(__name__); app.secret_key = 'test'",
      listing("python", "Python"),
      "with app.test_client() as client:",
      "    assert client.get('/my/token').status_code == 401",
      "    with client.session_transaction() as stored: stored['operator_token'] = 'of-the-session'",
      "    answer = client.get('/my/token')",
      "    print(json.dumps({'status': answer.status_code, 'cache': answer.headers.get('cache-control'), 'body': answer.get_json(silent=True)}))",
    ].join("\n");
    await prove(async () => JSON.parse(await run("python3", ["-"], program)) as Answer);
  });

  const php = has("php", "-v");
  it("in PHP, as far as grammar goes", { skip: !php && "there is no PHP" }, async () => {
    await run("php", ["-l"], listing("php", "PHP"));
  });

  const curl = php && has("php", "-r", "exit(function_exists('curl_init') ? 0 : 1);");
  it("in PHP", { skip: !curl && "there is no PHP with curl" }, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "token-"));
    writeFileSync(path.join(folder, "token.php"), listing("php", "PHP"));
    // What signs people in to the page has put the operator's token into their session.
    const signIn = "<?php session_start(); $_SESSION['operator_token'] = 'of-the-session';";
    writeFileSync(path.join(folder, "sign-in.php"), signIn);
    const port = await freePort();
    const site = `http://127.0.0.1:${port}`;
    const args = ["-d", `session.save_path=${folder}`, "-S", `127.0.0.1:${port}`, "-t", folder];
    const php = spawn("php", args, { stdio: ["ignore", "ignore", "pipe"] });
    try {
      // It says on stderr that it has begun.
      await once(php.stderr, "data");
      php.stderr.resume();
      assert.equal((await fetch(`${site}/token.php`)).status, 401);
      const cookie = (await fetch(`${site}/sign-in.php`)).headers.get("set-cookie")?.split(";")[0] ?? "";
      await prove(async () => {
        const response = await fetch(`${site}/token.php`, { headers: { cookie } });
        const body: unknown = response.ok ? await response.json() : await response.text();
        return { status: response.status, cache: response.headers.get("cache-control"), body };
      });
    } finally {
      php.kill();
      await once(php, "close");
      rmSync(folder, { recursive: true });
    }
  });

  it("mint nothing in the page: what is there for browsers knows no secret", () => {
    const page = text.slice(text.indexOf("## A page with a token of its own"));
    assert.doesNotMatch(page, /secret/i);
  });
});
