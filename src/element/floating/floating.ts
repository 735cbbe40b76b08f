/** A phone that floats over the page: its launcher, and its place in the window. */
import { html, nothing } from "lit";
import { icon } from "../icons/icons.js";
import { clamped } from "../../phone/number-range.js";
import { readPreference, writePreference } from "../preferences.js";
import type { FeatureHost, FeatureModule } from "../features/feature-host.js";
import { statusText, type FloatingFeature } from "../view-model.js";
import { floatingStrings } from "./floating.en.js";
import { floatingStyles } from "./floating.styles.js";
import { callStatus, partyOf } from "../call/call-text.js";

export const floatingFeature: FeatureModule<FloatingFeature> = {
  english: floatingStrings,
  styles: floatingStyles,
  create: createFloating,
};

/** How far an arrow key moves the phone, in CSS pixels; ten times as far with Shift. */
const STEP_PX = 8;
/** A pointer that moves less has clicked. */
const DRAG_THRESHOLD_PX = 4;
/** The space that stays free at the window's edges. */
const MARGIN_PX = 8;
/** Bounds of a remembered place, in CSS pixels; the window narrows them. */
const PLACE_RANGE = { min: -100_000, max: 100_000, fallback: 0 };

function createFloating(host: FeatureHost): FloatingFeature {
  const { element } = host;
  /** The distance from the corner that `placement` names, in CSS pixels. */
  let [x = 0, y = 0] = (readPreference("place") ?? "").split(" ").map((text) => clamped(PLACE_RANGE, text) ?? 0);
  let moved = false;

  /** Places the phone, inside of the window at its present size. */
  const place = (): void => {
    if (!element.isConnected || (x === 0 && y === 0 && element.style.translate === "")) return;
    element.style.translate = `${x}px ${y}px`;
    const box = element.getBoundingClientRect();
    if (box.width === 0) return;
    x += inside(box.left, box.right, innerWidth);
    y += inside(box.top, box.bottom, innerHeight);
    element.style.translate = x === 0 && y === 0 ? "" : `${x}px ${y}px`;
  };

  const moveBy = (right: number, down: number): void => {
    x += right;
    y += down;
    element.style.translate ||= "0px 0px";
    place();
    writePreference("place", `${Math.round(x)} ${Math.round(y)}`);
  };

  const drag = (event: PointerEvent): void => {
    moved = false;
    const target = event.target as HTMLElement;
    const launcher = (event.currentTarget as HTMLElement).matches(".launcher");
    // Buttons of the header, and slotted content of the page, are not handles.
    if (event.button !== 0 || (!launcher && target.closest("button, a, input, select, slot") !== null)) return;
    const stop = new AbortController();
    let last = { x: event.clientX, y: event.clientY };
    const { signal } = stop;
    addEventListener(
      "pointermove",
      (next) => {
        if (!moved && Math.hypot(next.clientX - last.x, next.clientY - last.y) < DRAG_THRESHOLD_PX) return;
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
    const far = event.shiftKey ? STEP_PX * 10 : STEP_PX;
    const way = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] }[event.key];
    if (way === undefined) return;
    event.preventDefault();
    moveBy(way[0] ?? 0, way[1] ?? 0);
  };

  /** Moves the phone to the window's next corner, clockwise, for people who cannot drag (WCAG 2.5.7). */
  const moveToNextCorner = (): void => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const isLeft = left + right < innerWidth;
    const isHigh = top + bottom < innerHeight;
    if (isLeft === isHigh) moveBy(isLeft ? innerWidth : -innerWidth, 0);
    else moveBy(0, isHigh ? innerHeight : -innerHeight);
  };

  const handleResize = (): void => place();
  addEventListener("resize", handleResize);

  return {
    drag,
    handle({ strings }) {
      return html`<button
        class="plain grip"
        type="button"
        title=${strings.text("move")}
        aria-label=${strings.text("move")}
        @keydown=${steer}
        @click=${moveToNextCorner}
      >
        ${icon("move")}
      </button>`;
    },
    view(viewModel, actions) {
      const { strings, snapshot, now } = viewModel;
      const { call } = snapshot;
      const live = call !== null && call.state !== "ended";
      const wide = live || element.mode === "badge";
      const running = live && call.state === "active" && !call.held && call.answeredAt !== null;
      const text = running
        ? strings.duration(now - (call.answeredAt ?? now))
        : live
          ? callStatus(call, strings)
          : statusText(viewModel);
      const click = (): void => {
        // The click at the end of a drag does not open the panel.
        if (!moved) actions.fold();
        moved = false;
      };
      return html`
        <div class="badge ${live ? "live" : ""}" lang=${strings.locale} dir=${strings.direction ?? "ltr"}>
          <button
            part="badge"
            class="launcher ${wide ? "wide" : ""}"
            type="button"
            data-focus
            title=${strings.text("open")}
            @pointerdown=${drag}
            @keydown=${steer}
            @click=${click}
          >
            <slot>${icon("phone")}</slot>
            ${live ? html`<bdi class="launcher-who">${partyOf(call, viewModel)}</bdi>` : nothing}
            <span class=${wide ? "timer" : "said"}>${text}</span>
            <span class="said">${strings.text("open")}</span>
          </button>
          ${
            live
              ? html`
                  <button
                    part="mute-button"
                    class="plain ${call.muted ? "on" : ""}"
                    type="button"
                    aria-label=${strings.text(call.muted ? "unmute" : "mute")}
                    @click=${actions.mute}
                  >
                    ${call.muted ? icon("microphone-off") : icon("microphone")}
                  </button>
                  <button
                    part="hangup-button"
                    class="plain danger"
                    type="button"
                    aria-label=${strings.text("hangup")}
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
    // Open and folded it has two sizes, and only one of them may fit into the window at its place.
    updated: place,
    close() {
      removeEventListener("resize", handleResize);
      element.style.translate = "";
    },
  };
}

/** Returns how far an interval has to move to lie within the window; one that is too long keeps its start inside. */
function inside(start: number, end: number, size: number): number {
  const back = Math.min(0, size - MARGIN_PX - end);
  return Math.max(back, MARGIN_PX - start);
}
