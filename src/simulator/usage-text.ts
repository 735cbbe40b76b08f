/** The text of `--help` and of the control service's home page. */
import type { Directory } from "./directory.js";
import { scripts } from "./scripts.js";

/** Returns one line for each scripted number. */
export function scriptLines(): string[] {
  return Object.entries(scripts).map(([number, { summary }]) => `  ${number}  ${summary}`);
}

/** Returns the plain text of the control service's home page and of `--help`. */
export function controlHelp(address: string, directory?: Directory): string {
  const service = `${address}/webterminal.sim.v1.ControlService`;
  const post = (method: string, body: string) =>
    `  curl -X POST -H 'content-type: application/json' -d '${body}' ${service}/${method}`;
  const users = directory?.users.map(
    ({ name, number, mobile }) => `  ${name}  ${number}  token demo-${name}${mobile ? "" : "  (mobile switched off)"}`,
  );
  return [
    ...(users === undefined ? [] : ["Users:", ...users, ""]),
    "Numbers to call:",
    ...scriptLines(),
    "",
    "Control and inspect it (JSON over HTTP POST, or gRPC):",
    post("ListCalls", "{}"),
    post("ListTerminals", "{}"),
    post("PlaceCall", '{"from": "+4712345678", "to": "alice"}'),
    post("MobileStart", '{"user": "alice", "peer": "+4780000002"}'),
    post("BreakStreams", '{"user": "alice", "code": 14}'),
    "",
    "Other methods: Answer, HangUp, Renegotiate, StopMedia, MobileEnd, Send, RefuseStreams.",
    "",
  ].join("\n");
}
