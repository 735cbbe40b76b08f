/** The snapshot that a page sees, made of the machine's. Pure. */
import type { Call, CallInfo, Snapshot } from "../call/model.js";
import { infoOf, onScreen } from "../call/selectors.js";
import type { MicrophonePermission } from "../media/permission.js";
import type { PhoneSnapshot } from "./types.js";
import type { AudioView } from "./audio/audio-types.js";

/** Returns the snapshot without the calls whose media is in another tab. */
export function withOwnCallsOnly(snapshot: Snapshot, owns: (id: string) => boolean): Snapshot {
  const calls = [...snapshot.calls].filter(([id]) => owns(id));
  return calls.length === snapshot.calls.size ? snapshot : { ...snapshot, calls: new Map(calls) };
}

/**
 * Returns the snapshot for the page, frozen.
 *
 * @param owns whether the media of a call is in this tab.
 */
export function toPhoneSnapshot(
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
