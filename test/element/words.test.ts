import { expect, waitUntil } from "@open-wc/testing";
import { missedCalls } from "../../src/element/history/history.js";
import { languageTags, loadLanguage } from "../../src/element/i18n/load-language.js";
import { openBusyDialog } from "../../src/click-to-call/busy-dialog.js";
import { createNumberList } from "../../src/click-to-call/number-list.js";
import { fromPasted, toDialable } from "../../src/element/number/normalize-number.js";
import type { TokenSettings } from "../../src/element/phone/token-kind.js";
import { createTokenSource } from "../../src/element/phone/token-source.js";
import type { TokenSource } from "../../src/phone/types.js";
import { english } from "../support/english.js";
import { LocalizedStrings, type StringKey } from "../../src/element/i18n/strings.js";
import { TerminalError, terminalErrorCodes } from "../../src/index.js";
import { makeCall } from "../support/fake-phone.js";
import { part, rejection, shown, stage } from "./helpers.js";

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

  it("are spoken as soon as they are here, and English where there is none", async () => {
    const { element } = await stage({ lang: "de-AT" });
    await shown(element, "Anrufen");
    element.lang = "eo";
    await shown(element, "Call");
  });
});

describe("click-to-call", () => {
  const target = { number: "+4790000002", label: "Ada", metadata: null, digits: "" };

  it("asks in the element's words, and in other ones once the language has changed", async () => {
    const { element } = await stage({ lang: "de", strings: { "offer-second": "Dazu" } });
    const end = new AbortController();
    const up = makeCall({ state: "active" });
    const answer = openBusyDialog(element, target, up, ["second", "cancel"], end.signal);
    const section = element.shadowRoot?.firstElementChild?.shadowRoot?.firstElementChild as HTMLElement;
    await waitUntil(() => section.innerText.includes("Sie sind im Gespräch mit"));
    expect([...section.querySelectorAll("button")].map((each) => each.innerText)).to.deep.equal([
      "Dazu",
      "Nicht anrufen",
    ]);
    element.lang = "en";
    await waitUntil(() => section.innerText.includes("What about the call to Ada"));
    end.abort();
    expect(await answer).to.equal("cancel");
  });

  it("lists numbers in the element's words, in their direction", async () => {
    const { element } = await stage({ lang: "en" });
    const found = [{ text: "+47 900 00 002", number: "+4790000002" }];
    const list = createNumberList(
      element,
      () => found,
      () => undefined,
    );
    list.update();
    const holder = element.shadowRoot?.firstElementChild as HTMLElement;
    const title = (): string => holder.shadowRoot?.querySelector("summary")?.textContent ?? "";
    expect([title(), holder.lang, holder.dir]).to.deep.equal(["Numbers on this page (1)", "en", "ltr"]);
    element.lang = "de";
    await waitUntil(() => title() === "Nummern auf dieser Seite (1)");
    // Words of the page's own are as good as a language.
    element.lang = "he";
    element.strings = { direction: "rtl", call: "חיוג", "numbers-title": "מספרים: {count}" };
    await waitUntil(() => title() === "מספרים: \u20681\u2069");
    expect([holder.lang, holder.dir]).to.deep.equal(["he", "rtl"]);
    list.stop();
    expect(holder.isConnected).to.equal(false);
  });
});

describe("numbers", () => {
  it("strips what only the eye needs", () => {
    const same = [
      "+47 900 00 002",
      "+47-900-00-002",
      "tel:+4790000002",
      "\u2066+47\u00a0(900) 00.002\u2069",
      "004790000002",
      "+47 (0)90000002",
      "＋４７９００００００２",
      "+٤٧٩٠٠٠٠٠٠٢",
    ];
    for (const text of same) expect(toDialable(text), text).to.equal("+4790000002");
    expect(["112", "02800", "90000002"].map(toDialable)).to.deep.equal(["112", "02800", "90000002"]);
  });

  it("refuses what is no number", () => {
    for (const text of [
      "",
      "+",
      "12",
      "+12",
      "Ada",
      "+47Ada",
      "+1234567890123456",
      "1234567890123456",
      "+0790000002",
      "*21#",
    ]) {
      expect(toDialable(text), text).to.equal(null);
    }
  });

  it("keeps a pasted number recognisable", () => {
    expect(fromPasted(" tel:+47 900\n00 002 ")).to.equal("+47 900 00 002");
  });
});

describe("token sources", () => {
  const none: TokenSettings = { token: null, getToken: null, tokenUrl: "", signIn: false };
  const sourceOf = (settings: Partial<TokenSettings>): TokenSource =>
    createTokenSource(() => ({ ...none, ...settings }), none);

  it("gives a fixed token, and does not offer a refused one again", async () => {
    const source = sourceOf({ token: "t" });
    expect(await source("start")).to.equal("t");
    expect(await rejection(source("rejected"))).to.have.property("code", "signed-out");
  });

  it("gives a fixed token that has taken the place of a refused one", async () => {
    let token = "t";
    const source = createTokenSource(() => ({ ...none, token }), none);
    expect(await source("start")).to.equal("t");
    token = "u";
    expect(await source("rejected")).to.equal("u");
    expect(await rejection(source("rejected"))).to.have.property("code", "signed-out");
  });

  it("asks the page's function first, and throws what that throws", async () => {
    const cause = new Error("offline");
    const source = sourceOf({ token: "t", getToken: () => Promise.reject(cause) });
    expect(await rejection(source("start"))).to.equal(cause);
  });

  it("fetches a URL with the page's credentials", async () => {
    const { fetch } = window;
    const asked: unknown[] = [];
    const answers = [
      Response.json({ access_token: "t", expires_in: 60 }),
      new Response(null, { status: 401 }),
      new Response(null, { status: 500 }),
      Response.json({}),
    ];
    window.fetch = async (url, init) => {
      asked.push([url, init?.credentials]);
      return answers.shift() ?? Response.error();
    };
    try {
      const source = sourceOf({ tokenUrl: "/my/token" });
      expect(await source("start")).to.deep.equal({ accessToken: "t", expiresIn: 60 });
      expect(asked[0]).to.deep.equal(["/my/token", "include"]);
      expect(await rejection(source("rejected"))).to.have.property("code", "signed-out");
      expect(await rejection(source("start"))).to.have.property("message", "token-url answered 500");
      expect(await rejection(source("start"))).to.have.property("message", "token-url gave no access_token");
    } finally {
      window.fetch = fetch;
    }
  });
});
