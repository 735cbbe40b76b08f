/**
 * WebKitGTK has no WebRTC: the phone says so, and everything but calls works. A real page, gateway
 * and core; what the page's console was told is judged at the end of each test.
 */
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { until } from "../support/browser.js";
import { launchWebKit, type WebKit } from "../support/browsers/webkit.js";
import { createHostPages, type HostPages, pageWith } from "../support/host-pages.js";
import { coreIsIdle, createStage, type Stage } from "../support/stage.js";

/** Notes what a person would find on the console, and what the phone tells the page. */
const notes = `<script>
  var faults = [], told = [];
  addEventListener("error", (event) => faults.push(String(event.message || event.target.src)), true);
  addEventListener("unhandledrejection", (event) => faults.push("unhandled: " + event.reason));
  for (const level of ["error", "warn"]) {
    const write = console[level];
    console[level] = (...args) => { faults.push(args.join(" ")); write.apply(console, args); };
  }
  for (const type of ["terminal-error", "connection-change", "call-incoming", "call-ended", "subscriber-change"]) {
    addEventListener(type, (event) => told.push({ type, code: event.error?.code ?? "", cause: event.cause ?? "" }));
  }
</script>`;

const said = "This browser cannot make calls.";

describe("a browser without WebRTC", () => {
  let pages: HostPages;
  let stage: Stage;
  let webkit: WebKit;
  before(async () => {
    pages = await createHostPages();
    [stage, webkit] = await Promise.all([createStage({ allowOrigins: [pages.url] }), launchWebKit()]);
  });
  after(async () => {
    await Promise.all([webkit.close(), stage.close(), pages.close()]);
  });

  const phone = "document.querySelector('web-terminal')";
  const get = <T>(expression: string): Promise<T> => webkit.run<T>(`return ${expression}`);
  const waitFor = (expression: string): Promise<unknown> =>
    until(expression, () => get<boolean>(`Boolean(${expression})`));
  const text = `(${phone}.shadowRoot?.textContent ?? "").replace(/\\s+/g, " ")`;
  const reads = (part: string): Promise<unknown> => waitFor(`${text}.includes(${JSON.stringify(part)})`);
  const press = (selector: string): Promise<unknown> =>
    get(`${phone}.shadowRoot.querySelector(${JSON.stringify(selector)}).click()`);
  const failure = (call: string): Promise<{ code: string; hint: string }> =>
    get(`${phone}.${call}.then(() => ({ code: "none", hint: "" }), ({ code, hint }) => ({ code, hint }))`);
  const told = (type: string): Promise<{ code: string; cause: string }[]> =>
    get(`told.filter((each) => each.type === "${type}")`);
  const quiet = async (): Promise<void> => assert.deepEqual(await get("faults"), []);

  const open = async (attributes = "", body = ""): Promise<void> => {
    const element = `<web-terminal endpoint="${stage.url}" ${attributes}></web-terminal>`;
    await webkit.goto(pages.set("/", pageWith(body + element, { head: notes })));
    await get(`${phone}.getToken = async () => "demo-alice"`);
    await waitFor(`${phone}.connection === "ready"`);
  };
  beforeEach(async () => {
    await webkit.goto("about:blank");
    await until("no terminal to be left", async () => (await stage.control().listTerminals({})).terminals.length === 0);
  });

  it("is told so at once, once, with what to do, and is registered all the same", async () => {
    await open();
    assert.equal(await get("typeof RTCPeerConnection"), "undefined");
    await reads(said);
    await reads("Use a current version of Chrome, Edge, Firefox or Safari.");
    assert.deepEqual(await told("terminal-error"), [{ type: "terminal-error", code: "no-webrtc", cause: "" }]);
    assert.equal(await get(`${phone}.matches(":state(ready)")`), true);
    await quiet();
  });

  it("dials with the field, the pad and the keyboard, up to the call, which says why not", async () => {
    await open('region="NO"');
    await press('[part=key][value="9"]');
    await get(`${phone}.shadowRoot.querySelector("[part=display]").focus()`);
    await webkit.type("0000002");
    await waitFor(`${phone}.shadowRoot.querySelector("[part=display]").value.replace(/\\D/g, "") === "90000002"`);
    await webkit.type("\uE007");
    await waitFor(`${phone}.shadowRoot.querySelector("[part=toast]")?.textContent.includes(${JSON.stringify(said)})`);
    const { code, hint } = await failure('dial("+4790000002")');
    assert.equal(code, "no-webrtc");
    assert.match(hint, /Firefox/);
    assert.deepEqual(await get(`${phone}.calls.length`), 0);
    assert.equal((await stage.control().listCalls({})).calls.length, 0);
    await quiet();
  });

  it("shows who calls, does not end the ringing elsewhere, and can send the call away", async () => {
    await open("history");
    await stage.control().placeCall({ from: "+4790000002", to: "+4790000001" });
    await waitFor(`${phone}.call?.state === "incoming"`);
    await reads("Incoming call");
    assert.equal((await failure("answer()")).code, "no-webrtc");
    assert.equal(await get(`${phone}.call.state`), "incoming");
    assert.equal((await stage.control().listCalls({})).calls.length, 1);
    await press("[part~=reject-button]");
    await waitFor('told.some(({ type, cause }) => type === "call-ended" && cause === "rejected")');
    await coreIsIdle(stage);
    await quiet();
  });

  it("follows the number on other devices, and says why the call cannot be brought here", async () => {
    await open();
    await stage.control().mobileStart({ user: "alice", peer: "+4799999999" });
    await waitFor(`${phone}.subscriber === "elsewhere"`);
    await reads("on another device");
    assert.equal((await failure("pull()")).code, "no-webrtc");
    await stage.control().mobileEnd({ user: "alice" });
    await waitFor(`${phone}.subscriber === "idle"`);
    await quiet();
  });

  it("keeps settings, the list of calls, languages and themes", async () => {
    await open("history");
    await stage.control().placeCall({ from: "+4790000002", to: "+4790000001" });
    await waitFor(`${phone}.call?.state === "incoming"`);
    await get(`${phone}.reject()`);
    await waitFor(`${phone}.call === null || ${phone}.call.state === "ended"`);
    await get(`${phone}.dismiss()`);
    await press("header button[value=history]");
    await waitFor(`${phone}.shadowRoot.querySelector("[part~=history] li") !== null`);
    await press("header button[value=pad]");
    await press("header button[value=settings]");
    await waitFor(`${phone}.shadowRoot.querySelector("[part~=settings]") !== null`);
    // No setSinkId either: the choice of a speaker is closed, and says why.
    assert.equal(await get(`${phone}.shadowRoot.querySelector("#speaker").disabled`), true);
    await get(`${phone}.lang = "de"`);
    await reads("Mikrofon");
    await press("header button[value=pad]");
    await reads("Dieser Browser kann nicht telefonieren.");
    const colour = (theme: string): Promise<string> =>
      get(
        `(${phone}.theme = "${theme}", ${phone}.updateComplete.then(() => getComputedStyle(${phone}.shadowRoot.querySelector(".panel")).backgroundColor))`,
      );
    assert.notEqual(await colour("dark"), await colour("light"));
    await quiet();
  });

  it("opens for a number that is clicked in the page, and says why it cannot call", async () => {
    await open(
      'mode="floating"',
      '<button id="ada" data-web-terminal-call="+4790000002" data-web-terminal-label="Ada">Call</button>',
    );
    assert.equal(await get(`${phone}.open`), false);
    await get('document.querySelector("#ada").click()');
    await waitFor(`${phone}.open`);
    await reads(said);
    await quiet();
  });

  it("names what is missing when it is tried out, and in the support bundle", async () => {
    await open();
    const checks = await get<{ name: string; error: { code: string } | null }[]>(
      `${phone}.preflight().then(({ checks }) => checks.map(({ name, error }) => ({ name, error: error && { code: error.code } })))`,
    );
    assert.equal(checks.find(({ name }) => name === "browser")?.error?.code, "no-webrtc");
    assert.equal(checks.find(({ name }) => name === "connection")?.error, null);
    assert.match(await get(`${phone}.supportBundle().then((bundle) => JSON.stringify(bundle))`), /no-webrtc/);
    await quiet();
  });
});
