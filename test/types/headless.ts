/** The phone without an interface. */
import { createPhone, type Phone, type PhoneEvent, TerminalError } from "web-terminal-phone/phone";

const phone: Phone = createPhone({ endpoint: "https://gateway.example", getToken: async () => "token" });
// @ts-expect-error A phone needs to know where its tokens come from.
createPhone({ endpoint: "https://gateway.example" });

const stop = phone.on((event: PhoneEvent) => {
  switch (event.type) {
    case "call-incoming":
      void phone.answer(event.call.id);
      break;
    case "call-ended":
      void event.cause;
      break;
    case "terminal-error":
      void (event.error instanceof TerminalError);
      break;
    default:
  }
});
stop();

const unsubscribe = phone.subscribe(({ call, connection }) => {
  // @ts-expect-error The connection's states are a closed set.
  if (connection === "asleep") return;
  void call?.state;
});
unsubscribe();
// @ts-expect-error Snapshots are replaced, never changed.
phone.snapshot.connection = "ready";
