/** `npm start` as a user meets it: a process that says where to go, and ends when told to. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { npmStart } from "../support/npm-start.js";

describe("npm start", { skip: process.platform === "win32" ? "signals are another matter there" : false }, () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`serves the page, and ends well on ${signal}`, async () => {
      const { child, ended, output, greeting } = npmStart({ PORT: "0" });
      try {
        const url = await greeting();
        assert.equal((await fetch(url)).status, 200);
        assert.equal((await fetch(`${url}/cdn/web-terminal.js`)).status, 200);
        assert.equal((await fetch(`${url}/readyz`)).status, 200);
        assert.equal((await fetch(`${url}/sign-in/`)).status, 200);
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
      for (const name of ["PORT", "CORE_PORT", "CONTROL_PORT", "OPENID_PORT"]) {
        const { ended, output } = npmStart({ PORT: "0", [name]: port });
        assert.deepEqual(await ended, [1, null], output());
        assert.match(output(), new RegExp(`Port ${port} is in use.*${name}=\\d+ npm start`));
        assert.doesNotMatch(output(), /\n\s+at /, "no stack trace");
      }
    } finally {
      other.close();
    }
  });
});
