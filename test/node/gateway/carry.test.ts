/** The gateway carries: messages, ends and headers, both ways. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBinary } from "@bufbuild/protobuf";
import { PhoneNumberSchema } from "../../../src/gen/wgtwo/common/v0/phonenumber_pb.js";
import { WebTerminalMessageSchema } from "../../../src/gen/wgtwo/webterminal/v0/webterminal_pb.js";
import { message, messageOfSize } from "../../support/echo-core.js";
import { carriers, openPage, startBoth, until } from "./bench.js";

for (const carrier of carriers) {
  test(`${carrier}: messages are carried byte for byte, both ways and in order`, async (t) => {
    const { gateway } = await startBoth(t);
    const page = openPage(gateway.url, { carrier, method: "Pipe" });
    const sent = Array.from({ length: 50 }, (_, index) => messageOfSize(10 + index * 97, `m${index}`));
    for (const bytes of sent) page.send(bytes);
    await page.received(51);
    assert.equal(page.headers.length, 1);
    assert.equal(fromBinary(WebTerminalMessageSchema, page.messages[0] as Uint8Array).message.case, "idle");
    assert.deepEqual(page.messages.slice(1), sent);
    page.close();
    assert.deepEqual(await page.ended(), { code: "canceled", message: "closed by the client", opened: true });
  });

  test(`${carrier}: the gateway's headers come although the core says nothing`, async (t) => {
    const { gateway, core } = await startBoth(t);
    const page = openPage(gateway.url, { carrier, method: "MultiPipe" });
    await page.stands();
    await until(() => core.streams.now === 1, "the core serves the stream");
    assert.equal(page.headers.length, 1);
    assert.equal(page.messages.length, 0);
    page.close();
    await until(() => core.streams.now === 0 && gateway.bridges() === 0, "the core let go of it");
    assert.equal(core.aborted.count, 1);
  });

  test(`${carrier}: half close reaches the core, and its end the page`, async (t) => {
    const { gateway } = await startBoth(t);
    const page = openPage(gateway.url, { carrier });
    page.send(message("one"));
    page.finish();
    assert.deepEqual(await page.ended(), { code: "ok", message: "", opened: true });
    assert.deepEqual(page.messages, [message("one")]);
  });

  test(`${carrier}: the core ends first, and well`, async (t) => {
    const { gateway, core } = await startBoth(t);
    const page = openPage(gateway.url, { carrier });
    page.send(message("end"));
    assert.equal((await page.ended()).code, "ok");
    await until(() => core.streams.now === 0 && gateway.bridges() === 0, "nothing is left");
  });

  for (const code of [
    "unauthenticated",
    "unavailable",
    "resource_exhausted",
    "permission_denied",
    "unimplemented",
    "internal",
  ]) {
    for (const how of ["at once", "later"]) {
      test(`${carrier}: ${code} from the core, ${how}: code, message and details arrive intact`, async (t) => {
        const { gateway } = await startBoth(t);
        const page = openPage(gateway.url, { carrier, ...(how === "at once" && { token: `deny-${code}` }) });
        if (how === "later") page.send(message(`fail:${code}`));
        const status = await page.ended();
        assert.equal(status.code, code);
        assert.equal(status.message, `the core says ${code}, 100 % æøå`);
        const [detail] = status.details as { type: string; value: string }[];
        assert.equal(detail?.type, "wgtwo.common.v0.PhoneNumber");
        const value = fromBinary(PhoneNumberSchema, Buffer.from(detail?.value ?? "", "base64"));
        assert.equal(value.e164, "+4790000001");
      });
    }
  }

  test(`${carrier}: only listed headers reach the core`, async (t) => {
    const { gateway, core } = await startBoth(t);
    const page = openPage(gateway.url, { carrier, headers: { "X-Request-Id": "r1", cookie: "a=b", "x-evil": "1" } });
    await page.stands();
    await until(() => core.streams.now === 1, "the core serves the stream");
    const headers = core.lastHeaders();
    assert.equal(headers.get("authorization"), "Bearer demo-alice");
    assert.equal(headers.get("x-request-id"), "r1");
    assert.equal(headers.get("cookie"), null);
    assert.equal(headers.get("x-evil"), null);
    assert.equal(page.headers[0]?.["x-request-id"], "r1");
  });
}
