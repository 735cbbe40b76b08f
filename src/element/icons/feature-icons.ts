/** The icons that only features need. */
import type { TemplateResult } from "lit";
import { drawIcon } from "./icons.js";

const paths = {
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

export type FeatureIconName = keyof typeof paths;

/** Draws an icon of a feature; decoration only, see `icon`. */
export function featureIcon(name: FeatureIconName): TemplateResult {
  return drawIcon(name, paths[name]);
}
