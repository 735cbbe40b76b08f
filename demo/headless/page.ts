/** A page with buttons of its own: the phone, and none of its interface. */
import { createPhone } from "web-terminal-phone/phone";

const query = new URLSearchParams(location.search);
const said = document.querySelector("#said");

const phone = createPhone({
  endpoint: query.get("endpoint") ?? location.origin,
  getToken: async () => `demo-${query.get("user") ?? "alice"}`,
});

phone.on((event) => {
  if (event.type === "call-change") said?.append(`${event.call.state}\n`);
  if (event.type === "call-ended") said?.append(`${event.cause}\n`);
  if (event.type === "terminal-error") said?.append(`${event.error.message} ${event.error.hint}\n`);
});

document.querySelector("#call")?.addEventListener("click", () => void phone.dial("+4780000001").catch(() => undefined));
document.querySelector("#hang-up")?.addEventListener("click", () => void phone.hangup());

await phone.connect();
said?.append("ready\n");
