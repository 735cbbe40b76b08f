/** What stands in a call's screen only when there is reason to: each is a part that is fetched then. */
import { nothing } from "lit";
import { waitingCall, type Actions, type Scene } from "../view-model.js";
import { notice } from "../notices/error-slot.js";

/** What went wrong, another caller, other calls, sound that is held back, trouble with the sound, a device that went or came back. */
export function beside(scene: Scene, actions: Actions): unknown {
  const { snapshot, part } = scene;
  const { calls, call, quality } = snapshot;
  const others = waitingCall(scene) ?? calls.find((other) => other !== call && other.state !== "ended");
  const troubled = quality !== null && (quality.level !== "good" || quality.problem !== null);
  return [
    notice(scene, actions),
    snapshot.audio === "blocked" ? part("unheard")?.view(scene, actions) : nothing,
    troubled && call?.state === "active" ? part("quality")?.view(scene) : nothing,
    part("devices")?.view(scene),
    others === undefined ? nothing : part("several")?.view(scene, actions),
  ];
}
