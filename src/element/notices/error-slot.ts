/** What went wrong, in the view's own flow: it takes a place, and covers nothing. */
import { nothing } from "lit";
import type { Actions, Scene } from "../view-model.js";

/** The last error, where it is no part of the view. */
export function notice(scene: Scene, actions: Actions): unknown {
  return scene.notice === null ? nothing : scene.part("notice")?.view(scene, actions);
}
