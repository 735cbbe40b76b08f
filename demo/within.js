/**
 * Links within the CRM lead to pages with the phone on them, and those bring a call back: nothing is
 * lost, so there is nothing to ask. The phone's own question (`leave="ask"`) stays for
 * everything else: closing the tab, another site, an address that was typed.
 */
const SOON_MS = 1000;
let clickedAt = -Infinity;

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  const within = link?.origin === location.origin && /^\/(page\.html)?$/.test(link.pathname);
  if (within && !event.defaultPrevented) clickedAt = performance.now();
});

// Ahead of the phone's listener, which was added later and waits for the bubbling phase.
addEventListener(
  "beforeunload",
  (event) => {
    if (performance.now() - clickedAt < SOON_MS) event.stopImmediatePropagation();
  },
  true,
);
