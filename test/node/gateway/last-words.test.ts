/** What a page says as it is left, when its own stream is gone already. */
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { retainStream, sendOnRetained } from "../../../src/phone/page/keepalive-message.js";
import type { StreamSession } from "../../../src/registration/registration-stream.js";
import { carriers, openPage, startBoth, until, type Page } from "./bench.js";

const id = "2d1f7c0e-6c0b-4c6b-9d5e-0d8f5a2f7f11";

/** The statuses of requests that nobody waits for, as they come. */
function watchReplies(test: TestContext): number[] {
  const own = globalThis.fetch;
  const replies: number[] = [];
  globalThis.fetch = async (...request) => {
    const response = await own(...request);
    replies.push(response.status);
    return response;
  };
  test.after(() => {
    globalThis.fetch = own;
  });
  return replies;
}

const sessionOf = (page: Page): StreamSession => {
  const [id = "", secret = ""] = page.headers[0]?.["session"]?.split(" ") ?? [];
  return { id, secret };
};

for (const carrier of carriers) {
  /** As a browser leaves a page. */
  const leave = (page: Page): void => {
    if (carrier === "websocket") page.socket.close(1001);
    else page.close();
  };

  test(`${carrier}: a pipe that is held takes last words once its page has gone`, async (t) => {
    const { core, gateway } = await startBoth(t);
    const page = openPage(gateway.url, { carrier });
    await page.stands();
    const replies = watchReplies(t);
    retainStream(gateway.url, sessionOf(page));
    await until(() => replies.length === 1, "it is held");
    leave(page);
    await page.ended();
    sendOnRetained(gateway.url, sessionOf(page), "bye", id);
    await until(() => core.read.count === 1, "the core reads it");
    await until(() => gateway.bridges() === 0, "the pipe is let go");
    assert.deepEqual(replies, [200, 200]);
  });

  test(`${carrier}: nobody says anything on it without its secret`, async (t) => {
    const { core, gateway } = await startBoth(t);
    const page = openPage(gateway.url, { carrier });
    await page.stands();
    const replies = watchReplies(t);
    sendOnRetained(gateway.url, { ...sessionOf(page), secret: "guessed" }, "bye", id);
    sendOnRetained(gateway.url, { id: "nobody", secret: "guessed" }, "bye", id);
    await until(() => replies.length === 2, "both are answered");
    assert.deepEqual(replies.sort(), [403, 404]);
    assert.equal(core.read.count, 0);
    page.close();
  });
}

test("a pipe that nobody asked to hold is let go with its page", async (t) => {
  const { core, gateway } = await startBoth(t, { limits: { retainMs: 60_000 } });
  const page = openPage(gateway.url);
  await page.stands();
  page.socket.close(1001);
  await until(() => core.aborted.count === 1 && gateway.bridges() === 0, "it is gone");
});
