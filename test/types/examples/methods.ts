import { TerminalError } from "web-terminal-phone";
import "web-terminal-phone/define";

const phone = document.createElement("web-terminal");
document.body.append(phone);

// The phone connects automatically. Use these to end the registration and to start it again.
await phone.disconnect();
await phone.connect();

// An outgoing call. Errors have one of a closed set of codes.
try {
  const call = await phone.dial("+4790000002", { label: "Ada", metadata: { deal: 7 } });
  console.log(call.id, call.state);
} catch (error) {
  if (error instanceof TerminalError) console.log(error.code, error.developerHint, error.docsUrl);
}

// An incoming call. Without an id, the methods apply to the call that rings.
await phone.answer();
await phone.reject();

// During a call. Without an id, the methods apply to the call on screen.
await phone.mute(true);
await phone.hold(true);
await phone.hold(false, phone.calls[1]?.id);
await phone.sendDigits("1,42#");
await phone.toPhone();
await phone.pull();
await phone.hangup();
phone.dismiss();

// Audio.
const headset = phone.devices.find(({ kind, label }) => kind === "speaker" && /jabra/i.test(label));
if (headset !== undefined) await phone.setDevice("speaker", headset.id);
document.body.addEventListener("click", () => void phone.unlockAudio(), { once: true });

// A floating phone.
await phone.show();
await phone.minimize();

// Diagnostics: check before the first call, and attach the support bundle to a report.
const { ok, checks } = await phone.preflight();
if (!ok) console.log(checks.filter(({ error }) => error !== null));
console.log(JSON.stringify(await phone.supportBundle()));
