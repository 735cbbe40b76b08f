/** The element in plain TypeScript: found by its tag, with typed settings, methods and events. */
import "web-terminal-phone/define";
import type { CallInfo, TerminalErrorCode } from "web-terminal-phone";
import { TerminalError, WebTerminalElement } from "web-terminal-phone";

const phone = document.createElement("web-terminal");
const found: WebTerminalElement | null = document.querySelector("web-terminal");
found?.remove();

phone.mode = "floating";
phone.callMode = "multiple";
phone.getToken = async (reason) => (reason === "rejected" ? { accessToken: "new", expiresIn: 3600 } : "token");
// @ts-expect-error No such way to show itself.
phone.mode = "sideways";
// @ts-expect-error What the phone reports is not for writing.
phone.connection = "ready";
// @ts-expect-error Seconds are a number.
phone.getToken = async () => ({ accessToken: "new", expiresIn: "3600" });

phone.addEventListener("call-incoming", (event) => {
  const number: string = event.call.number;
  const primary: boolean = event.primary;
  // @ts-expect-error An incoming call has no cause yet: `call-ended` has.
  void event.cause;
  void [number, primary];
});
phone.addEventListener("before-dial", (event) => {
  event.number = event.number.replace(/^00/, "+");
  event.metadata = { campaign: 7 };
  event.preventDefault();
});
phone.addEventListener("call-ended", ({ call, cause, duration }) => {
  const seconds: number = duration / 1000;
  const ended: CallInfo = call;
  // @ts-expect-error The causes are a closed set.
  if (cause === "bored") return;
  void [seconds, ended];
});
phone.addEventListener("terminal-error", ({ error }) => {
  const code: TerminalErrorCode = error.code;
  // @ts-expect-error So are the codes.
  if (code === "no-coffee") return;
});
// An event bubbles: the same types on every element around it, and on no other kind of name.
document.body.addEventListener("call-missed", (event) => void event.call.number);
// @ts-expect-error A name that the phone does not have is a plain Event.
phone.addEventListener("call-lost", (event) => void event.call);

const call: Promise<CallInfo> = phone.dial("+4790000002", { label: "Bob", metadata: { deal: 1 } });
// @ts-expect-error Numbers are text: a leading zero or plus would be lost.
void phone.dial(4790000002);
void call.catch((reason: unknown) => TerminalError.from(reason).hint);
// @ts-expect-error A device is one of three.
void phone.setDevice("camera", "id");

customElements.define("my-terminal", class extends WebTerminalElement {});
