import { TerminalError } from "web-terminal-phone";
import "web-terminal-phone/define";

const phone = document.createElement("web-terminal");
document.body.append(phone);

// The registration happens by itself. These are for a page that ends it, and begins it anew.
await phone.disconnect();
await phone.connect();

// A call out. What goes wrong is one of a closed set of codes, with a remedy.
try {
  const call = await phone.dial("+4790000002", { label: "Ada", metadata: { deal: 7 } });
  console.log(call.id, call.state);
} catch (error) {
  if (error instanceof TerminalError) console.log(error.code, error.hint);
}

// A call in. Without an id, the one that rings is meant.
await phone.answer();
await phone.reject();

// While it is up. Without an id, the one on screen is meant.
await phone.mute(true);
await phone.hold(true);
await phone.hold(false, phone.calls[1]?.id);
await phone.sendDigits("1,42#");
await phone.toPhone();
await phone.pull();
await phone.hangup();
phone.dismiss();

// Sound.
const headset = phone.devices.find(({ kind, label }) => kind === "speaker" && /jabra/i.test(label));
if (headset !== undefined) await phone.setDevice("speaker", headset.id);
document.body.addEventListener("click", () => void phone.unlockAudio(), { once: true });

// A floating phone.
await phone.show();
await phone.minimize();

// Trouble: try before the first call, and send what is known with a report.
const { ok, checks } = await phone.preflight();
if (!ok) console.log(checks.filter(({ error }) => error !== null));
console.log(JSON.stringify(await phone.supportBundle()));
