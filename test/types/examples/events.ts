import "web-terminal-phone/define";

const phone = document.createElement("web-terminal");
const crm = { show: (what: string) => console.log(what), save: (row: object) => console.log(row) };

// Before an action: the listener decides synchronously, and preventDefault() prevents the action.
phone.addEventListener("before-dial", (event) => {
  event.number = event.number.replace(/^00/, "+"); // checked again
  event.metadata = { campaign: "autumn" }; // becomes call.metadata
});
phone.addEventListener("before-ring", (event) => {
  event.preventDefault(); // no ring and no panel: the page shows the caller
  crm.show(`${event.call.number} calls`);
});
phone.addEventListener("before-answer", (event) => {
  if (document.querySelector("dialog[open]") !== null) event.preventDefault();
});
phone.addEventListener("before-hangup", (event) => {
  if (!confirm(`Hang up ${event.call.number}?`)) event.preventDefault();
});
phone.addEventListener("before-move", (event) => {
  if (event.to === "phone" && document.querySelector("form:invalid") !== null) event.preventDefault();
});

// The registration, and calls of the user's number on other devices.
phone.addEventListener("connection-change", ({ connection, previous, reason }) => {
  crm.show(`${previous} -> ${connection} ${reason}`);
});
phone.addEventListener("subscriber-change", ({ subscriber, number }) => {
  if (subscriber === "elsewhere") crm.show(`You talk to ${number ?? "somebody"} on another device`);
});
phone.addEventListener("availability-gap", ({ from, to }) => {
  crm.show(`Calls may be missing between ${new Date(from)} and ${new Date(to)}`);
});

// The life of a call.
phone.addEventListener("call-outgoing", ({ call }) => crm.show(`Calling ${call.number}`));
phone.addEventListener("call-incoming", ({ call, primary }) => {
  if (primary) crm.show(`A screen pop for ${call.number}`); // in one tab
});
phone.addEventListener("call-alerting", ({ call }) => crm.show(`It rings at ${call.number}`));
phone.addEventListener("call-answered", ({ call }) => crm.show(`Answered ${new Date(call.answeredAt ?? 0)}`));
phone.addEventListener("call-change", ({ call, previous }) => {
  crm.show(`${previous?.state ?? "new"} -> ${call.state}, ${call.held ? "held" : "heard"}`);
});
phone.addEventListener("call-pulled", ({ cause }) => crm.show(cause === "pull" ? "Brought here" : "Back again"));
phone.addEventListener("call-moved", ({ call }) => crm.show(`${call.number} goes on on the mobile`));
phone.addEventListener("call-missed", ({ call, primary }) => {
  if (primary) crm.save({ missed: call.number, at: call.startedAt });
});
phone.addEventListener("call-ended", ({ call, cause, duration, primary }) => {
  if (primary) crm.save({ id: call.id, cause, seconds: Math.round(duration / 1000) });
});

// During a call.
phone.addEventListener("call-mute", ({ muted }) => document.body.classList.toggle("muted", muted));
phone.addEventListener("call-digit", ({ digit }) => crm.show(`Sent ${digit}`));
phone.addEventListener("call-quality", ({ code, level, cleared }) => {
  if (level === "poor") crm.show(cleared ? `${code} is over` : `${code}: the sound is poor`);
});
phone.addEventListener("call-stats", ({ stats }) => {
  crm.show(`${stats.roundTripMs ?? "?"} ms, MOS ${stats.mos ?? "?"}`);
});
phone.addEventListener("call-renegotiated", ({ call }) => crm.show(`The core moved the sound of ${call.id}`));

// Devices, permission and errors.
phone.addEventListener("device-change", ({ lost, restored }) => {
  if (lost !== null) crm.show(`${lost.label} is gone`);
  if (restored !== null) crm.show(`${restored.label} is back`);
});
phone.addEventListener("permission-change", ({ permission }) => {
  if (permission === "denied") crm.show("The microphone is blocked");
});
phone.addEventListener("terminal-error", ({ error, call }) => {
  crm.save({ code: error.code, retryable: error.retryable, call: call?.id ?? null });
});
