/** The icons, on a 24 by 24 grid with a 1.75 line. */
import { html, type TemplateResult } from "lit";

const paths = {
  phone:
    "M8.6 3.8H5.2a1.4 1.4 0 0 0-1.4 1.5 16.3 16.3 0 0 0 14.9 14.9 1.4 1.4 0 0 0 1.5-1.4v-3.4l-4.3-1.7-2 2.2a13 13 0 0 1-5.8-5.8l2.2-2z",
  "microphone-off":
    "M9.2 9.2v2.2a2.8 2.8 0 0 0 4.6 2.1M14.8 10.6V6a2.8 2.8 0 0 0-5.3-1.3M5.6 11.2a6.4 6.4 0 0 0 10.6 4.8M18.4 11.2a6.4 6.4 0 0 1-.4 2.2M12 17.6v3.2M3.6 3.6l16.8 16.8",
  mobile: "M8.5 2.8h7a2 2 0 0 1 2 2v14.4a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2V4.8a2 2 0 0 1 2-2zM11 18h2",
  backspace: "M9 5.5h10a1.8 1.8 0 0 1 1.8 1.8v9.4A1.8 1.8 0 0 1 19 18.5H9L3.2 12zM11.5 9.5l5 5M16.5 9.5l-5 5",
  down: "M6 9.5l6 6 6-6",
  back: "M19 12H5M11.5 5.5L5 12l6.5 6.5",
  clock: "M12 3.6a8.4 8.4 0 1 1 0 16.8 8.4 8.4 0 0 1 0-16.8zM12 7.4V12l3 2",
  gear: "M4 7h8M16.5 7H20M4 17h3.5M12 17h8M12 7a2.25 2.25 0 1 0 4.5 0 2.25 2.25 0 0 0-4.5 0zM7.5 17a2.25 2.25 0 1 0 4.5 0 2.25 2.25 0 0 0-4.5 0z",
  offline:
    "M3.6 3.6l16.8 16.8M2.8 9.4a13.5 13.5 0 0 1 4.4-2.7M11 5.6a13.5 13.5 0 0 1 10.2 3.8M6 13a9 9 0 0 1 4-2.2M14.8 11.2A9 9 0 0 1 18 13M9.2 16.4a4.4 4.4 0 0 1 5 -.3M12 19.6h.01",
  microphone:
    "M12 3.2a2.8 2.8 0 0 1 2.8 2.8v5.4a2.8 2.8 0 0 1-5.6 0V6A2.8 2.8 0 0 1 12 3.2zM5.6 11.2a6.4 6.4 0 0 0 12.8 0M12 17.6v3.2",
  keypad:
    "M5.5 5.5h.01M12 5.5h.01M18.5 5.5h.01M5.5 12h.01M12 12h.01M18.5 12h.01M5.5 18.5h.01M12 18.5h.01M18.5 18.5h.01",
  pause: "M8.5 5v14M15.5 5v14",
  play: "M7.5 4.8v14.4L19 12z",
  person: "M12 4.2a3.7 3.7 0 1 1 0 7.4 3.7 3.7 0 0 1 0-7.4zM4.8 20a7.2 7.2 0 0 1 14.4 0",
  lock: "M6.5 10.8h11a1.5 1.5 0 0 1 1.5 1.5v6.2a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 18.5v-6.2a1.5 1.5 0 0 1 1.5-1.5zM8.2 10.8V7.8a3.8 3.8 0 0 1 7.6 0v3",
  plug: "M9 3.5v4.5M15 3.5v4.5M6.5 8h11v3.5a5.5 5.5 0 0 1-11 0zM12 17v4",
  move: "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
  incoming: "M18 6L7 17M7 8.5V17h8.5",
  outgoing: "M6 18L17 7M8.5 7H17v8.5",
  missed: "M4 7l7.5 7.5L20 6M14.5 6H20v5.5M5 19h14",
  "sound-off": "M4 9.5v5h3.5L12 18.5v-13L7.500 9.5zM16 9.5l5 5M21 9.5l-5 5",
  alert: "M12 4L2.8 19.8h18.4zM12 10v4.2M12 17h.01",
  "pop-out": "M10 5H5.5A1.5 1.5 0 0 0 4 6.5v11A1.5 1.5 0 0 0 5.5 19h13a1.5 1.5 0 0 0 1.5-1.5V14M14 4h6v6M20 4l-8 8",
  close: "M6 6l12 12M18 6L6 18",
} as const;

export type IconName = keyof typeof paths;

/** Draws an icon. It is decoration only: the text next to it, or the button's name, says what it means. */
export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon ${name}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d=${paths[name]} />
  </svg>`;
}
