/** Sizes and speeds: the largest message, and sides that do not read. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fromBinary } from "@bufbuild/protobuf";
import { WebTerminalMessageSchema } from "../../../src/gen/wgtwo/webterminal/v0/webterminal_pb.js";
import { MAX_MESSAGE_BYTES } from "../../../src/wire/constants.js";
import { encodeEnvelope } from "../../../src/wire/envelope.js";
import { message, messageOfSize } from "../../support/echo-core.js";
import { openPage, startBoth, until } from "./bench.js";

/** Waits until a count has stopped growing. */
async function settled(count: () => number): Promise<number> {
  let before = -1;
  for (let same = 0; same < 4; same = count() === before ? same + 1 : 0) {
    before = count();
    await sleep(50);
  }
  return before;
}

test("a message of 1 MiB passes both ways", async (t) => {
  const { gateway } = await startBoth(t);
  const page = openPage(gateway.url);
  const largest = messageOfSize(MAX_MESSAGE_BYTES);
  page.send(largest);
  await page.received(1);
  assert.equal(Buffer.compare(page.messages[0] as Uint8Array, largest), 0);
  page.close();
});

test("a message over 1 MiB from the core is resource_exhausted", async (t) => {
  const { gateway, core } = await startBoth(t);
  const page = openPage(gateway.url);
  page.send(message(`big:${MAX_MESSAGE_BYTES}`));
  const status = await page.ended();
  assert.equal(status.code, "resource_exhausted");
  assert.equal(page.messages.length, 0);
  await until(() => core.streams.now === 0, "the core let go of it");
});

test("a message over 1 MiB from the page is resource_exhausted, in the page and past it", async (t) => {
  const { gateway, core } = await startBoth(t);
  const honest = openPage(gateway.url);
  honest.send(new Uint8Array(MAX_MESSAGE_BYTES + 1));
  assert.equal((await honest.ended()).code, "resource_exhausted");

  const rogue = openPage(gateway.url);
  await rogue.stands();
  rogue.socket.send(encodeEnvelope(0, new Uint8Array(MAX_MESSAGE_BYTES + 1)));
  assert.equal((await rogue.ended()).code, "resource_exhausted");
  await until(() => core.streams.now === 0 && gateway.bridges() === 0, "nothing is left");
});

test("a page that does not read holds the core up, and loses nothing", async (t) => {
  const total = 20_000;
  const { gateway, core } = await startBoth(t);
  const page = openPage(gateway.url);
  await page.stands();
  page.send(message(`flood:${total}`));
  await page.received(1);
  page.socket.pause();
  const held = await settled(() => core.flooded.count);
  assert.ok(held < total * 0.75, `the core was held up, at ${held} of ${total}`);
  const other = openPage(gateway.url);
  other.send(message("a"));
  await other.received(1);
  other.close();
  page.socket.resume();
  await page.received(total);
  for (let index = 0; index < total; index += 997) {
    assert.equal(fromBinary(WebTerminalMessageSchema, page.messages[index] as Uint8Array).callId, String(index));
  }
  assert.equal(page.ends.length, 0);
  page.close();
});

test("a core that does not read holds the page up, and loses nothing", async (t) => {
  const { gateway, core } = await startBoth(t);
  const page = openPage(gateway.url);
  await page.stands();
  page.socket.send(encodeEnvelope(0, message("stall")));
  await until(() => core.read.count === 1, "the core has stopped reading");
  const one = encodeEnvelope(0, messageOfSize(100_000));
  for (let index = 0; index < 200; index += 1) page.socket.send(one);
  const waiting = await settled(() => page.socket.bufferedAmount);
  assert.ok(waiting > 4_000_000, `the page was held up with ${waiting} bytes`);
  assert.equal(core.read.count, 1);
  core.resume();
  await page.received(200);
  assert.equal(core.read.count, 201);
  page.close();
});

test("the page's own stream gives up rather than queue without end", async (t) => {
  const { gateway } = await startBoth(t);
  const page = openPage(gateway.url);
  await page.stands();
  page.send(message("stall"));
  const largest = messageOfSize(MAX_MESSAGE_BYTES);
  for (let index = 0; index < 200 && page.ends.length === 0; index += 1) page.send(largest);
  assert.equal((await page.ended()).code, "resource_exhausted");
});
