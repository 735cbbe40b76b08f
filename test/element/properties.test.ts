/** Attributes and properties. */
import { expect, waitUntil, fixtureSync, html } from "@open-wc/testing";
import { WebTerminalElement } from "../../src/index.js";
import { FakePhone } from "../support/fake-phone.js";
import { makeTerminal, stage } from "./helpers.js";

describe("settings", () => {
  it("keeps attributes and properties in step", async () => {
    const { element } = makeTerminal();
    const values = {
      "token-url": "tokenUrl",
      account: "account",
      region: "region",
      endpoint: "endpoint",
      leave: "leave",
      transport: "transport",
    } as const;
    for (const [attribute, property] of Object.entries(values)) {
      const value = attribute === "leave" ? "hangup" : attribute === "transport" ? "fetch" : "x";
      element.setAttribute(attribute, value);
      expect(element[property as keyof WebTerminalElement], attribute).to.equal(value);
    }
    element.setAttribute("call-mode", "multiple");
    expect(element.callMode).to.equal("multiple");
    element.setAttribute("disabled", "");
    expect(element.disabled).to.equal(true);
    fixtureSync(html`<div>${element}</div>`);
    element.theme = "dark";
    element.open = true;
    await element.updateComplete;
    expect(element.getAttribute("theme")).to.equal("dark");
    expect(element.hasAttribute("open")).to.equal(true);
    expect(element.hasAttribute("mode")).to.equal(false);
  });

  it("warns once of an unknown value and uses the default", async () => {
    const warnings: string[] = [];
    const logger = { ...console, warn: (text: string) => void warnings.push(text) };
    const { element } = await stage({ logger });
    for (let time = 0; time < 2; time += 1) {
      element.setAttribute("theme", "pink");
      await element.updateComplete;
      expect(element.theme).to.equal("auto");
    }
    element.removeAttribute("theme");
    await element.updateComplete;
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain("pink").and.to.contain("auto, light, dark");
  });

  it("reads a token attribute once and removes it", async () => {
    const element = fixtureSync<WebTerminalElement>(html`<web-terminal token="secret"></web-terminal>`);
    expect(element.hasAttribute("token")).to.equal(false);
    expect(element.token).to.equal("secret");
    expect(element.outerHTML).not.to.contain("secret");
  });

  it("counts properties set before the upgrade", async () => {
    const name = "test-terminal-late";
    const getToken = async (): Promise<string> => "demo-alice";
    const element = document.createElement(name) as WebTerminalElement;
    Object.assign(element, { endpoint: "https://gateway.example", getToken, iceWait: 5 });
    document.body.append(element);
    const phones: FakePhone[] = [];
    customElements.define(
      name,
      class extends WebTerminalElement {
        constructor() {
          super((options) => {
            const phone = new FakePhone(options);
            phones.push(phone);
            return phone;
          });
        }
      },
    );
    await waitUntil(() => phones.length === 1);
    expect(phones[0]?.options).to.include({ endpoint: "https://gateway.example/", iceWait: 5 });
    expect(await phones[0]?.options.getToken("start")).to.equal("demo-alice");
    element.remove();
  });

  it("is registered once and says its version", () => {
    expect(customElements.get("web-terminal")).to.equal(WebTerminalElement);
    expect(WebTerminalElement.version).to.match(/^\d+\.\d+\.\d+/);
  });
});
