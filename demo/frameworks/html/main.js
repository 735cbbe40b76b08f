const query = new URLSearchParams(location.search);
const phone = document.querySelector("web-terminal");

phone.getToken = async () => `demo-${query.get("user")}`;
phone.strings = { "status-ready": "At your service" };
phone.endpoint = query.get("endpoint") ?? location.origin;

phone.addEventListener("call-ended", ({ call, cause }) => {
  const item = document.createElement("li");
  item.textContent = `${call.number} ${cause}`;
  document.querySelector("#calls").append(item);
});

// The phone itself shows what goes wrong.
document.querySelector("#dial").addEventListener("click", () => void phone.dial("+4780000001").catch(() => undefined));
document.querySelector("#remove").addEventListener("click", () => phone.remove());
