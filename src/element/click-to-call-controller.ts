/**
 * Loads click-to-call, after the first frame and where the page has something to click: a page that only dials in the
 * panel never loads it.
 */
import type { ReactiveController } from "lit";
import type { ClickToCallElement, ClickToCallHost } from "../click-to-call/click-to-call.js";
import { addPrivateController } from "./private-controller.js";

/** As in `call-target.ts`, which is loaded with click-to-call. */
const CALL_ATTRIBUTE = "data-web-terminal-call";

interface CallingElement extends ClickToCallElement {
  readonly disabled: boolean;
}

export class ClickToCallController implements ReactiveController {
  readonly #element: CallingElement;
  readonly #host: ClickToCallHost;
  #settings = "";
  #end: AbortController | undefined;

  constructor(element: CallingElement, host: ClickToCallHost) {
    this.#element = element;
    this.#host = host;
    addPrivateController(element, this);
  }

  hostDisconnected(): void {
    this.#settings = "";
    this.#end?.abort();
  }

  hostUpdate(): void {
    const element = this.#element;
    const { callLinks } = element;
    const settings = element.disabled || callLinks === "none" ? "" : `${callLinks} ${element.callRoot}`;
    if (settings === this.#settings || !element.isConnected) return;
    this.hostDisconnected();
    this.#settings = settings;
    if (settings === "") return;

    const { signal } = (this.#end = new AbortController());
    const look = (): void => {
      // Where the page asks for it by name, marked nodes may be in shadow roots, which this query does not search.
      if (
        signal.aborted ||
        (callLinks === "marked" &&
          !element.hasAttribute("call-links") &&
          !document.querySelector(`[${CALL_ATTRIBUTE}]`))
      )
        return;
      changes.disconnect();
      import("../click-to-call/click-to-call.js").then(
        ({ startClickToCall }) => startClickToCall(element, this.#host, signal),
        // The next change of the element tries again; nothing of the page is touched meanwhile.
        () => (this.#settings = ""),
      );
    };
    const changes = new MutationObserver(look);
    signal.onabort = () => changes.disconnect();
    changes.observe(document, { childList: true, subtree: true, attributeFilter: [CALL_ATTRIBUTE] });
    requestAnimationFrame(() => setTimeout(look));
  }
}
