/** The page on which the phone signs people in. Nothing of that is in here: it is the attribute `sign-in`. */
import { make, showPages, spaced } from "../bar.js";

const contacts = [
  { name: "Echo", about: "Repeats what you say", number: "+4780000001" },
  { name: "Tone", about: "Answers at once with 440 Hz", number: "+4780000002" },
  { name: "Nobody home", about: "Rings for ever", number: "+4780000004" },
];

showPages(new URLSearchParams(location.search).get("user"), "Sign in");
for (const { name, about, number } of contacts) {
  const face = make("span", { class: "face", "aria-hidden": "true" }, name[0]);
  const who = make(
    "span",
    { class: "who" },
    make("strong", {}, name),
    make("small", {}, about),
    make("small", {}, spaced(number)),
  );
  const call = {
    type: "button",
    class: "button",
    "aria-label": `Call ${name}`,
    "data-web-terminal-call": number,
    "data-web-terminal-label": name,
  };
  document.querySelector("#numbers").append(make("li", {}, face, who, make("button", call, "Call")));
}
document.querySelector("web-terminal").endpoint = location.origin;
