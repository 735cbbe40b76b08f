/** What a page sees of the snapshot, and what of it is this tab's. Pure. */
import type { Call, CallInfo, Snapshot } from "../call/model.js";
import { infoOf, onScreen } from "../call/selectors.js";
import type { MicrophonePermission } from "../media/permission.js";
import type { PhoneSnapshot } from "./types.js";
import type { AudioView } from "./audio/audio-types.js";

/** The calls whose media is in this tab. */
export function ownPart(snapshot: Snapshot, owns: (id: string) => boolean): Snapshot {
  const calls = [...snapshot.calls].filter(([id]) => owns(id));
  return calls.length === snapshot.calls.size ? snapshot : { ...snapshot, calls: new Map(calls) };
}

/** The whole of it, for the page. */
export function viewOf(
  snapshot: Snapshot,
  owns: (id: string) => boolean,
  permission: MicrophonePermission,
  audio: AudioView,
): PhoneSnapshot {
  const call = onScreen(snapshot);
  const info = (each: Call): CallInfo => infoOf(each, owns(each.id));
  return Object.freeze({
    connection: snapshot.connection.state,
    subscriber: snapshot.subscriber.state,
    subscriberNumber: snapshot.subscriber.state === "elsewhere" ? snapshot.subscriber.number : null,
    calls: Object.freeze([...snapshot.calls.values()].map(info)),
    call: call === null ? null : info(call),
    permission,
    ...audio,
  });
}
