/** From a wish of the page to a call: asks first where one is up. */
import type { CallInfo, DialOptions } from "../call/model.js";
import type { ReadNumber } from "../numbers/types.js";
import type { CallTarget } from "./call-target.js";

/** What a call needs of `<web-terminal>`: its public contract. */
export interface CallingElement extends HTMLElement {
  readonly mode: string;
  readonly callMode: "single" | "multiple";
  readonly calls: readonly CallInfo[];
  dial(number: string, options?: DialOptions): Promise<CallInfo>;
  hangup(id?: string): Promise<void>;
  reject(id?: string): Promise<void>;
  show(): Promise<void>;
}

/** Reads numbers as the element's `dial` does. */
export interface NumberReader {
  /** Returns the number that a text means; rejects with `invalid-number`. */
  readNumber(text: string): Promise<ReadNumber>;
}

/** What to do about the call that is up. */
export type Choice = "switch" | "second" | "cancel";

/** Asks the user; aborted when the question has no point any more. */
export type Ask = (
  target: CallTarget,
  up: CallInfo,
  choices: readonly Choice[],
  signal: AbortSignal,
) => Promise<Choice>;

/** Waits until a call is in one of the states, which it may be already; false where it is gone first, or `signal` is aborted. */
function reaches(
  element: CallingElement,
  id: string,
  states: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve) => {
    const done = new AbortController();
    const finish = (reached: boolean): void => {
      done.abort();
      resolve(reached);
    };
    const look = (): void => {
      const call = element.calls.find((each) => each.id === id);
      if (call !== undefined && states.includes(call.state)) finish(true);
      // A call that nobody lists any more has ended, too.
      else if (call === undefined || call.state === "ended") finish(states.includes("ended"));
    };
    for (const type of ["call-change", "call-ended"]) element.addEventListener(type, look, { signal: done.signal });
    signal.addEventListener("abort", () => finish(false), { signal: done.signal });
    if (signal.aborted) finish(false);
    else look();
  });
}

/** Makes calls for the page, one wish at a time, until `signal` is aborted. */
export function createPlacer(
  element: CallingElement,
  numbers: NumberReader,
  ask: Ask,
  signal: AbortSignal,
): (target: CallTarget) => Promise<void> {
  const live = (): CallInfo | undefined => element.calls.find((call) => call.state !== "ended");
  let question: AbortController | null = null;
  let dialing = false;

  const dial = async ({ number, label, metadata, digits }: CallTarget): Promise<void> => {
    dialing = true;
    try {
      await element.dial(number, { metadata, label, digits });
    } catch (error) {
      // The element has told the page; a folded panel would keep the reason from the user.
      if ((error as { code?: unknown }).code !== "vetoed") await element.show();
    } finally {
      dialing = false;
    }
  };

  /** Every call here is over before the next one begins. */
  const endAll = async (): Promise<boolean> => {
    for (let call = live(); call !== undefined; call = live()) {
      const { id, state } = call;
      try {
        await (state === "incoming" ? element.reject(id) : element.hangup(id));
      } catch {
        // The page may have forbidden it (before-hangup).
        return false;
      }
      if (!(await reaches(element, id, ["ended"], signal))) return false;
    }
    return true;
  };

  return async (target) => {
    if (dialing) return;
    question?.abort();
    const up = live();
    // Without a panel nobody can be asked: the page hears `already-in-call`.
    if (up === undefined || element.mode === "headless") return dial(target);
    const asked = new AbortController();
    question = asked;
    // The question names the number that would be called; a text that is none needs no question.
    const read = await numbers.readNumber(target.number).catch(() => null);
    if (asked.signal.aborted || signal.aborted) return;
    if (read === null || live() === undefined) return dial(target);
    // The question has answered itself once no call is up; the wish is forgotten, not fulfilled by surprise.
    const choices: Choice[] = element.callMode === "multiple" ? ["second", "switch", "cancel"] : ["switch", "cancel"];
    const choice = await ask({ ...target, number: read.number }, up, choices, AbortSignal.any([signal, asked.signal]));
    if (question === asked) question = null;
    if (choice === "cancel" || signal.aborted || asked.signal.aborted) return;
    if (choice === "second" || (await endAll())) await dial(target);
  };
}
