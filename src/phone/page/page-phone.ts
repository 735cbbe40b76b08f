/**
 * A phone that knows it lives in a page, which can be reloaded, left, frozen and shown
 * again: it asks before a call is lost, hands calls over to the next page, and takes over
 * those of the page before.
 */
import { systemClock } from "../../clock.js";
import { createPhone } from "../create-phone.js";
import type { PhonePorts } from "../ports.js";
import type { Phone, PhoneOptions } from "../types.js";
import type { Leaving } from "./leaving.js";
import { createHandoverStore, keyOf } from "./handover.js";

/** What leaving the page does to a call that is up. */
export type LeavePolicy = "ask" | "to-phone" | "hangup";

/** A phone's options, and those of its page. */
export interface PagePhoneOptions extends PhoneOptions {
  /** Read when the page is left. */
  readonly leave?: LeavePolicy;
}

const nothing = (): void => undefined;

/** Makes a phone that looks after its page. `close()` ends that too. */
export function createPagePhone(options: PagePhoneOptions, ports: PhonePorts = {}): Phone {
  const clock = ports.clock ?? systemClock;
  const key = keyOf(`${options.endpoint} ${options.account ?? ""}`);
  const storage = () => sessionStorage;
  const marks = createHandoverStore(key, clock, storage);
  const sessions: string[] = [];
  let leaving: Leaving | undefined;
  const phone = createPhone(options, { ...ports, sessions });
  let quiet = false;
  let isLoading = false;

  // Nothing can be loaded any more when the page goes.
  phone.subscribe(() => {
    if (isLoading || phone.marks().length === 0) return;
    isLoading = true;
    import("./leaving.js").then(
      (module) => {
        leaving = module.createLeaving({ options, phone, clock, sessions, storage, key });
      },
      () => {
        // It is asked for again at the next change: a call must not be lost to one bad moment.
        isLoading = false;
      },
    );
  });

  const handleBeforeUnload = (event: BeforeUnloadEvent): void => {
    leaving?.ask(event);
  };

  const handlePageHide = (event: PageTransitionEvent): void => {
    const isFree = phone.marks().length === 0;
    marks.clear();
    leaving?.go();
    if (event.persisted && isFree) {
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
      phone.connect().catch(nothing);
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
    connect() {
      // Not before: one that is replaced before it has connected leaves them to the next one.
      phone.resume(marks.take());
      return phone.connect();
    },
    close() {
      removeEventListener("beforeunload", handleBeforeUnload);
      removeEventListener("pagehide", handlePageHide);
      removeEventListener("pageshow", handlePageShow);
      phone.close();
    },
  };
}
