/** A small CRM page. What an integrator does with the phone is between the two rules below; the rest is the page's own. */
import "./within.js";
import { showPages, spaced } from "./bar.js";

const users = [
  { id: "alice", name: "Alice Berg", role: "Sales, Oslo", number: "+4790000001" },
  { id: "bob", name: "Bob Lindqvist", role: "Support, Bergen", number: "+4790000002" },
  { id: "carol", name: "Carol Nyhus", role: "Finance, Trondheim", number: "+4790000003" },
  { id: "dave", name: "Dave Solheim", role: "Field service, Tromsø", number: "+4790000004" },
];

const scripted = [
  { name: "Echo", role: "Repeats what you say", number: "+4780000001" },
  { name: "Tone", role: "Answers at once with 440 Hz", number: "+4780000002" },
  { name: "Busy", role: "Rejects at once", number: "+4780000003" },
  { name: "Nobody home", role: "Rings for ever", number: "+4780000004" },
  { name: "Short talk", role: "Hangs up after three seconds", number: "+4780000005" },
  { name: "New media port", role: "440 Hz, then 880 Hz", number: "+4780000006" },
  { name: "Call me back", role: "Hangs up, then calls you", number: "+4780000007" },
  { name: "Second try", role: "Refuses once, then echoes", number: "+4780000008" },
  { name: "Rate limit", role: "Says: too many calls", number: "+4780000009" },
  { name: "Broken audio", role: "Answers with nonsense", number: "+4780000010" },
  { name: "No keypad", role: "Takes no digits", number: "+4780000011" },
  { name: "Silent start", role: "Answers without ringing", number: "+4780000012" },
];

const events = [
  "connection-change",
  "subscriber-change",
  "call-change",
  "call-outgoing",
  "call-incoming",
  "call-alerting",
  "call-answered",
  "call-ended",
  "call-missed",
  "call-pulled",
  "call-moved",
  "call-renegotiated",
  "call-mute",
  "call-digit",
  "call-quality",
  "device-change",
  "permission-change",
  "availability-gap",
  "terminal-error",
];

const find = (id) => document.getElementById(id);
const me = users.find((user) => user.id === new URLSearchParams(location.search).get("user"));

/** An element with a class and content. */
function make(tag, className, ...content) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...content);
  return node;
}

const initials = (name) =>
  name
    .split(" ")
    .map((word) => word[0])
    .slice(0, 2)
    .join("")
    .toUpperCase();

// ---------------------------------------------------------------- the phone

const phone = find("phone");

function usePhone() {
  phone.getToken = async () => `demo-${me.id}`;
  phone.transport = new URLSearchParams(location.search).get("transport") ?? "auto";
  phone.endpoint = location.origin;
  phone.resolveContact = async (number) => {
    const known = [...users, ...scripted].find((contact) => contact.number === number);
    return known ? { name: known.name, detail: known.role } : null;
  };
  for (const type of events) phone.addEventListener(type, (event) => note(type, event));
}

async function call(contact) {
  try {
    await phone.dial(contact.number, { label: contact.name });
  } catch (error) {
    // The phone shows what went wrong by itself; the page only keeps a record.
    note("dial refused", { error });
  }
}

// ----------------------------------------------------------------- the page

function note(type, event) {
  const { call: about, cause, error, connection, reason, digit, muted, subscriber } = event;
  const detail = [
    about && `${about.direction} ${about.number || "unknown number"} ${about.state}`,
    connection && `${connection}${reason ? ` (${reason})` : ""}`,
    subscriber,
    cause && `cause ${cause}`,
    digit && `digit ${digit}`,
    muted !== undefined && (muted ? "muted" : "unmuted"),
    error && `${error.code ?? error.name}: ${error.message}`,
  ].filter(Boolean);
  const time = make("time", "", new Date().toLocaleTimeString([], { hour12: false }));
  find("log").prepend(make("li", "", time, make("strong", "", type), make("span", "detail", detail.join(", "))));
  while (find("log").childElementCount > 200) find("log").lastElementChild.remove();
  find("log-empty").hidden = true;
}

function contactRow(contact) {
  const button = make("button", "button", "Call");
  button.type = "button";
  button.setAttribute("aria-label", `Call ${contact.name}`);
  button.addEventListener("click", () => void call(contact));
  const face = make("span", "face", initials(contact.name));
  face.setAttribute("aria-hidden", "true");
  const who = make(
    "span",
    "who",
    make("strong", "", contact.name),
    make("small", "", contact.role),
    make("small", "number", spaced(contact.number)),
  );
  const row = make("li", "", face, who, button);
  row.dataset.words = `${contact.name} ${contact.role} ${contact.number}`.toLowerCase();
  return row;
}

function search(text) {
  const rows = [...document.querySelectorAll(".list li")];
  for (const row of rows) row.hidden = !row.dataset.words.includes(text.trim().toLowerCase());
  find("nobody").hidden = rows.some((row) => !row.hidden);
}

async function control(method, message, done) {
  const status = find("mobile-status");
  try {
    const response = await fetch(`/control/${method}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(message),
    });
    const answer = await response.json();
    status.textContent = response.ok ? done : `The core says: ${answer.message ?? answer.code}`;
  } catch {
    status.textContent = "The core does not answer.";
  }
}

function userLink(user, ...content) {
  const link = make("a", "", ...content);
  link.href = `?user=${user.id}`;
  return link;
}

function showChooser() {
  showPages(null, "Contacts");
  find("chooser").hidden = false;
  find("people").append(
    ...users.map((user) =>
      userLink(
        user,
        make("span", "face", initials(user.name)),
        make("strong", "", user.name),
        make("small", "", spaced(user.number)),
      ),
    ),
  );
}

function showDesk() {
  document.title = `${me.name}, Meridian CRM`;
  find("desk").hidden = false;
  showPages(me.id, "Contacts");
  for (const user of users) {
    const link = userLink(user, user.name.split(" ")[0]);
    if (user === me) link.setAttribute("aria-current", "page");
    find("users").append(link);
  }
  const others = users.filter((user) => user !== me);
  find("colleagues").append(...others.map(contactRow));
  find("scripted").append(...scripted.map(contactRow));
  for (const contact of scripted.slice(0, 2)) find("mobile-peer").append(new Option(contact.name, contact.number));
  find("search").addEventListener("input", (event) => search(event.target.value));
  find("clear").addEventListener("click", () => {
    find("log").replaceChildren();
    find("log-empty").hidden = false;
  });
  find("mobile-form").addEventListener("submit", (event) => {
    event.preventDefault();
    void control("MobileStart", { user: me.id, peer: find("mobile-peer").value }, "Your mobile is in a call.");
  });
  find("mobile-end").addEventListener(
    "click",
    () => void control("MobileEnd", { user: me.id }, "Your mobile has hung up."),
  );
  usePhone();
}

if (me) showDesk();
else showChooser();
