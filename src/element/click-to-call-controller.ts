/**
 * Fetches click-to-call, after the first frame and where the page has something to call by:
 * a page that only dials by the panel never loads it.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { ClickToCallElement } from "../click-to-call/click-to-call.js";

/** What a page marks its nodes with. */
const CALL_ATTRIBUTE = "[data-web-terminal-call]";

/** What the controller needs of its element. */
export interface ClickToCallHost extends ClickToCallElement, ReactiveControllerHost {
  readonly disabled: boolean;
}

export class ClickToCallController implements ReactiveController {
  readonly #host: ClickToCallHost;
  #settings = "";
  #end: AbortController | undefined;

  constructor(host: ClickToCallHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#settings = "";
    this.#end?.abort();
  }

  hostUpdate(): void {
    const host = this.#host;
    const { callLinks } = host;
    const settings = host.disabled || callLinks === "none" ? "" : `${callLinks} ${host.callRoot}`;
    if (settings === this.#settings || !host.isConnected) return;
    this.hostDisconnected();
    this.#settings = settings;
    if (settings === "") return;

    const { signal } = (this.#end = new AbortController());
    const look = (): void => {
      // Asked for by name, marks may stand in shadow roots, where nobody looks for them.
      if (
        signal.aborted ||
        (callLinks === "marked" && !host.hasAttribute("call-links") && !document.querySelector(CALL_ATTRIBUTE))
      )
        return;
      changes.disconnect();
      import("../click-to-call/click-to-call.js").then(
        ({ startClickToCall }) => startClickToCall(host, signal),
        // The next change of the element tries again; nothing of the page is touched meanwhile.
        () => (this.#settings = ""),
      );
    };
    const changes = new MutationObserver(look);
    signal.onabort = () => changes.disconnect();
    changes.observe(document, { childList: true, subtree: true, attributeFilter: [CALL_ATTRIBUTE.slice(1, -1)] });
    requestAnimationFrame(() => setTimeout(look));
  }
}
