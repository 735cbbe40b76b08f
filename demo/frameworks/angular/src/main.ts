import { Component, CUSTOM_ELEMENTS_SCHEMA, ElementRef, signal, viewChild } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import "web-terminal-phone/define";
import type { CallEndedEvent, WebTerminalElement } from "web-terminal-phone";
import { endpoint, getToken } from "../../session";

@Component({
  selector: "app-root",
  // Angular takes unknown tags only on request; their properties and events bind as any others.
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  templateUrl: "./app.html",
})
class App {
  readonly endpoint = endpoint;
  readonly getToken = getToken;
  readonly strings = { "status-ready": "At your service" };
  readonly shown = signal(true);
  readonly ended = signal<readonly string[]>([]);
  readonly phone = viewChild<ElementRef<WebTerminalElement>>("phone");

  /** The phone itself shows what goes wrong. */
  dial = () =>
    void this.phone()
      ?.nativeElement.dial("+4780000001")
      .catch(() => undefined);
  note = ({ call, cause }: CallEndedEvent) => this.ended.update((before) => [...before, `${call.number} ${cause}`]);
}

void bootstrapApplication(App);
