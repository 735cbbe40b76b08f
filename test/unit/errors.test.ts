/** The error catalogue: each entry is complete, and speaks to the person at the screen or to the developer, not to both. */
// cspell:ignore jeton käyttöoikeustunnu الدخول alcance نطاق orígenes origens passerelle pasarela yhdyskäytäv البوابة
// cspell:ignore hendelseslytter hændelseslytter händelselyssnare attribut
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { languageTags, loadLanguage } from "../../src/element/i18n/load-language.js";
import { TerminalError, terminalErrorCodes } from "../../src/errors.js";
import { english } from "../support/english.js";

/** Words of developers, in the languages of the panel. */
const developerWords = new RegExp(
  [
    "token|jeton|käyttöoikeustunnu|トークン|رمز الدخول",
    "\\bscope\\b|alcance|نطاق",
    "\\borigins?\\b|orígenes|origens",
    "endpoint|gateway|passerelle|pasarela|yhdyskäytäv|\\bbram[aiy]|ゲートウェイ|البوابة",
    "OpenID|WebRTC|\\bUDP\\b|\\bSDP\\b|\\bICE\\b|telephone-event|Permissions-Policy|allow=|localhost",
    "listener|hendelseslytter|hændelseslytter|händelselyssnare|attribut",
  ].join("|"),
  "iu",
);

const errors = terminalErrorCodes.map((code) => new TerminalError(code));

describe("the error catalogue", () => {
  it("has a message, a hint and a developer hint for each code, as whole sentences", () => {
    assert.ok(errors.length >= 30);
    for (const { code, message, hint, developerHint } of errors) {
      for (const text of [message, hint, developerHint]) assert.match(text, /^\S.+\.$/, `${code}: ${text}`);
      assert.equal(new Set([message, hint, developerHint]).size, 3, `${code} says the same twice`);
    }
  });

  it("names a page of the documentation that explains the code", () => {
    for (const { code, docsUrl } of errors) {
      const [page = "", anchor = ""] = docsUrl.split("#");
      assert.equal(anchor, code);
      // Once the repository has an address, the page is below it.
      const file = new URL(`../../${page.slice(page.indexOf("docs/"))}`, import.meta.url);
      assert.ok(existsSync(file), page);
      assert.ok(readFileSync(file, "utf8").includes(`<a id="${code}"></a>`), `${page} has no anchor for ${code}`);
    }
  });

  it("replaces each text of a code for one error", () => {
    const error = new TerminalError("internal", { message: "a", hint: "b", developerHint: "c" });
    assert.deepEqual([error.message, error.hint, error.developerHint], ["a", "b", "c"]);
    assert.equal(
      new TerminalError("internal", { developerHint: undefined }).developerHint,
      errors.at(-1)?.developerHint,
    );
  });
});

describe("the texts of the panel", () => {
  const check = (language: string, texts: Readonly<Record<string, string | undefined>>): void => {
    for (const [key, text = ""] of Object.entries(texts)) {
      assert.doesNotMatch(text, developerWords, `${language}, ${key}`);
    }
  };

  it("are free of developer words in English", () => {
    check("en", english);
    check("en", Object.fromEntries(errors.map(({ code, message, hint }) => [code, `${message} ${hint}`])));
  });

  for (const tag of languageTags.filter((each) => each !== "en")) {
    it(`are free of developer words in ${tag}`, async () => {
      check(tag, await loadLanguage(tag));
    });
  }
});
