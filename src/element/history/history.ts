/** Recent calls: kept, listed, called again, cleared. */
import { html, nothing, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import { icon } from "../icons/icons.js";
import { laterIcon } from "../icons/feature-icons.js";
import { readPreference, writePreference } from "../preferences.js";
import type { FeatureHost } from "../features/feature-host.js";
import type { Feature } from "../features/feature-loader.js";
import type { Actions, ViewModel } from "../view-model.js";
import type { StringKey, LocalizedStrings } from "../i18n/strings.js";
import { openHistory, ownerOf, type HistoryStore, type PastCall } from "./history-store.js";

export { history as english } from "./history.en.js";
export { history as styles } from "./history.styles.js";

export interface HistoryFeature extends Feature {
  /** How many calls were missed since the list was looked at. */
  readonly missed: number;
  /** The same in words; empty where there are none. */
  missedText(words: LocalizedStrings): string;
  readonly calls: readonly PastCall[];
  view(viewModel: ViewModel, actions: Actions): TemplateResult;
  /** The last calls, for the panel at rest. */
  recent(viewModel: ViewModel, actions: Actions): TemplateResult | typeof nothing;
}

export function create(host: FeatureHost): HistoryFeature {
  let calls: readonly PastCall[] = [];
  let store: HistoryStore | null = null;
  let owner: string | null = null;
  let sure = false;
  let seenAt = 0;

  const missed = (): number => calls.filter((call) => isMissed(call) && call.startedAt > seenAt).length;

  const read = async (): Promise<void> => {
    calls = (await store?.list()) ?? [];
    host.requestUpdate();
  };

  /** Opens the list of whoever is signed in. What cannot be opened (a private window) is an empty list. */
  const openNext = async (): Promise<void> => {
    const { registration, usedToken } = host;
    const next = registration && (await ownerOf(registration.endpoint, registration.account, usedToken));
    if (next === owner) return;
    owner = next;
    store?.close();
    store = null;
    calls = [];
    if (next === null) return;
    seenAt = Number(readPreference(`seen:${next}`) ?? 0);
    store = await openHistory(next);
    await read();
  };

  /** One after the other: a call may end while the list is still being opened. */
  let opening = Promise.resolve();
  const open = (): Promise<void> => {
    opening = opening.then(openNext, openNext);
    return opening;
  };

  const add = async (call: CallInfo): Promise<void> => {
    await open();
    await store?.add(call);
    await read();
  };

  const clear = async (): Promise<void> => {
    sure = false;
    await store?.clear();
    await read();
  };

  const ask = (on: boolean) => () => {
    sure = on;
    host.requestUpdate();
  };

  const markSeen = (): void => {
    if (missed() === 0) return;
    seenAt = calls[0]?.startedAt ?? 0;
    if (owner !== null) writePreference(`seen:${owner}`, String(seenAt));
    // After the render that asks: the count belongs to the next one.
    queueMicrotask(() => host.requestUpdate());
  };

  const row = (call: PastCall, { words, shown, part }: ViewModel, actions: Actions): TemplateResult => {
    const contact = host.resolveContact === null ? null : (part("contacts")?.contactOf(call.number) ?? null);
    const name = contact?.name ?? call.name;
    const number = shown(call.number);
    const who = name ?? (number || words.text("unknown-number"));
    const kind = kindOf(call);
    return html`
      <li class="past ${isMissed(call) ? "missed-call" : ""}">
        <span class="kind" aria-hidden="true">${kind.picture}</span>
        <div class="about">
          <p class="past-who">
            <bdi
              >${
                contact?.url !== undefined && /^https?:/.test(new URL(contact.url, document.baseURI).href)
                  ? html`<a href=${contact.url} target="_blank" rel="noopener">${who}</a>`
                  : who
              }</bdi
            >
          </p>
          <p class="past-what">${words.text(kind.word)} · ${timeOf(call, words)}</p>
        </div>
        ${
          call.number === ""
            ? nothing
            : html`<button
                class="plain again"
                type="button"
                value=${call.number}
                aria-label=${words.text("history-call", { who })}
                @click=${actions.redial}
              >
                ${icon("phone")}
              </button>`
        }
      </li>
    `;
  };

  return {
    get missed() {
      return missed();
    },
    missedText(words) {
      const count = missed();
      return count === 0 ? "" : missedCalls(count, words);
    },
    get calls() {
      return calls;
    },
    view(viewModel, actions) {
      markSeen();
      const { words } = viewModel;
      return html`
        <div part="history" class="page history">
          <h2 tabindex="-1" data-focus>${words.text("history")}</h2>
          ${
            calls.length === 0
              ? html`<div class="message">
                  <span class="emblem" aria-hidden="true">${icon("clock")}</span>
                  <h3>${words.text("history-empty")}</h3>
                  <p>${words.text("history-empty-text")}</p>
                </div>`
              : [...byDay(calls)].map(
                  ([day, ofDay]) => html`
                    <h3 class="day">${dayName(day, words)}</h3>
                    <ul class="list">
                      ${ofDay.map((call) => row(call, viewModel, actions))}
                    </ul>
                  `,
                )
          }
          ${
            calls.length === 0
              ? nothing
              : sure
                ? html`<div class="banner warn sure" role="alert">
                    <p>${words.text("history-clear-sure")}</p>
                    <button class="small" type="button" @click=${() => void clear()}>
                      ${words.text("history-clear-yes")}
                    </button>
                    <button class="quiet" type="button" @click=${ask(false)}>${words.text("cancel")}</button>
                  </div>`
                : html`<button class="quiet clear" type="button" @click=${ask(true)}>
                    ${words.text("history-clear")}
                  </button>`
          }
        </div>
      `;
    },
    recent(viewModel, actions) {
      const last = calls.filter(({ number }, index) => calls.findIndex((one) => one.number === number) === index);
      if (last.length === 0) return nothing;
      return html`<ul class="list recent" aria-label=${viewModel.words.text("history")}>
        ${last.slice(0, 2).map((call) => row(call, viewModel, actions))}
      </ul>`;
    },
    follow(snapshot) {
      // The token that says whose list it is has been used by then.
      if (snapshot.connection === "ready") open().catch(() => undefined);
    },
    hear(event) {
      if (event.type === "call-ended") add(event.call).catch(() => undefined);
    },
    close() {
      store?.close();
      store = null;
      owner = null;
    },
  };
}

/** So many missed calls, in words. */
export function missedCalls(count: number, words: LocalizedStrings): string {
  const form = new Intl.PluralRules(words.locale).select(count);
  const values = { count: new Intl.NumberFormat(words.locale).format(count) };
  // A language without the form says `other`.
  return words.text(`missed-${form}`, values) || words.text("missed-other", values);
}

function isMissed(call: PastCall): boolean {
  return call.direction === "incoming" && call.answeredAt === null && call.cause === "missed";
}

function kindOf(call: PastCall): { picture: TemplateResult; word: StringKey } {
  if (isMissed(call)) return { picture: laterIcon("missed"), word: "history-missed" };
  if (call.cause === "rejected") return { picture: laterIcon("missed"), word: "history-rejected" };
  if (call.cause === "answered-elsewhere") return { picture: laterIcon("incoming"), word: "history-elsewhere" };
  if (call.direction === "pulled") return { picture: icon("mobile"), word: "history-pulled" };
  if (call.direction === "incoming") return { picture: laterIcon("incoming"), word: "history-incoming" };
  return { picture: laterIcon("outgoing"), word: call.answeredAt === null ? "history-unanswered" : "history-outgoing" };
}

/** The time of day, and how long people talked. */
function timeOf(call: PastCall, words: LocalizedStrings): string {
  const time = new Intl.DateTimeFormat(words.locale, { timeStyle: "short" }).format(call.startedAt);
  return call.answeredAt === null ? time : `${time} · ${words.duration(call.endedAt - call.answeredAt)}`;
}

/** Midnight of each day with its calls, in the order of the list. */
function byDay(calls: readonly PastCall[]): Map<number, PastCall[]> {
  const days = new Map<number, PastCall[]>();
  for (const call of calls) {
    const day = new Date(call.startedAt).setHours(0, 0, 0, 0);
    days.set(day, [...(days.get(day) ?? []), call]);
  }
  return days;
}

/** "today", "yesterday", then the date. */
function dayName(day: number, { locale }: LocalizedStrings): string {
  const ago = Math.round((new Date().setHours(0, 0, 0, 0) - day) / 86_400_000);
  const name =
    ago > 1
      ? new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" }).format(day)
      : new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-ago, "day");
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}
