/** The icons that only calls need. */
import type { TemplateResult } from "lit";
import { drawIcon } from "../icons/icons.js";
import type { CallIconName } from "../view-model.js";

const paths = {
  microphone:
    "M12 3.2a2.8 2.8 0 0 1 2.8 2.8v5.4a2.8 2.8 0 0 1-5.6 0V6A2.8 2.8 0 0 1 12 3.2zM5.6 11.2a6.4 6.4 0 0 0 12.8 0M12 17.6v3.2",
  keypad:
    "M5.5 5.5h.01M12 5.5h.01M18.5 5.5h.01M5.5 12h.01M12 12h.01M18.5 12h.01M5.5 18.5h.01M12 18.5h.01M18.5 18.5h.01",
  pause: "M8.5 5v14M15.5 5v14",
  play: "M7.5 4.8v14.4L19 12z",
  person: "M12 4.2a3.7 3.7 0 1 1 0 7.4 3.7 3.7 0 0 1 0-7.4zM4.8 20a7.2 7.2 0 0 1 14.4 0",
} satisfies Record<CallIconName, string>;

/** Draws an icon of a call; decoration only, see `icon`. */
export function callIcon(name: CallIconName): TemplateResult {
  return drawIcon(name, paths[name]);
}
