/** What the pages of the demo share: the links at their top, and how a number is written. */

const pages = {
  Contacts: "/",
  Customers: "/page.html?show=customers",
  Deals: "/page.html?show=deals",
  "Sign in": "/sign-in/",
  Documentation: "/docs/",
};

/** An element with its attributes and content. */
export function make(tag, attributes, ...content) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...content);
  return node;
}

/** Shows the links, this page's marked; `user` is who the CRM is used as, null before that is known. */
export function showPages(user, current) {
  for (const [name, address] of Object.entries(pages)) {
    const url = new URL(address, location.href);
    if (user !== null) url.searchParams.set("user", user);
    else if (url.pathname === "/page.html") continue;
    const link = make("a", { href: url.href }, name);
    if (name === current) link.setAttribute("aria-current", "page");
    document.querySelector("#pages").append(link);
  }
}

/** A Norwegian number as the phone writes it, too. */
export const spaced = (number) =>
  number
    .replace(/^(\+47)(8\d\d)(\d\d)(\d{3})$/, "$1 $2 $3 $4")
    .replace(/^(\+47)(\d\d)(\d\d)(\d\d)(\d\d)$/, "$1 $2 $3 $4 $5");
