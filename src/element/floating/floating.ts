/** A phone that floats over the page: its launcher, and where it stands. */
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../icons/icons.js";
import { clamped } from "../../phone/number-range.js";
import { laterIcon } from "../icons/feature-icons.js";
import { readPreference, writePreference } from "../preferences.js";
import type { FeatureHost } from "../features/feature-host.js";
import type { Feature } from "../features/feature-loader.js";
import { statusText, type Actions, type ViewModel } from "../view-model.js";

export { folded as english } from "./floating.en.js";
export { folded as styles } from "./floating.styles.js";

/** How far an arrow key moves it, in CSS pixels; ten times as far with Shift. */
const step = 8;
/** A pointer that moves less has clicked. */
const slack = 4;
/** What stays free at the window's edges. */
const margin = 8;
/** Bounds of a remembered place, in CSS pixels; the window narrows them. */
const anywhere = { min: -100_000, max: 100_000, fallback: 0 };

export interface FloatingFeature extends Feature {
  view(viewModel: ViewModel, actions: Actions): TemplateResult;
  /** The handle in the panel's header, for keys. */
  handle(viewModel: ViewModel): TemplateResult;
  /** Takes the panel by its header, or the launcher by itself. */
  readonly drag: (event: PointerEvent) => void;
}

export function create(host: FeatureHost): FloatingFeature {
  /** The way from the corner that `placement` names. */
  let [x = 0, y = 0] = (readPreference("place") ?? "").split(" ").map((text) => clamped(anywhere, text) ?? 0);
  let moved = false;

  /** Puts it there, inside of the window whatever that has become. */
  const place = (): void => {
    if (!host.isConnected || (x === 0 && y === 0 && host.style.translate === "")) return;
    host.style.translate = `${x}px ${y}px`;
    const box = host.getBoundingClientRect();
    if (box.width === 0) return;
    x += inside(box.left, box.right, innerWidth);
    y += inside(box.top, box.bottom, innerHeight);
    host.style.translate = x === 0 && y === 0 ? "" : `${x}px ${y}px`;
  };

  const moveBy = (right: number, down: number): void => {
    x += right;
    y += down;
    host.style.translate ||= "0px 0px";
    place();
    writePreference("place", `${Math.round(x)} ${Math.round(y)}`);
  };

  const drag = (event: PointerEvent): void => {
    moved = false;
    const target = event.target as HTMLElement;
    const launcher = (event.currentTarget as HTMLElement).matches(".launcher");
    // The header's own buttons, and whatever the page has put there, stay theirs.
    if (event.button !== 0 || (!launcher && target.closest("button, a, input, select, slot") !== null)) return;
    const stop = new AbortController();
    let last = { x: event.clientX, y: event.clientY };
    const { signal } = stop;
    addEventListener(
      "pointermove",
      (next) => {
        if (!moved && Math.hypot(next.clientX - last.x, next.clientY - last.y) < slack) return;
        moved = true;
        next.preventDefault();
        moveBy(next.clientX - last.x, next.clientY - last.y);
        last = { x: next.clientX, y: next.clientY };
      },
      { signal },
    );
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => stop.abort(), { signal });
  };

  const steer = (event: KeyboardEvent): void => {
    const far = event.shiftKey ? step * 10 : step;
    const way = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] }[event.key];
    if (way === undefined) return;
    event.preventDefault();
    moveBy(way[0] ?? 0, way[1] ?? 0);
  };

  /** To the window's next corner, clockwise: what is dragged has to go without dragging too (WCAG 2.5.7). */
  const turn = (): void => {
    const { left, right, top, bottom } = host.getBoundingClientRect();
    const isLeft = left + right < innerWidth;
    const isHigh = top + bottom < innerHeight;
    if (isLeft === isHigh) moveBy(isLeft ? innerWidth : -innerWidth, 0);
    else moveBy(0, isHigh ? innerHeight : -innerHeight);
  };

  const handleResize = (): void => place();
  addEventListener("resize", handleResize);

  return {
    drag,
    handle({ words }) {
      return html`<button
        class="plain grip"
        type="button"
        title=${words.text("move")}
        aria-label=${words.text("move")}
        @keydown=${steer}
        @click=${turn}
      >
        ${laterIcon("move")}
      </button>`;
    },
    view(viewModel, actions) {
      const { words, snapshot, now, callBundle } = viewModel;
      const { call } = snapshot;
      const live = call !== null && call.state !== "ended";
      const wide = live || host.mode === "badge";
      const running = live && call.state === "active" && !call.held && call.answeredAt !== null;
      const text = running
        ? words.duration(now - (call.answeredAt ?? now))
        : live
          ? callBundle?.callStatus(call, words)
          : statusText(viewModel);
      const click = (): void => {
        // What ends a drag is no click.
        if (!moved) actions.fold();
        moved = false;
      };
      return html`
        <div class="badge ${live ? "live" : ""}" lang=${words.locale} dir=${words.direction ?? "ltr"}>
          <button
            part="badge"
            class="launcher ${wide ? "wide" : ""}"
            type="button"
            data-focus
            title=${words.text("open")}
            @pointerdown=${drag}
            @keydown=${steer}
            @click=${click}
          >
            <slot>${icon("phone")}</slot>
            ${live ? html`<bdi class="launcher-who">${callBundle?.partyOf(call, viewModel)}</bdi>` : nothing}
            <span class=${wide ? "timer" : "said"}>${text}</span>
            <span class="said">${words.text("open")}</span>
          </button>
          ${
            live
              ? html`
                  <button
                    part="mute-button"
                    class="plain ${call.muted ? "on" : ""}"
                    type="button"
                    aria-label=${words.text(call.muted ? "unmute" : "mute")}
                    @click=${actions.mute}
                  >
                    ${call.muted ? icon("microphone-off") : callBundle?.callIcon("microphone")}
                  </button>
                  <button
                    part="hangup-button"
                    class="plain danger"
                    type="button"
                    aria-label=${words.text("hangup")}
                    @click=${actions.hangup}
                  >
                    ${icon("phone")}
                  </button>
                `
              : nothing
          }
        </div>
      `;
    },
    follow() {
      // Opened and folded it has two sizes, and only one of them may fit where it stands.
      void host.updateComplete.then(place, place);
    },
    close() {
      removeEventListener("resize", handleResize);
      host.style.translate = "";
    },
  };
}

/** How far an interval has to move to lie within the window; its start goes first where it is too long. */
function inside(start: number, end: number, size: number): number {
  const back = Math.min(0, size - margin - end);
  return Math.max(back, margin - start);
}
