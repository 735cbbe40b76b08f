/** The messages of a page that is left, read back with the generated schema. */
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { fromBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { SendRequestSchema } from "../../../../src/gen/webterminal/gateway/v1/pipe_pb.js";
import { WebTerminalMessageSchema } from "../../../../src/gen/wgtwo/webterminal/v0/webterminal_pb.js";
import { retainStream, sendOnRetained } from "../../../../src/phone/page/keepalive-message.js";

/** Collects the bodies of the requests, and the URLs they go to. */
function watchRequests(t: TestContext): { url: string; body: Uint8Array }[] {
  const requests: { url: string; body: Uint8Array }[] = [];
  t.mock.method(globalThis, "fetch", async (url: string, init: { body: Uint8Array }) => {
    requests.push({ url, body: init.body });
    return new Response();
  });
  return requests;
}

/** An id without a space, as the gateway makes them; also longer than a length of two bytes (2^14) can say. */
const id = fc.oneof(
  fc.uuid(),
  fc.constantFrom(127, 128, 16_383, 16_384, 70_000).map((length) => "x".repeat(length)),
);

test("a request to retain a stream names it and its secret", (t) => {
  const requests = watchRequests(t);
  fc.assert(
    fc.property(id, id, (session, secret) => {
      retainStream("wss://gateway.example", { id: session, secret });
      const { url, body } = requests.at(-1) ?? assert.fail("no request");
      assert.equal(url, "https://gateway.example/webterminal.gateway.v1.PipeService/Send");
      const request = fromBinary(SendRequestSchema, body);
      assert.equal(request.session, session);
      assert.equal(request.secret, secret);
      assert.equal(request.body.case, "hold");
    }),
  );
});

test("a last message reaches the core with its call", (t) => {
  const requests = watchRequests(t);
  fc.assert(
    fc.property(id, id, id, fc.constantFrom("bye" as const, "to-phone" as const), (session, secret, callId, type) => {
      sendOnRetained("https://gateway.example/", { id: session, secret }, type, callId);
      const request = fromBinary(SendRequestSchema, requests.at(-1)?.body ?? assert.fail("no request"));
      assert.equal(request.session, session);
      assert.equal(request.secret, secret);
      assert.ok(request.body.case === "last");
      const message = fromBinary(WebTerminalMessageSchema, request.body.value);
      assert.equal(message.callId, callId);
      assert.equal(message.message.case, type === "bye" ? "bye" : "action");
    }),
  );
});
