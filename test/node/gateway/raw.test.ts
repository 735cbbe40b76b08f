/** Answers of cores, and of proxies in front of them, that connect-node would not give. */
import assert from "node:assert/strict";
import type { ServerHttp2Stream } from "node:http2";
import { test } from "node:test";
import fc from "fast-check";
import { createFrameCutter } from "../../../src/gateway/grpc-frames.js";
import { percentDecode, readDetails } from "../../../src/gateway/grpc-status.js";
import { encodeEnvelope } from "../../../src/wire/envelope.js";
import { openPage, startGateway } from "./bench.js";
import { startRawCore } from "./raw-core.js";

const grpc = { ":status": 200, "content-type": "application/grpc+proto" };
const frame = (...bytes: number[]) => encodeEnvelope(0, Uint8Array.from(bytes));

function ending(trailers: Record<string, string>, bytes = new Uint8Array(0)) {
  return (stream: ServerHttp2Stream): void => {
    stream.respond(grpc, { waitForTrailers: true });
    stream.on("wantTrailers", () => {
      stream.sendTrailers(trailers);
    });
    stream.end(bytes);
  };
}

const cases: Record<string, [(stream: ServerHttp2Stream) => void, string, string]> = {
  "trailers only": [
    (stream) => stream.respond({ ...grpc, "grpc-status": "16", "grpc-message": "bad%20token" }, { endStream: true }),
    "unauthenticated",
    "bad token",
  ],
  "trailers only, with ok": [
    (stream) => stream.respond({ ...grpc, "grpc-status": "0" }, { endStream: true }),
    "ok",
    "",
  ],
  "status 1, a core that cancels": [
    ending({ "grpc-status": "1", "grpc-message": "restart" }),
    "unavailable",
    "restart",
  ],
  "a status that gRPC does not know": [ending({ "grpc-status": "99", "grpc-message": "?" }), "unknown", "?"],
  "a status that is no number": [ending({ "grpc-status": "x" }), "unknown", ""],
  "details that are none": [
    ending({ "grpc-status": "8", "grpc-message": "m", "grpc-status-details-bin": "////" }),
    "resource_exhausted",
    "m",
  ],
  "an end without a status": [
    (stream) => {
      stream.respond(grpc);
      stream.end(frame(1));
    },
    "unavailable",
    "the core ended the stream without a status",
  ],
  "an end within a message": [
    ending({ "grpc-status": "0" }, frame(1, 2, 3).subarray(0, 6)),
    "internal",
    "the core ended the stream within a message",
  ],
  "a compressed message": [
    (stream) => {
      stream.respond(grpc);
      stream.write(encodeEnvelope(1, Uint8Array.of(1)));
    },
    "internal",
    "the core sent a compressed message without negotiation",
  ],
  "a message over the limit": [
    (stream) => {
      stream.respond(grpc);
      stream.write(Uint8Array.of(0, 0, 16, 0, 1));
    },
    "resource_exhausted",
    "message of 1048577 bytes from the core exceeds the limit of 1048576",
  ],
  "a proxy's 503": [
    (stream) => {
      stream.respond({ ":status": 503, "content-type": "text/html" });
      stream.end("<h1>No</h1>");
    },
    "unavailable",
    "the core answered HTTP status 503",
  ],
  "a proxy's 404": [
    (stream) => stream.respond({ ":status": 404 }, { endStream: true }),
    "unimplemented",
    "the core answered HTTP status 404",
  ],
  "HTML with 200": [
    (stream) => {
      stream.respond({ ":status": 200, "content-type": "text/html" });
      stream.end("<h1>Hello</h1>");
    },
    "unknown",
    "the core does not speak gRPC",
  ],
  ...Object.fromEntries(
    [1, 2, 7, 8, 11, 12].map((code): [string, [(stream: ServerHttp2Stream) => void, string, string]] => [
      `reset with ${code}`,
      [
        (stream) => {
          stream.close(code);
        },
        { 11: "resource_exhausted", 12: "permission_denied" }[code] ?? "unavailable",
        `the core reset the stream (HTTP/2 error ${code})`,
      ],
    ]),
  ),
};

for (const [name, [serve, code, text]] of Object.entries(cases)) {
  test(`${name}: ${code}`, async (t) => {
    const core = await startRawCore(t, serve);
    const gateway = await startGateway(t, { upstream: core.url });
    const status = await openPage(gateway.url).ended();
    assert.deepEqual(status, { code, message: text, opened: true });
  });
}

test("a stream that is refused unseen is asked for a second time", async (t) => {
  let streams = 0;
  const core = await startRawCore(t, (stream) => {
    streams += 1;
    if (streams === 1) stream.close(7);
    else ending({ "grpc-status": "0" }, frame(5))(stream);
  });
  const gateway = await startGateway(t, { upstream: core.url });
  const page = openPage(gateway.url);
  assert.equal((await page.ended()).code, "ok");
  assert.deepEqual(page.messages, [Uint8Array.of(5)]);
});

test("a core that takes no streams at all is unavailable", async (t) => {
  const core = await startRawCore(t, () => undefined, { maxConcurrentStreams: 0 });
  const gateway = await startGateway(t, { upstream: core.url });
  assert.deepEqual(await openPage(gateway.url).ended(), {
    code: "unavailable",
    message: "the core accepts no streams",
    opened: true,
  });
});

test("a header that is not printable ASCII is invalid_argument", async (t) => {
  const core = await startRawCore(t, ending({ "grpc-status": "0" }));
  const gateway = await startGateway(t, { upstream: core.url });
  assert.equal((await openPage(gateway.url, { token: "a\r\nb: c" }).ended()).code, "invalid_argument");
});

test("messages cut anywhere come out whole", () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 30 }),
      (payloads, cuts) => {
        const bytes = Buffer.concat(payloads.map((payload) => encodeEnvelope(0, payload)));
        const frames: Buffer[] = [];
        const cutter = createFrameCutter((whole) => frames.push(Buffer.from(whole)));
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = cuts[turn % cuts.length] as number;
          assert.equal(cutter.push(bytes.subarray(at, at + size)), null);
          at += size;
        }
        assert.equal(cutter.partial(), false);
        assert.deepEqual(
          frames,
          payloads.map((payload) => Buffer.from(encodeEnvelope(0, payload))),
        );
      },
    ),
  );
});

test("percent-encoding and details: anything in, never an exception", () => {
  assert.equal(percentDecode("100 %25 %C3%A6 %zz %"), "100 % æ %zz %");
  fc.assert(
    fc.property(fc.string(), (text) => {
      percentDecode(text);
      readDetails(text);
      const whole = Buffer.from(text).toString();
      assert.equal(percentDecode(encodeURIComponent(whole)), whole);
    }),
  );
});
