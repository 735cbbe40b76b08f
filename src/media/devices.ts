/** Lists devices, resolves which of them are in use, and compares them after a change. */
import type { Clock } from "../clock.js";
import type { AudioDevice, ChosenDevices, DeviceKind, NamedDevice } from "./types.js";

/** The user's choice, by id and name: ids change over time in some browsers. */
export type Choice = Readonly<Partial<Record<DeviceKind, { readonly id: string; readonly label: string }>>>;

/** The part of `MediaDevices` that is used. */
export type DeviceSource = Pick<MediaDevices, "enumerateDevices" | "addEventListener" | "removeEventListener">;

/** Bluetooth headsets appear in two or three steps; wait until they are over, in milliseconds. */
const SETTLE_MS = 1_500;

/** Every use of a device. */
export const deviceKinds: readonly DeviceKind[] = ["microphone", "speaker", "ringer"];

/** Chromium lists the system default under these ids; here it is the empty id, and not in the list. */
const systemDefaultIds: ReadonlySet<string> = new Set(["", "default", "communications"]);

/** Returns whether an id means the system default. */
export function isSystemDefault(deviceId: string): boolean {
  return systemDefaultIds.has(deviceId);
}

/** Returns the browser's list as ours, without the system default. */
export function devicesOf(infos: readonly MediaDeviceInfo[]): readonly AudioDevice[] {
  const devices: AudioDevice[] = [];
  for (const { kind, deviceId, label } of infos) {
    if (kind === "videoinput" || isSystemDefault(deviceId)) continue;
    devices.push(Object.freeze({ kind: kind === "audioinput" ? "microphone" : "speaker", id: deviceId, label }));
  }
  return Object.freeze(devices);
}

/** Resolves with the devices of now; with none if the browser lists none. */
export async function listDevices(): Promise<readonly AudioDevice[]> {
  // Absent on insecure pages, whatever the type says.
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  return devicesOf((await mediaDevices?.enumerateDevices().catch(() => undefined)) ?? []);
}

/** Returns the ids in effect: a chosen device by its id, else by its name; the system default if it is gone. */
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

/** Returns the devices that went out of use, or came back, between two sets of ids in effect. */
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

/** Returns whether two lists have the same devices in the same order. */
export function sameDevices(a: readonly AudioDevice[], b: readonly AudioDevice[]): boolean {
  return (
    a.length === b.length &&
    a.every((device, index) => {
      const other = b[index];
      return device.kind === other?.kind && device.id === other.id && device.label === other.label;
    })
  );
}

/** Returns whether the same ids are in effect. */
export function sameChosen(a: ChosenDevices, b: ChosenDevices): boolean {
  return deviceKinds.every((kind) => a[kind] === b[kind]);
}

/** Returns whether two choices are equal in ids and names. */
export function sameChoice(a: Choice, b: Choice): boolean {
  return deviceKinds.every((kind) => a[kind]?.id === b[kind]?.id && a[kind]?.label === b[kind]?.label);
}

/**
 * Calls `listener` with the devices of now, and again once each change is over. It does not poll: on
 * some systems listing devices makes calls crackle. Returns a function that ends that.
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
