import assert from "node:assert/strict";
import { test } from "node:test";
import { Code } from "@connectrpc/connect";
import { fromCloseCode, fromGrpcNumber, fromHttpStatus, isStatusCode, statusCodes } from "../../../src/wire/status.js";
import { socketUrl } from "../../../src/wire/url.js";

test("gRPC numbers and Connect names are those that connect itself has", () => {
  assert.equal(statusCodes[0], "ok");
  assert.equal(statusCodes.length, 17);
  for (const [index, name] of statusCodes.entries()) {
    if (index === 0) continue;
    const pascal = name.replace(/(^|_)(\w)/g, (_all, _bar, letter: string) => letter.toUpperCase());
    assert.equal(Code[index], pascal);
    assert.equal(fromGrpcNumber(index), name);
  }
  for (const number of [17, -1, 1.5, NaN, 2 ** 40]) assert.equal(fromGrpcNumber(number), "unknown");
  assert.ok(isStatusCode("unavailable") && !isStatusCode("Unavailable") && !isStatusCode(14) && !isStatusCode(null));
});

test("every close code has one status", () => {
  const table = {
    1002: "internal",
    1003: "internal",
    1007: "internal",
    1008: "permission_denied",
    1009: "resource_exhausted",
    1010: "internal",
    1011: "internal",
  } as Record<number, string>;
  for (let code = 1000; code < 5000; code += 1) assert.equal(fromCloseCode(code), table[code] ?? "unavailable");
});

test("every HTTP status has one status", () => {
  const table = {
    400: "internal",
    401: "unauthenticated",
    403: "permission_denied",
    404: "unimplemented",
    429: "unavailable",
    502: "unavailable",
    503: "unavailable",
    504: "unavailable",
  } as Record<number, string>;
  for (let status = 100; status < 600; status += 1) assert.equal(fromHttpStatus(status), table[status] ?? "unknown");
});

for (const [endpoint, url] of [
  ["https://gateway.example", "wss://gateway.example/a.B/C"],
  ["https://gateway.example/", "wss://gateway.example/a.B/C"],
  ["HTTPS://Gateway.Example:8443/phone/", "wss://gateway.example:8443/phone/a.B/C"],
  ["wss://gateway.example/x/y", "wss://gateway.example/x/y/a.B/C"],
  ["https://gateway.example/?token=secret#here", "wss://gateway.example/a.B/C"],
  ["https://user:secret@gateway.example", "wss://gateway.example/a.B/C"],
  ["http://localhost:8080", "ws://localhost:8080/a.B/C"],
  ["ws://app.localhost", "ws://app.localhost/a.B/C"],
  ["http://127.0.0.1:1", "ws://127.0.0.1:1/a.B/C"],
  ["http://[::1]:1", "ws://[::1]:1/a.B/C"],
  ["http://gateway.example", null],
  ["ws://gateway.example", null],
  ["http://localhost.example", null],
  ["http://127.0.0.1.example", null],
  ["http://notlocalhost", null],
  ["ftp://gateway.example", null],
  ["gateway.example", null],
  ["/phone", null],
  ["https://", null],
  ["", null],
] as const) {
  test(`endpoint "${endpoint}" is ${url ?? "refused"}`, () => {
    assert.equal(socketUrl(endpoint, "a.B/C"), url);
  });
}
