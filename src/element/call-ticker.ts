/** Renders once a second while a call's time runs, and only while the element is in the page. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { addPrivateController } from "./private-controller.js";

export class CallTicker implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #runs: () => boolean;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `runs` returns, after each update, whether there is a time to show. */
  constructor(host: ReactiveControllerHost, runs: () => boolean) {
    this.#host = host;
    this.#runs = runs;
    addPrivateController(host, this);
  }

  hostUpdated(): void {
    if (!this.#runs()) this.#stop();
    else this.#timer ??= setInterval(() => this.#host.requestUpdate(), 1000);
  }

  hostDisconnected(): void {
    this.#stop();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
