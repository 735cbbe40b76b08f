/** Every kind of call that a page can have, each played to its end. */
import { Code } from "@connectrpc/connect";
import { until } from "../../test/support/browser.js";
import type { Stage } from "../../test/support/stage.js";
import { callOf, type Widget } from "../../test/support/widget.js";

/** A kind of call. It resolves when the call is over, or ends by itself. */
export type Kind = (page: Widget, stage: Stage) => Promise<void>;

const stranger = "+4799999999";
const own = "+4790000001";
const scripted = (last: string): string => `+47800000${last}`;

const subscriberIs = (page: Widget, subscriber: string): Promise<void> =>
  page.waitFor(`document.querySelector("web-terminal").subscriber === "${subscriber}"`);

const talk = async (page: Widget): Promise<string> => {
  await page.do("dial", scripted("02"));
  await page.waitForState("active");
  return (await callOf(page)).id;
};

const rings = async (page: Widget, stage: Stage): Promise<string> => {
  const { callId } = await stage.control().placeCall({ from: stranger, to: own });
  await page.waitForState("incoming");
  return callId;
};

const hangUp = async (page: Widget): Promise<void> => {
  await page.do("hangup");
};

/** By name; the soak plays them in turn. */
export const kinds: Readonly<Record<string, Kind>> = {
  async outgoing(page) {
    await talk(page);
    await hangUp(page);
  },
  async "ended by the other side"(page, stage) {
    await stage.control().hangUp({ callId: await talk(page) });
  },
  async busy(page) {
    await page.settle("dial", scripted("03"));
  },
  async canceled(page) {
    await page.do("dial", scripted("04"));
    await page.waitForState("alerting");
    await hangUp(page);
  },
  async incoming(page, stage) {
    await rings(page, stage);
    await page.do("answer");
    await page.waitForState("active");
    await hangUp(page);
  },
  async rejected(page, stage) {
    await rings(page, stage);
    await page.do("reject");
  },
  async missed(page, stage) {
    await stage.control().hangUp({ callId: await rings(page, stage) });
  },
  async pulled(page, stage) {
    await stage.control().mobileStart({ user: "alice", peer: stranger });
    await subscriberIs(page, "elsewhere");
    await page.do("pull");
    await hangUp(page);
  },
  async pushed(page, stage) {
    await talk(page);
    await page.do("toPhone");
    await stage.control().mobileEnd({ user: "alice" });
  },
  async renegotiated(page, stage) {
    const callId = await talk(page);
    const before = (await page.events("call-renegotiated")).length;
    await stage.control().renegotiate({ callId });
    await page.waitForEvent("call-renegotiated", { after: before });
    await hangUp(page);
  },
  async "stream broken"(page, stage) {
    await talk(page);
    await stage.control().breakStreams({ user: "alice", code: Code.Unavailable });
    await page.waitForState("recovering");
    await page.waitForState("active");
    await hangUp(page);
  },
  async "network changed"(page) {
    await talk(page);
    await page.page.evaluate("void dispatchEvent(new Event('online'))");
    await page.waitForState("active");
    await hangUp(page);
  },
  async "microphone denied"(page) {
    await page.setMicrophone("denied");
    await page.fail("dial", scripted("02"));
    await page.setMicrophone("tone");
  },
  async "muted, held and with digits"(page) {
    await talk(page);
    await page.do("mute", true);
    await page.do("hold", true);
    await page.do("hold", false);
    await page.do("mute", false);
    await page.do("sendDigits", "12");
    await hangUp(page);
  },
  async "rate limit"(page) {
    await page.settle("dial", scripted("09"));
  },
  async "bad SDP"(page) {
    await page.settle("dial", scripted("10"));
  },
  async "tried again"(page) {
    await page.do("dial", scripted("08"));
    await page.waitForState("active");
    await hangUp(page);
  },
};

/** The call has left nothing behind that it should not have. */
export async function atRest(page: Widget, stage: Stage): Promise<void> {
  await page.waitFor('[undefined, "ended"].includes(document.querySelector("web-terminal").call?.state)');
  await subscriberIs(page, "idle");
  await until("the core to know of no call", async () => (await stage.control().listCalls({})).calls.length === 0);
}
