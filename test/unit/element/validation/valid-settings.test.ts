/** Attributes and properties, as a page may write them. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { choices, validSetting } from "../../../../src/element/validation/valid-settings.js";

function check(name: string, value: unknown): { valid: unknown; warnings: string[] } {
  const warnings: string[] = [];
  return { valid: validSetting(name, value, name, (text) => warnings.push(text)), warnings };
}

/** The value that counts, and that one warning names the field, what was expected, and what came. */
function assertRefused(name: string, value: unknown, valid: unknown, ...parts: string[]): void {
  const checked = check(name, value);
  assert.deepEqual(checked.valid, valid);
  assert.equal(checked.warnings.length, 1, checked.warnings.join("\n"));
  for (const part of [name, ...parts]) assert.ok(checked.warnings[0]?.includes(part), checked.warnings[0]);
}

describe("numbers", () => {
  for (const [name, bounds, fallback] of [
    ["ringVolume", "0 to 1", 1],
    ["iceWait", "0 to 60000", 1000],
  ] as const) {
    it(`${name} keeps its default where it is no number`, () => {
      for (const value of [NaN, Infinity, -Infinity, "loud", "", " ", true, {}, [], [0.5], () => 1, Symbol("1")]) {
        assertRefused(name, value, fallback, "expected a number from", bounds, `${fallback} is used`);
      }
    });

    it(`${name} is the default without a word where it is missing`, () => {
      for (const value of [null, undefined]) assert.deepEqual(check(name, value), { valid: fallback, warnings: [] });
    });

    it(`${name} stays at its bounds`, () => {
      assertRefused(name, -1, 0, "got -1");
      assertRefused(name, "-1", 0, 'got "-1"');
      assertRefused(name, 1e9, name === "iceWait" ? 60_000 : 1, "got 1000000000");
    });
  }

  it("may be written as text, as in an attribute", () => {
    assertRefused("ringVolume", "50", 1, 'got "50"', "1 is used");
    assert.deepEqual(check("ringVolume", "0.5"), { valid: 0.5, warnings: [] });
    assert.deepEqual(check("ringVolume", 0), { valid: 0, warnings: [] });
    assert.deepEqual(check("iceWait", "50"), { valid: 50, warnings: [] });
  });
});

describe("words", () => {
  for (const [name, values] of Object.entries(choices)) {
    it(`${name} is its default where it is unknown`, () => {
      for (const value of ["pink", "", values[0].toUpperCase(), 1, true, {}, [values[1]], Symbol("x")]) {
        assertRefused(name, value, values[0], values.join(", "), `"${values[0]}" is used`);
      }
      for (const value of [null, undefined]) assert.deepEqual(check(name, value), { valid: values[0], warnings: [] });
      for (const value of values) assert.deepEqual(check(name, value), { valid: value, warnings: [] });
    });
  }
});

describe("texts", () => {
  for (const name of ["endpoint", "tokenUrl", "account", "callRoot", "region", "lang", "ringUrl"]) {
    it(`${name} is empty where it is missing or no text`, () => {
      for (const value of [null, undefined]) assert.deepEqual(check(name, value), { valid: "", warnings: [] });
      for (const value of [42, {}, new Date(0), () => ""]) assertRefused(name, value, "", "expected a string");
      assert.deepEqual(check(name, "x"), { valid: "x", warnings: [] });
    });
  }

  it("endpoint has no query, which would be lost, and is not quoted with it", () => {
    const tail = "It is left out: put it into the path.";
    for (const [given, valid, what] of [
      ["https://gateway.example/?tenant=7", "https://gateway.example/", "a query"],
      ["/gateway?token=secret#there", "/gateway", "a query"],
      ["wss://gateway.example/a#b", "wss://gateway.example/a", "a fragment"],
    ] as const) {
      assert.deepEqual(check("endpoint", given), {
        valid,
        warnings: [`endpoint: expected a URL without a query or a fragment, got "${valid}" with ${what}. ${tail}`],
      });
    }
  });

  it("a token is never quoted", () => {
    assertRefused("token", 123_456, null, "got a number");
    assertRefused("token", { accessToken: "secret" }, null, "got an object");
    assert.deepEqual(check("token", undefined), { valid: null, warnings: [] });
    assert.deepEqual(check("token", "secret"), { valid: "secret", warnings: [] });
  });

  it("a long one is not quoted to its end", () => {
    const [warning = ""] = check("theme", "x".repeat(1000)).warnings;
    assert.ok(warning.length < 200, warning);
  });
});

describe("callbacks and objects", () => {
  for (const name of ["getToken", "resolveContact"]) {
    it(`${name} is null where it is no function`, () => {
      for (const value of ["/token", {}, true, Promise.resolve("t")]) {
        assertRefused(name, value, null, "expected a function or null");
      }
      assert.deepEqual(check(name, undefined), { valid: null, warnings: [] });
      const right = (): void => undefined;
      assert.equal(check(name, right).valid, right);
    });
  }

  it("a logger has to warn", () => {
    for (const value of ["console", {}, { warn: "loudly" }, () => undefined]) {
      assertRefused("logger", value, null, "a warn function");
    }
    assert.equal(check("logger", console).valid, console);
  });

  it("strings leave out what is no text", () => {
    assertRefused("strings", "Call", {}, "an object of strings", 'got "Call"');
    assertRefused("strings", ["Call"], {}, "got an array");
    const { valid, warnings } = check("strings", {
      call: "Ring up",
      hangup: 5,
      answer: { text: "x" },
      mute: undefined,
    });
    assert.deepEqual(valid, { call: "Ring up" });
    assert.deepEqual(warnings, [
      "strings.hangup: expected a string, got 5. It is ignored.",
      "strings.answer: expected a string, got an object. It is ignored.",
    ]);
    const right = { call: "Ring up" };
    assert.equal(check("strings", right).valid, right);
  });

  it("an object that cannot be read counts as none", () => {
    const thrower = new Proxy({}, { ownKeys: () => assert.fail("not to be read"), get: () => assert.fail("nor this") });
    assertRefused("strings", thrower, {}, "a value that can be read");
    assertRefused("logger", thrower, null, "a value that can be read");
    assertRefused("iceServers", [thrower], [], "a value that can be read");
  });
});

describe("ICE servers", () => {
  const stun = { urls: "stun:stun.example:3478" };
  const turn = { urls: ["turn:turn.example?transport=udp", "turns:turn.example:443"], username: "u", credential: "c" };

  it("that are right stay the page's own array", () => {
    const servers = [stun, turn];
    assert.equal(check("iceServers", servers).valid, servers);
    for (const value of [null, undefined]) assert.deepEqual(check("iceServers", value), { valid: [], warnings: [] });
  });

  it("that are wrong are left out, each with its place in the list", () => {
    assertRefused("iceServers", stun, [], "an array", "an object");
    assertRefused("iceServers", [stun, { url: "stun:old.example" }], [stun], "iceServers[1].urls", "undefined");
    for (const urls of ["https://stun.example", "stun:", "stun.example", "turn:h?transport=sctp", 5]) {
      assertRefused("iceServers", [{ urls }, stun], [stun], "iceServers[0].urls", "turns: URL");
    }
    assertRefused("iceServers", [null, stun], [stun], "iceServers[0].urls");
    assertRefused("iceServers", [{ ...turn, credential: undefined }], [], "a string and undefined");
  });

  it("keep the addresses that are right", () => {
    const urls = ["stun:a.example", "http://b.example"];
    assertRefused("iceServers", [{ urls }], [{ urls: ["stun:a.example"] }], "http://b.example");
  });

  it("are told of without their secrets", () => {
    const { warnings } = check("iceServers", [{ ...turn, username: 5, credential: "secret" }]);
    assert.doesNotMatch(warnings.join(), /secret/);
  });
});
