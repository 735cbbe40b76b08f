/** What is left of a floating phone while its panel is folded away. */
import { html, type TemplateResult } from "lit";
import { icon } from "../icons.js";
import { announcementOf, callStatus, statusText, type Actions, type Scene } from "../scene.js";

/** A round launcher, or with `wide` a badge that says how things stand. */
export function launcherView(scene: Scene, actions: Actions, wide: boolean): TemplateResult {
  const { words, snapshot, now } = scene;
  const { call } = snapshot;
  const live = call !== null && call.state !== "ended";
  const text =
    live && call.state === "active" && call.answeredAt !== null
      ? words.duration(now - call.answeredAt)
      : live
        ? callStatus(call, words)
        : statusText(scene);
  return html`
    <button
      part="badge"
      class="launcher ${wide || live ? "wide" : ""} ${live ? "live" : ""}"
      type="button"
      @click=${actions.fold}
    >
      <slot>${icon("phone")}</slot>
      <span class=${wide || live ? "timer" : "said"}>${text}</span>
      <span class="said">${words.text("open")}</span>
    </button>
    <p class="said" role="status">${announcementOf(scene)}</p>
  `;
}
