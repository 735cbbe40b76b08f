/** Names for numbers, from the page's own address book, with a time-out and a memory. */
import type { CallInfo, Contact } from "../../call/model.js";
import type { PhoneSnapshot } from "../../phone/types.js";
import type { FeatureHost } from "../features/feature-host.js";
import type { Feature } from "../features/feature-loader.js";
import { validContact } from "../valid-contact.js";

export { contacts as styles } from "./contacts.styles.js";

/** A ring does not wait for an address book, in milliseconds. */
const timeout = 2000;
/** How long an answer counts, in milliseconds: a name changes seldom, a failure passes. */
const life = { found: 600_000, missing: 60_000, failed: 10_000 };
/** How many answers are kept. */
const most = 500;

interface Known {
  readonly contact: Contact | null;
  readonly until: number;
}

export interface ContactsFeature extends Feature {
  /** The snapshot with the contacts that are known; those that are not are asked for. The same where nothing changes. */
  complete(snapshot: PhoneSnapshot): PhoneSnapshot;
  completeCall(call: CallInfo): CallInfo;
  /** Who has this number, as far as is known; asks where it is not. */
  contactOf(number: string): Contact | null;
}

export function create(host: FeatureHost): ContactsFeature {
  const known = new Map<string, Known>();
  const asking = new Set<string>();
  const completed = new WeakMap<CallInfo, CallInfo>();
  let closed = false;

  const ask = async (number: string): Promise<void> => {
    const resolve = host.resolveContact;
    if (resolve === null || asking.has(number)) return;
    asking.add(number);
    let answer: Known;
    try {
      const contact = validContact(await withTimeout(resolve(number)), (text) => host.warnOnce(text));
      answer = { contact, until: Date.now() + (contact === null ? life.missing : life.found) };
    } catch {
      // An address book that is slow or broken must not be felt in a call.
      answer = { contact: known.get(number)?.contact ?? null, until: Date.now() + life.failed };
    }
    asking.delete(number);
    if (closed) return;
    if (known.size >= most) known.delete(known.keys().next().value ?? "");
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
    timer = setTimeout(() => reject(new Error("The address book did not answer.")), timeout);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
