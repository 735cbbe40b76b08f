/** The strings of the panel, and its languages. */
import { expect, waitUntil } from "@open-wc/testing";
import { missedCalls } from "../../../src/element/history/history.js";
import { languageTags, loadLanguage } from "../../../src/element/i18n/load-language.js";
import { LocalizedStrings, type StringKey } from "../../../src/element/i18n/strings.js";
import { TerminalError, terminalErrorCodes } from "../../../src/index.js";
import { english } from "../../support/english.js";
import { makeCall } from "../../support/fake-phone.js";
import { stage, part, shown } from "../helpers.js";

describe("words", () => {
  const words = new LocalizedStrings("en", {}, { "hint-rate-limited": "Coffee." }, [english]);

  it("writes durations as people do", () => {
    expect([0, 59_999, 60_000, 3_725_000, -5].map((time) => words.duration(time))).to.deep.equal([
      "0:00",
      "0:59",
      "1:00",
      "1:02:05",
      "0:00",
    ]);
    expect(new LocalizedStrings("ar-EG", {}, {}).duration(65_000)).to.equal("١:٠٥");
  });

  it("fills in values, and lets a host replace any text", () => {
    expect(words.text("said-incoming", { who: "Ada" })).to.equal("Incoming call from Ada");
    expect(words.errorHint(new TerminalError("rate-limited"))).to.equal("Coffee.");
    expect(words.errorText(new TerminalError("rate-limited"))).to.equal("Too many calls in a short time.");
  });
});

describe("languages", () => {
  const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
  const errors = terminalErrorCodes.flatMap((code) => [`error-${code}`, `hint-${code}`]);

  for (const tag of languageTags.filter((each) => each !== "en")) {
    it(`have every word in ${tag}, none too many, each with its values`, async () => {
      const { direction, ...words } = await loadLanguage(tag);
      const plurals = new Intl.PluralRules(tag).resolvedOptions().pluralCategories.map((form) => `missed-${form}`);
      const wanted = [...Object.keys(english).filter((key) => !key.startsWith("missed-")), ...errors, ...plurals];
      expect(Object.keys(words).sort()).to.deep.equal(wanted.sort());
      expect(direction).to.equal(tag === "ar" ? "rtl" : undefined);
      for (const [key, text] of Object.entries(english)) {
        // A form for none, one or two may say so without a figure.
        if (key !== "missed-other" && key.startsWith("missed-")) continue;
        expect(placeholders(words[key as StringKey] ?? ""), key).to.deep.equal(placeholders(text));
      }
    });
  }

  it("count as their people do", async () => {
    const count = async (tag: string, numbers: readonly number[]): Promise<string[]> => {
      const words = new LocalizedStrings(tag, await loadLanguage(tag), {});
      return numbers.map((number) => missedCalls(number, words).replace(/[\u2068\u2069]/g, ""));
    };
    expect(await count("pl", [1, 2, 4, 5, 12, 22, 25])).to.deep.equal([
      "1 nieodebrane połączenie",
      "2 nieodebrane połączenia",
      "4 nieodebrane połączenia",
      "5 nieodebranych połączeń",
      "12 nieodebranych połączeń",
      "22 nieodebrane połączenia",
      "25 nieodebranych połączeń",
    ]);
    expect(await count("ar-EG", [0, 1, 2, 3, 11, 100])).to.deep.equal([
      "لا مكالمات فائتة",
      "مكالمة فائتة واحدة",
      "مكالمتان فائتتان",
      "٣ مكالمات فائتة",
      "١١ مكالمة فائتة",
      "١٠٠ مكالمة فائتة",
    ]);
    expect(await count("ja", [1, 5])).to.deep.equal(["不在着信1件", "不在着信5件"]);
    expect(await count("fi", [1, 5])).to.deep.equal(["1 vastaamaton puhelu", "5 vastaamatonta puhelua"]);
    // English, while the language is on its way.
    expect(missedCalls(3, new LocalizedStrings("pl", {}, {}, [english]))).to.equal("3 missed calls");
  });

  it("give Norwegians of either tag bokmål", async () => {
    const words = await loadLanguage("nb");
    for (const tag of ["no", "nn-NO", "NB-no"]) expect(await loadLanguage(tag), tag).to.equal(words);
  });

  for (const tag of languageTags.filter((each) => each !== "en")) {
    it(`have the typography of ${tag}`, async () => {
      const text = Object.values(await loadLanguage(tag)).join("\n");
      expect(text).not.to.match(/\p{L}'\p{L}|\.\.\.| \n|\n | {2}/u);
      // French keeps a narrow space before high punctuation; Spanish opens what it closes.
      if (tag === "fr") expect(text).not.to.match(/(?<!\u202f)[:;!?]/);
      if (tag === "es") expect(text.match(/¿/g)).to.have.lengthOf(text.match(/\?/g)?.length ?? 0);
    });
  }

  it("write days, times, durations and counts as the tag has it", async () => {
    const { element, phone } = await stage({ history: true, account: `account-${Math.random()}` });
    const now = Date.now();
    const talked = makeCall({
      id: "1",
      state: "ended",
      cause: "hangup",
      startedAt: now,
      answeredAt: now,
      endedAt: now + 83_000,
    });
    const missed = makeCall({ id: "2", state: "ended", cause: "missed", direction: "incoming", startedAt: now + 1 });
    await waitUntil(() => element.shadowRoot?.querySelector("[value=history]"));
    for (const call of [talked, missed]) {
      const cause = call.cause ?? "error";
      phone.emit({ type: "call-ended", call, cause, duration: 0 });
    }
    element.shadowRoot?.querySelector<HTMLElement>("[value=history]")?.click();
    await waitUntil(() => part(element, "history") !== null);
    const days = { de: "Heute", fr: "Aujourd’hui", es: "Hoy", it: "Oggi", pt: "Hoje", nl: "Vandaag", "pt-PT": "Hoje" };
    const others = languageTags.map((tag) => {
      const day = new Intl.RelativeTimeFormat(tag, { numeric: "auto" }).format(0, "day");
      return [tag, day.charAt(0).toLocaleUpperCase(tag) + day.slice(1)] as const;
    });
    for (const [tag, day] of [...others, ...Object.entries(days), ["de-CH", "Heute"], ["en-GB", "Today"]] as const) {
      element.lang = tag;
      const time = new Intl.DateTimeFormat(tag, { timeStyle: "short" }).format(now).replace(/\s+/g, " ");
      await shown(element, `${time} · ${new LocalizedStrings(tag, {}, {}).duration(83_000)}`);
      await shown(element, day);
    }
  });

  for (const lang of ["de_DE", "de_DE_formal", "de_AT.UTF-8", "de_DE@euro", " de-DE ", "de-DE-!"]) {
    it(`are spoken where a server writes lang="${lang}"`, async () => {
      const { element } = await stage({ lang });
      await shown(element, "Anrufen");
    });
  }

  it("isolate names of the other direction in a sentence", () => {
    const strings = new LocalizedStrings("en", {}, {}, [english]);
    expect(strings.text("said-incoming", { who: "Ada" })).not.to.match(/[\u2066-\u2069]/);
    expect(strings.text("said-incoming", { who: "\u0645\u0631" })).to.include("\u2068\u0645\u0631\u2069");
  });

  it("are spoken as soon as they are here, and English where there is none", async () => {
    const { element } = await stage({ lang: "de-AT" });
    await shown(element, "Anrufen");
    element.lang = "eo";
    await shown(element, "Call");
  });
});
