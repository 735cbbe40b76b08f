/** The element as Svelte's markup checker sees it. */
import type { SvelteHTMLElements } from "svelte/elements";
import type { WebTerminalElement } from "web-terminal-phone/svelte";

type Attributes = SvelteHTMLElements["web-terminal"];

export const right: Attributes = {
  class: "corner",
  endpoint: "https://gateway.example",
  "token-url": "/my/token",
  mode: "floating",
  getToken: async () => "token",
  "oncall-incoming": (event) => void event.call.number,
};

// @ts-expect-error No such way to show itself.
export const wrongValue: Attributes = { mode: "sideways" };
// @ts-expect-error An incoming call has not ended.
export const wrongEvent: Attributes = { "oncall-incoming": (event) => void event.cause };
export const dial = (phone: WebTerminalElement) => phone.dial("+4790000002");
