/** Reasons why there is no microphone. */
import { expect, waitUntil } from "@open-wc/testing";
import { TerminalError, type TerminalErrorCode } from "../../../src/index.js";
import { stage, part, mustPart, record } from "../helpers.js";

describe("a microphone that cannot be had", () => {
  const codes: readonly TerminalErrorCode[] = [
    "microphone-denied",
    "microphone-denied-by-system",
    "microphone-blocked-by-policy",
    "microphone-not-found",
    "microphone-busy",
    "microphone-silent",
    "insecure-page",
  ];
  it("has another explanation for each reason", () => {
    const texts = codes.map((code) => new TerminalError(code)).map(({ message, hint }) => `${message} ${hint}`);
    expect(new Set(texts).size).to.equal(codes.length);
  });

  for (const code of codes) {
    it(`(${code}) is explained, and the call that rings can still be answered`, async () => {
      const { element, phone } = await stage();
      const errors = record(element, "terminal-error");
      phone.ring();
      await element.updateComplete;
      const error = new TerminalError(code);
      phone.failNext = error;
      mustPart(element, "answer-button").click();
      await waitUntil(() => part(element, "toast") !== null);
      const toast = mustPart(element, "toast");
      const text = toast.textContent.replace(/\s+/g, " ");
      expect(text).to.contain(error.message).and.to.contain(error.hint);
      expect(errors.map((event) => event.error.code)).to.deep.equal([code]);
      expect(element.call?.state).to.equal("incoming");
      const again = [...toast.querySelectorAll("button")].find((button) => button.textContent.includes("Try again"));
      expect(again !== undefined).to.equal(error.retryable);
      (again ?? mustPart(element, "answer-button")).click();
      await waitUntil(() => element.call?.state === "active");
      expect(part(element, "toast") === null).to.equal(true);
    });
  }
});
