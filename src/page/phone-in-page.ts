/**
 * A phone that knows it lives in a page, which can be reloaded, left, frozen and shown
 * again: it asks before a call is lost, hands calls over to the next page, and takes over
 * those of the page before.
 */
import { systemClock } from "../clock.js";
import { createPhone, type PhonePorts } from "../phone.js";
import type { Phone, PhoneOptions } from "../phone-types.js";
import { createMarks } from "./marks.js";

/** What leaving the page does to a call that is up. */
export type LeavePolicy = "ask" | "to-phone" | "hangup";

/** A phone's options, and those of its page. */
export interface PagePhoneOptions extends PhoneOptions {
  /** Read when the page is left. */
  readonly leave?: LeavePolicy;
}

/** Makes a phone that looks after its page. `close()` ends that too. */
export function createPagePhone(options: PagePhoneOptions, ports: PhonePorts = {}): Phone {
  const clock = ports.clock ?? systemClock;
  const marks = createMarks(`${options.endpoint} ${options.account ?? ""}`, clock, () => sessionStorage);
  const phone = createPhone(options, ports);
  phone.resume(marks.take());
  let quiet = false;

  const callIsUp = (): boolean =>
    phone.snapshot.calls.some((call) => call.owner && call.state !== "ended" && call.state !== "incoming");

  const handleBeforeUnload = (event: BeforeUnloadEvent): void => {
    if (callIsUp() && (options.leave ?? "ask") === "ask") event.preventDefault();
  };

  const handlePageHide = (event: PageTransitionEvent): void => {
    const leave = options.leave ?? "ask";
    const calls = phone.marks();
    if (leave === "hangup") {
      for (const call of calls) void phone.hangup(call.id);
    } else if (leave === "to-phone") {
      // The core takes it from here; nothing is left for the next page to bring back.
      for (const call of calls) phone.toPhone(call.id).catch(() => undefined);
    } else {
      marks.write(calls);
    }
    if (event.persisted && calls.length === 0) {
      // An open socket keeps a page out of the back/forward cache; nothing is lost by closing it.
      quiet = true;
      void phone.disconnect();
    }
  };

  const handlePageShow = (event: PageTransitionEvent): void => {
    if (!event.persisted) return;
    marks.clear();
    if (quiet) {
      quiet = false;
      phone.connect().catch(() => undefined);
    }
  };

  addEventListener("beforeunload", handleBeforeUnload);
  addEventListener("pagehide", handlePageHide);
  addEventListener("pageshow", handlePageShow);

  return {
    ...phone,
    get snapshot() {
      return phone.snapshot;
    },
    close() {
      removeEventListener("beforeunload", handleBeforeUnload);
      removeEventListener("pagehide", handlePageHide);
      removeEventListener("pageshow", handlePageShow);
      phone.close();
    },
  };
}
