/** @jsxImportSource preact */
/** The element in Preact's markup. */
import type { WebTerminalElement } from "web-terminal-phone/preact";
import { createRef } from "preact";

const ref = createRef<WebTerminalElement>();

export const right = (
  <web-terminal
    ref={ref}
    class="corner"
    endpoint="https://gateway.example"
    token-url="/my/token"
    mode="badge"
    getToken={async () => "token"}
    oncall-incoming={(event) => void event.call.number}
  />
);

// @ts-expect-error No such way to show itself.
export const wrongValue = <web-terminal mode="sideways" />;
// @ts-expect-error No such setting.
export const wrongName = <web-terminal endpiont="https://gateway.example" />;
// @ts-expect-error An incoming call has not ended.
export const wrongEvent = <web-terminal oncall-incoming={(event) => void event.cause} />;
