/** Which devices there are, which of them are chosen, and what a change of them means. */
import type { Clock } from "../clock.js";
import type { AudioDevice, ChosenDevices, DeviceKind, NamedDevice } from "./types.js";

/** What the user has chosen, by id and name: ids change with time in some browsers. */
export type Choice = Readonly<Partial<Record<DeviceKind, { readonly id: string; readonly label: string }>>>;

/** Where the browser tells of devices. */
export type DeviceSource = Pick<MediaDevices, "enumerateDevices" | "addEventListener" | "removeEventListener">;

/** Bluetooth headsets come in two or three steps; wait until they are over, in milliseconds. */
const SETTLE_MS = 1_500;

export const deviceKinds: readonly DeviceKind[] = ["microphone", "speaker", "ringer"];

/** The browser's list in our words. The system's own device is the empty id, not one of the list. */
export function devicesOf(infos: readonly MediaDeviceInfo[]): readonly AudioDevice[] {
  const devices: AudioDevice[] = [];
  for (const { kind, deviceId, label } of infos) {
    if (kind === "videoinput" || /^(default|communications|)$/.test(deviceId)) continue;
    devices.push(Object.freeze({ kind: kind === "audioinput" ? "microphone" : "speaker", id: deviceId, label }));
  }
  return Object.freeze(devices);
}

/** The devices now, in our words; none where the browser tells of none. */
export async function listDevices(): Promise<readonly AudioDevice[]> {
  // Absent on insecure pages, whatever the type says.
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  return devicesOf((await mediaDevices?.enumerateDevices().catch(() => undefined)) ?? []);
}

/** The ids in effect: a chosen device by its id, else by its name; the system's own where it is gone. */
export function resolve(choice: Choice, devices: readonly AudioDevice[]): ChosenDevices {
  const idOf = (kind: DeviceKind): string => {
    const wanted = choice[kind];
    if (wanted === undefined || wanted.id === "all") return wanted?.id ?? "";
    const fitting = devices.filter((device) => (device.kind === "microphone") === (kind === "microphone"));
    const found =
      fitting.find(({ id }) => id === wanted.id) ?? fitting.find(({ label }) => label !== "" && label === wanted.label);
    return found?.id ?? "";
  };
  return Object.freeze({ microphone: idOf("microphone"), speaker: idOf("speaker"), ringer: idOf("ringer") });
}

/** Devices by name that went out of use, or came back, between two choices in effect. */
export function lostAndFound(
  choice: Choice,
  before: ChosenDevices,
  after: ChosenDevices,
): { readonly lost: NamedDevice | null; readonly restored: NamedDevice | null } {
  let lost: NamedDevice | null = null;
  let restored: NamedDevice | null = null;
  for (const kind of deviceKinds) {
    const named = { kind, label: choice[kind]?.label ?? "" };
    if (before[kind] !== "" && after[kind] === "") lost ??= named;
    if (before[kind] === "" && after[kind] !== "") restored ??= named;
  }
  return { lost, restored };
}

/**
 * Tells of the devices now and after each change, once it has settled; never asks again by
 * itself, as asking crackles in a call on some systems. The function given back ends that.
 */
export function watchDevices(
  source: DeviceSource,
  clock: Clock,
  listener: (devices: readonly AudioDevice[]) => void,
): () => void {
  let cancel = (): void => undefined;
  let ended = false;
  const read = (): void => {
    source.enumerateDevices().then(
      (infos) => {
        if (!ended) listener(devicesOf(infos));
      },
      () => undefined,
    );
  };
  const handleChange = (): void => {
    cancel();
    cancel = clock.after(SETTLE_MS, read);
  };
  source.addEventListener("devicechange", handleChange);
  read();
  return () => {
    ended = true;
    cancel();
    source.removeEventListener("devicechange", handleChange);
  };
}
