/** The element as the checker of Vue's templates sees it. */
import type { GlobalComponents } from "vue";
import type { WebTerminalEventMap } from "web-terminal-phone/vue";

type Props = InstanceType<GlobalComponents["web-terminal"]>["$props"];

export const right: Props = {
  class: "corner",
  endpoint: "https://gateway.example",
  "token-url": "/my/token",
  mode: "floating",
  getToken: async () => "token",
  onCallIncoming: (event) => void event.call.number,
  onTerminalError: ({ error }) => void error.code,
};

// @ts-expect-error No such way to show itself.
export const wrongValue: Props = { mode: "sideways" };
// @ts-expect-error No such setting.
export const wrongName: Props = { endpiont: "https://gateway.example" };
// @ts-expect-error An incoming call has not ended.
export const wrongEvent: Props = { onCallIncoming: (event) => void event.cause };
export const cause = (event: WebTerminalEventMap["call-ended"]): string => event.cause;
