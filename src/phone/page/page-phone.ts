/**
 * A phone that follows the life cycle of its page, which can be reloaded, left, frozen and
 * shown again: it asks before a call is lost, hands calls over to the next page, and takes
 * over those of the page before.
 */
import { systemClock } from "../../clock.js";
import type { StreamSession } from "../../registration/registration-stream.js";
import { createSafeStorage } from "../../storage.js";
import { createPhone } from "../create-phone.js";
import type { PhonePorts } from "../ports.js";
import type { Leaving } from "./leaving.js";
import { createHandoverStore, keyOf } from "./handover.js";
import type { PagePhone, PagePhoneOptions, PagePhoneSettings } from "./types.js";

export type { LeavePolicy, PagePhone, PagePhoneOptions, PagePhoneSettings } from "./types.js";

/** How many of the latest streams are kept in mind: a running call may be on the one before the current one. */
const MAX_SESSIONS = 2;

/** Creates a phone that follows the life cycle of its page until `close()`. */
export function createPagePhone(options: PagePhoneOptions, ports: PhonePorts = {}): PagePhone {
  const clock = ports.clock ?? systemClock;
  const key = keyOf(`${options.endpoint} ${options.account ?? ""}`);
  const storage = createSafeStorage(() => sessionStorage);
  const handovers = createHandoverStore(key, clock, storage);
  let configured: PagePhoneSettings = {};
  /** The latest first. */
  let sessions: readonly StreamSession[] = [];
  let leaving: Leaving | undefined;
  const phone = createPhone(options, {
    ...ports,
    onStreamOpened(session) {
      sessions = [session, ...sessions].slice(0, MAX_SESSIONS);
      ports.onStreamOpened?.(session);
    },
  });
  /** Whether the phone was disconnected because the page went into the back/forward cache. */
  let isSuspended = false;
  let isLoading = false;

  // Nothing can be loaded any more when the page goes, so that is done with the first call.
  phone.subscribe(() => {
    if (isLoading || phone.handovers().length === 0) return;
    isLoading = true;
    import("./leaving.js").then(
      (module) => {
        leaving = module.createLeaving({
          endpoint: () => options.endpoint,
          policy: () => configured.leave ?? options.leave ?? "ask",
          phone,
          clock,
          sessions: () => sessions,
          storage,
          key,
        });
      },
      () => {
        // It is loaded again at the next change: a call must not be lost to one failed request.
        isLoading = false;
      },
    );
  });

  const handleBeforeUnload = (event: BeforeUnloadEvent): void => {
    leaving?.handleBeforeUnload(event);
  };

  const handlePageHide = (event: PageTransitionEvent): void => {
    const isFree = phone.handovers().length === 0;
    handovers.clear();
    leaving?.handlePageHide();
    if (event.persisted && isFree) {
      // An open socket keeps a page out of the back/forward cache; nothing is lost by closing it.
      isSuspended = true;
      void phone.disconnect();
    }
  };

  const handlePageShow = (event: PageTransitionEvent): void => {
    if (!event.persisted) return;
    handovers.clear();
    if (isSuspended) {
      isSuspended = false;
      // An error is reported by the phone's events.
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
    connect() {
      // Not before: a phone that is replaced before it has connected leaves the calls to the next one.
      phone.resume(handovers.take());
      return phone.connect();
    },
    configure(changes) {
      configured = { ...configured, ...changes };
      phone.configure(changes);
    },
    close() {
      removeEventListener("beforeunload", handleBeforeUnload);
      removeEventListener("pagehide", handlePageHide);
      removeEventListener("pageshow", handlePageShow);
      phone.close();
    },
  };
}
