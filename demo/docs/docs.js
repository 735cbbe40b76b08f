/** Brings the examples of the documentation to life, as somebody of the demo's directory. */
const user = new URLSearchParams(location.search).get("user") ?? "dave";

for (const phone of document.querySelectorAll(".live web-terminal")) {
  phone.getToken = async () => `demo-${user}`;
  phone.endpoint = location.origin;
}

/** `<select data-themes>` next to a live phone changes its theme. */
for (const select of document.querySelectorAll("select[data-themes]")) {
  select.addEventListener("change", () => {
    const phone = select.closest(".live").querySelector("web-terminal");
    phone.className = select.value;
  });
}
for (const name of ["ink", "meadow", "contrast"]) {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = `themes/${name}.css`;
  document.head.append(sheet);
}
