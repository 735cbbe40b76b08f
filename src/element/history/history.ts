/** The list of recent calls: kept, shown, called again, cleared. */
import { html, nothing, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import { icon } from "../icons/icons.js";
import { readPreference, writePreference } from "../preferences.js";
import type { FeatureHost, FeatureModule } from "../features/feature-host.js";
import { viewOf, type Actions, type HistoryFeature, type ViewModel } from "../view-model.js";
import type { StringKey, LocalizedStrings } from "../i18n/strings.js";
import { openHistory, ownerOf, type HistoryStore, type PastCall } from "./history-store.js";
import { historyStrings } from "./history.en.js";
import { historyStyles } from "./history.styles.js";
import { nameView } from "../call/contact-view.js";

export const historyFeature: FeatureModule<HistoryFeature> = {
  english: historyStrings,
  styles: historyStyles,
  create: createHistory,
};

/** How many calls the panel at rest shows. */
const RECENT_CALLS = 2;

function createHistory(host: FeatureHost): HistoryFeature {
  let calls: readonly PastCall[] = [];
  let store: HistoryStore | null = null;
  let owner: string | null = null;
  /** Whether the user is asked to confirm that the list is cleared. */
  let confirming = false;
  let seenAt = 0;

  const missed = (): number => calls.filter((call) => isMissed(call) && call.startedAt > seenAt).length;

  const read = async (): Promise<void> => {
    calls = (await store?.list()) ?? [];
    host.element.requestUpdate();
  };

  /** Opens the list of the person who is signed in. One that cannot be opened (in a private window) is empty. */
  const openNext = async (): Promise<void> => {
    const { registration, usedToken } = host;
    const next = registration && (await ownerOf(registration.endpoint, registration.account, usedToken));
    if (next === owner) return;
    owner = next;
    store?.close();
    store = null;
    calls = [];
    if (next === null) return;
    seenAt = Number(readPreference(`seen:${next}`)) || 0;
    store = await openHistory(next, undefined, (text) => host.warnOnce(text));
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
    confirming = false;
    await store?.clear();
    await read();
  };

  const ask = (on: boolean) => () => {
    confirming = on;
    host.element.requestUpdate();
  };

  /** Called while the list is on screen. */
  const markSeen = (): void => {
    if (missed() === 0) return;
    seenAt = calls[0]?.startedAt ?? 0;
    if (owner !== null) writePreference(`seen:${owner}`, String(seenAt));
    host.element.requestUpdate();
  };

  /** Returns the last call with each number. */
  const recentCalls = (): PastCall[] =>
    calls
      .filter(({ number }, index) => calls.findIndex((one) => one.number === number) === index)
      .slice(0, RECENT_CALLS);

  const row = (call: PastCall, viewModel: ViewModel, actions: Actions): TemplateResult => {
    const { strings, formatNumber, features } = viewModel;
    const contact =
      host.element.resolveContact === null ? null : (features.contacts?.knownContact(call.number) ?? null);
    const name = contact?.name ?? call.name;
    const number = formatNumber(call.number);
    const who = name ?? (number || strings.text("unknown-number"));
    const kind = kindOf(call);
    return html`
      <li class="past ${isMissed(call) ? "missed-call" : ""}">
        <span class="kind" aria-hidden="true">${kind.icon}</span>
        <div class="about">
          <p class="past-who">
            <bdi>${contact === null ? who : nameView(contact)}</bdi>
          </p>
          <p class="past-what">${strings.text(kind.key)} · ${timeOf(call, strings)}</p>
        </div>
        ${
          call.number === ""
            ? nothing
            : html`<button
                class="plain again"
                type="button"
                value=${call.number}
                aria-label=${strings.text("history-call", { who })}
                @click=${actions.redial}
              >
                ${icon("phone")}
              </button>`
        }
      </li>
    `;
  };

  return {
    missedText(strings) {
      const count = missed();
      return count === 0 ? "" : missedCalls(count, strings);
    },
    get size() {
      return calls.length;
    },
    view(viewModel, actions) {
      const { strings } = viewModel;
      return html`
        <div part="history" class="page history">
          <h2 tabindex="-1" data-focus>${strings.text("history")}</h2>
          ${
            calls.length === 0
              ? html`<div class="message">
                  <span class="emblem" aria-hidden="true">${icon("clock")}</span>
                  <h3>${strings.text("history-empty")}</h3>
                  <p>${strings.text("history-empty-text")}</p>
                </div>`
              : [...byDay(calls)].map(
                  ([day, ofDay]) => html`
                    <h3 class="day">${dayName(day, strings)}</h3>
                    <ul class="list">
                      ${ofDay.map((call) => row(call, viewModel, actions))}
                    </ul>
                  `,
                )
          }
          ${
            calls.length === 0
              ? nothing
              : confirming
                ? html`<div class="banner warn sure" role="alert">
                    <p>${strings.text("history-clear-sure")}</p>
                    <button class="small" type="button" @click=${() => void clear()}>
                      ${strings.text("history-clear-yes")}
                    </button>
                    <button class="quiet" type="button" @click=${ask(false)}>${strings.text("cancel")}</button>
                  </div>`
                : html`<button class="quiet clear" type="button" @click=${ask(true)}>
                    ${strings.text("history-clear")}
                  </button>`
          }
        </div>
      `;
    },
    recent(viewModel, actions) {
      const last = recentCalls();
      if (last.length === 0) return nothing;
      return html`<ul class="list recent" aria-label=${viewModel.strings.text("history")}>
        ${last.map((call) => row(call, viewModel, actions))}
      </ul>`;
    },
    willUpdate(snapshot) {
      // The token that says whose list it is has been used by then.
      if (snapshot.connection === "ready") open().catch(() => undefined);
    },
    updated(viewModel) {
      const { contacts, history } = viewModel.features;
      if (history === undefined) return;
      const isOpen = viewOf(viewModel) === "history";
      for (const { number } of isOpen ? calls : recentCalls()) contacts?.contactOf(number);
      if (isOpen) markSeen();
    },
    handlePhoneEvent(event, primary) {
      // Of all tabs that share the registration, one writes the call down.
      if (primary && event.type === "call-ended") add(event.call).catch(() => undefined);
    },
    close() {
      store?.close();
      store = null;
      owner = null;
    },
  };
}

/** Returns a number of missed calls as text. */
export function missedCalls(count: number, strings: LocalizedStrings): string {
  const form = new Intl.PluralRules(strings.locale).select(count);
  const values = { count: new Intl.NumberFormat(strings.locale).format(count) };
  // A language without the form says `other`.
  return strings.text(`missed-${form}`, values) || strings.text("missed-other", values);
}

function isMissed(call: PastCall): boolean {
  return call.direction === "incoming" && call.answeredAt === null && call.cause === "missed";
}

function kindOf(call: PastCall): { icon: TemplateResult; key: StringKey } {
  if (isMissed(call)) return { icon: icon("missed"), key: "history-missed" };
  if (call.cause === "rejected") return { icon: icon("missed"), key: "history-rejected" };
  if (call.cause === "answered-elsewhere") return { icon: icon("incoming"), key: "history-elsewhere" };
  if (call.direction === "pulled") return { icon: icon("mobile"), key: "history-pulled" };
  if (call.direction === "incoming") return { icon: icon("incoming"), key: "history-incoming" };
  return { icon: icon("outgoing"), key: call.answeredAt === null ? "history-unanswered" : "history-outgoing" };
}

/** Returns the time of day of a call, and its duration. */
function timeOf(call: PastCall, strings: LocalizedStrings): string {
  const time = new Intl.DateTimeFormat(strings.locale, { timeStyle: "short" }).format(call.startedAt);
  return call.answeredAt === null ? time : `${time} · ${strings.duration(call.endedAt - call.answeredAt)}`;
}

/** Returns the calls of each day, by its midnight, in the order of the list. */
function byDay(calls: readonly PastCall[]): Map<number, PastCall[]> {
  const days = new Map<number, PastCall[]>();
  for (const call of calls) {
    const day = new Date(call.startedAt).setHours(0, 0, 0, 0);
    days.set(day, [...(days.get(day) ?? []), call]);
  }
  return days;
}

/** Returns "Today", "Yesterday", or the date. */
function dayName(day: number, { locale }: LocalizedStrings): string {
  const ago = Math.round((new Date().setHours(0, 0, 0, 0) - day) / 86_400_000);
  const name =
    ago > 1
      ? new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" }).format(day)
      : new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-ago, "day");
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}
