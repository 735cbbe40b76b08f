/** Names for numbers, from the page's own address book, with a time-out and a cache. */
import type { CallInfo, Contact } from "../../call/model.js";
import type { FeatureHost, FeatureModule } from "../features/feature-host.js";
import type { ContactsFeature } from "../view-model.js";
import { contactsStyles } from "./contacts.styles.js";
import { validContact } from "../validation/valid-contact.js";

export const contactsFeature: FeatureModule<ContactsFeature> = { styles: contactsStyles, create: createContacts };

/** A ring does not wait longer for an address book. */
const LOOKUP_TIMEOUT_MS = 2000;
/** How long an answer is used: a name changes seldom, a failure passes. */
const FOUND_MS = 600_000;
const MISSING_MS = 60_000;
const FAILED_MS = 10_000;
/** How many answers are kept. */
const MAX_ANSWERS = 500;

interface Answer {
  readonly contact: Contact | null;
  /** Epoch milliseconds. */
  readonly until: number;
}

export function createContacts(
  host: Pick<FeatureHost, "renew" | "warnOnce"> & { readonly element: Pick<FeatureHost["element"], "resolveContact"> },
): ContactsFeature {
  const known = new Map<string, Answer>();
  const asking = new Set<string>();
  const completed = new WeakMap<CallInfo, CallInfo>();
  let closed = false;

  const ask = async (number: string): Promise<void> => {
    const resolve = host.element.resolveContact;
    if (resolve === null || asking.has(number)) return;
    asking.add(number);
    let answer: Answer;
    try {
      const contact = validContact(await withTimeout(resolve(number)), (text) => host.warnOnce(text));
      answer = { contact, until: Date.now() + (contact === null ? MISSING_MS : FOUND_MS) };
    } catch {
      // A call must not suffer from an address book that is slow or broken.
      answer = { contact: known.get(number)?.contact ?? null, until: Date.now() + FAILED_MS };
    }
    asking.delete(number);
    if (closed) return;
    if (known.size >= MAX_ANSWERS) known.delete(known.keys().next().value ?? "");
    known.set(number, answer);
    host.renew();
  };

  const contactOf = (number: string): Contact | null => {
    if (number === "") return null;
    const found = known.get(number);
    if (found === undefined || found.until < Date.now()) void ask(number);
    return found?.contact ?? null;
  };

  const completeCall = (call: CallInfo): CallInfo => {
    const contact = contactOf(call.number);
    if (contact === null) return call;
    let info = completed.get(call);
    if (info?.contact !== contact) {
      info = Object.freeze({ ...call, contact });
      completed.set(call, info);
    }
    return info;
  };

  return {
    contactOf,
    knownContact: (number) => known.get(number)?.contact ?? null,
    completeCall,
    complete(snapshot) {
      const calls = snapshot.calls.map(completeCall);
      if (calls.every((call, index) => call === snapshot.calls[index])) return snapshot;
      const call = snapshot.call === null ? null : completeCall(snapshot.call);
      return Object.freeze({ ...snapshot, calls: Object.freeze(calls), call });
    },
    close() {
      closed = true;
    },
  };
}

async function withTimeout<Result>(promise: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The address book did not answer.")), LOOKUP_TIMEOUT_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
