/** @jsxImportSource react */
/** The element in React 19's markup. */
import type { WebTerminalElement } from "web-terminal-phone/react";
import { createRef } from "react";

const ref = createRef<WebTerminalElement>();

export const right = (
  <web-terminal
    ref={ref}
    id="phone"
    className="corner"
    slot="aside"
    endpoint="https://gateway.example"
    token-url="/my/token"
    mode="floating"
    call-mode="multiple"
    disabled={false}
    getToken={async () => "token"}
    iceServers={[{ urls: "stun:stun.example" }]}
    oncall-incoming={(event) => void event.call.number}
    oncall-ended={({ cause, duration }) => void [cause, duration]}
  >
    <img slot="logo" alt="" />
  </web-terminal>
);

// @ts-expect-error No such way to show itself.
export const wrongValue = <web-terminal mode="sideways" />;
// @ts-expect-error No such setting.
export const wrongName = <web-terminal endpiont="https://gateway.example" />;
// @ts-expect-error An incoming call has not ended.
export const wrongEvent = <web-terminal oncall-incoming={(event) => void event.cause} />;
// @ts-expect-error `calls` lists the calls of the element and is not for writing.
export const wrongAttribute = <web-terminal calls="multiple" />;
void ref.current?.dial("+4790000002");
