/** The other pages of the CRM: customers, one customer, deals. One leads to the next by a new document, with the phone on it. */
import "./within.js";
import { make, showPages, spaced } from "./bar.js";

const customers = [
  {
    id: "echo",
    name: "Ekko Studio AS",
    place: "Oslo",
    contact: "Ida Moen",
    number: "+4780000001",
    deals: ["Sound panels", "Acoustics report"],
  },
  {
    id: "tone",
    name: "Kammertonen Instrumenter",
    place: "Bergen",
    contact: "Jonas Aune",
    number: "+4780000002",
    deals: ["Tuning forks, 440 pieces"],
  },
  {
    id: "night",
    name: "Nattevakt Sikkerhet",
    place: "Tromsø",
    contact: "Sunniva Lie",
    number: "+4780000004",
    deals: [],
  },
];

const query = new URLSearchParams(location.search);
const user = query.get("user") ?? "alice";
const main = document.querySelector("main");

const address = (more) => `page.html?${new URLSearchParams({ user, ...more })}`;
const linkTo = ({ id, name }) => make("a", { href: address({ show: "customer", id }) }, name);

const pages = {
  customers() {
    const rows = customers.map((each) =>
      make(
        "li",
        {},
        make(
          "span",
          { class: "who" },
          make("strong", {}, linkTo(each)),
          make("small", {}, `${each.contact}, ${each.place}`),
        ),
      ),
    );
    main.append(
      make("section", { class: "card" }, make("h1", {}, "Customers"), make("ul", { class: "list" }, ...rows)),
    );
  },
  customer() {
    const one = customers.find(({ id }) => id === query.get("id")) ?? customers[0];
    const { name, place, contact, number, deals } = one;
    // A marked node calls by itself: the page has no code for it.
    const call = make(
      "button",
      { type: "button", class: "button", "data-web-terminal-call": number, "data-web-terminal-label": contact },
      `Call ${contact}`,
    );
    call.setAttribute("data-web-terminal-context", JSON.stringify({ customer: one.id }));
    const office = make("p", {}, "Office: ", make("a", { href: `tel:${number}` }, spaced(number)));
    const list =
      deals.length === 0
        ? make("p", { class: "hint" }, "No deals yet.")
        : make("ul", {}, ...deals.map((deal) => make("li", {}, deal)));
    const others = make("p", {}, make("a", { href: address({ show: "deals" }) }, "All deals"));
    main.append(
      make(
        "section",
        { class: "card" },
        make("h1", {}, name),
        make("p", {}, place),
        call,
        office,
        make("h2", {}, "Deals"),
        list,
        others,
      ),
    );
  },
  deals() {
    // The numbers are text; `call-links="detect"` finds them.
    const notes = customers.flatMap((each) =>
      each.deals.map((deal) =>
        make(
          "li",
          {},
          make(
            "span",
            { class: "who" },
            make("strong", {}, deal),
            make("small", {}, linkTo(each), `: ask ${each.contact} at ${spaced(each.number)}`),
          ),
        ),
      ),
    );
    main.append(make("section", { class: "card" }, make("h1", {}, "Deals"), make("ul", { class: "list" }, ...notes)));
  },
};

const asked = query.get("show");
const name = Object.hasOwn(pages, asked) ? asked : "customers";
pages[name]();
document.title = `${document.querySelector("h1").textContent}, Meridian CRM`;
showPages(user, name === "deals" ? "Deals" : "Customers");

const phone = document.querySelector("web-terminal");
phone.getToken = async () => `demo-${user}`;
phone.endpoint = location.origin;
phone.resolveContact = async (number) => {
  const known = customers.find((each) => each.number === number);
  return known ? { name: known.contact, detail: known.name, url: address({ show: "customer", id: known.id }) } : null;
};
