/** Keeps the chosen devices in use: they are remembered, and found again after they were unplugged. */
import { infoOf, onScreen } from "../../call/selectors.js";
import { TerminalError } from "../../errors.js";
import {
  deviceKinds,
  isSystemDefault,
  listDevices,
  lostAndFound,
  resolve,
  sameChoice,
  sameChosen,
  sameDevices,
  watchDevices,
  type Choice,
} from "../../media/devices.js";
import type { AudioDevice, DeviceKind, NamedDevice } from "../../media/types.js";
import { createSafeStorage } from "../../storage.js";
import type { AudioHost } from "./audio-types.js";
import { DEVICES_KEY, readDeviceChoice, writeDeviceChoice } from "./device-choice.js";

/** The user's choice of devices, and the devices in use. */
export interface DeviceSelection {
  /** Starts to watch the devices. Idempotent. */
  watch(): void;
  /**
   * Checks a choice before it is used.
   *
   * @throws TerminalError `invalid-argument` for another kind, `microphone-not-found` or `speaker-not-available` for an id that no device has.
   */
  check(kind: DeviceKind, deviceId: string): Promise<void>;
  /** Remembers the user's choice of a device. */
  remember(kind: DeviceKind, deviceId: string): void;
  /** Takes note that a device was lost during a call. `error`: why none could take its place; null if one did. */
  lost(kind: "microphone" | "speaker", label: string, error: TerminalError | null): void;
  close(): void;
}

/** Creates the selection, and uses the remembered devices. `onChange` is called when devices appear, vanish or are used. */
export function createDeviceSelection(host: AudioHost, onChange: () => void): DeviceSelection {
  const { clock, emit } = host;
  const storage = createSafeStorage(() => localStorage);
  let choice = readDeviceChoice(storage);
  let stopWatching: (() => void) | null = null;
  let known = false;
  let closed = false;
  /** The name of a default microphone that was unplugged while it was in use. */
  let unplugged: string | null = null;
  /** Whether no microphone could take the place of a lost one. */
  let hasNoMicrophone = false;

  const emitChange = (lost: NamedDevice | null, restored: NamedDevice | null): void => {
    const { devices, chosen } = host.view;
    emit({ type: "device-change", devices, chosen, lost, restored });
    onChange();
  };

  const failed = (reason: unknown): void => {
    const call = onScreen(host.snapshot());
    const error = TerminalError.from(reason, "speaker-not-available");
    emit({ type: "terminal-error", error, call: call === null ? null : infoOf(call) });
  };

  const store = (next: Choice): void => {
    choice = next;
    writeDeviceChoice(storage, choice);
  };

  /** Stores names that were unknown when the devices were chosen: once an id changes, only the name is left to find them by. */
  const nameChoice = (devices: readonly AudioDevice[]): void => {
    const named = Object.entries(choice).map(([kind, { id, label }]) => {
      return [kind, { id, label: label || (devices.find((device) => device.id === id)?.label ?? "") }];
    });
    const next = Object.fromEntries(named) as Choice;
    if (!sameChoice(next, choice)) store(next);
  };

  const applyDevices = (devices: readonly AudioDevice[]): void => {
    nameChoice(devices);
    const { view } = host;
    const before = view.chosen;
    const chosen = resolve(choice, devices);
    const { lost, restored } = lostAndFound(choice, before, chosen);
    const changed = !sameDevices(devices, view.devices) || !sameChosen(chosen, before);
    if (changed) host.set({ devices, chosen });

    const microphones = devices.filter((device) => device.kind === "microphone");
    const back = microphones.find((device) => unplugged !== null && device.label === unplugged);
    if (chosen.microphone !== before.microphone || back !== undefined || (hasNoMicrophone && microphones.length > 0)) {
      unplugged = null;
      hasNoMicrophone = false;
      host.runner.setMicrophone(back?.id ?? chosen.microphone).catch(failed);
    }
    if (chosen.speaker !== before.speaker) host.runner.setSpeaker(chosen.speaker).catch(failed);
    const named = back === undefined ? null : ({ kind: "microphone", label: back.label } as const);
    // A device that was missing when the page was opened is not lost now.
    if (changed || named !== null) emitChange(known ? lost : null, known ? (restored ?? named) : null);
    known = true;
  };

  const watch = (): void => {
    // Absent on insecure pages, whatever the type says.
    const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
    if (closed || mediaDevices === undefined) return;
    stopWatching ??= watchDevices(mediaDevices, clock, applyDevices);
  };

  /** Uses the chosen devices: by their remembered ids, until the browser has listed its devices. */
  const applyChoice = (): void => {
    const idOf = (kind: DeviceKind): string => choice[kind]?.id ?? "";
    const before = host.view.chosen;
    const chosen = known
      ? resolve(choice, host.view.devices)
      : { microphone: idOf("microphone"), speaker: idOf("speaker"), ringer: idOf("ringer") };
    host.set({ chosen });
    if (chosen.microphone !== before.microphone) host.runner.setMicrophone(chosen.microphone).catch(failed);
    if (chosen.speaker !== before.speaker) host.runner.setSpeaker(chosen.speaker).catch(failed);
  };
  if (Object.keys(choice).length > 0) applyChoice();

  /** Takes over a choice that was made in another tab. */
  const handleStorage = ({ key }: StorageEvent): void => {
    if (key !== DEVICES_KEY) return;
    choice = readDeviceChoice(storage);
    applyChoice();
    emitChange(null, null);
  };
  addEventListener("storage", handleStorage);

  return {
    watch,
    async check(kind, deviceId) {
      if (!deviceKinds.includes(kind)) {
        throw new TerminalError("invalid-argument", {
          developerHint: `Invalid device kind "${String(kind)}": expected one of ${deviceKinds.join(", ")}.`,
        });
      }
      if (isSystemDefault(deviceId) || (kind === "ringer" && deviceId === "all")) return;
      const fitting = (device: AudioDevice): boolean => (device.kind === "microphone") === (kind === "microphone");
      const has = (devices: readonly AudioDevice[]): boolean => devices.some(({ id }) => id === deviceId);
      // The known list waits until a change is over: ask for a device that was plugged in just now.
      const there = has(host.view.devices) ? host.view.devices : await listDevices();
      // Until the microphone was allowed once, the browser lists no devices: any may be there.
      if (!there.some(fitting) || has(there.filter(fitting))) return;
      throw new TerminalError(kind === "microphone" ? "microphone-not-found" : "speaker-not-available", {
        developerHint: `No ${kind} has the id "${deviceId}". Use an id from \`devices\`, or "" for the system default.`,
      });
    },
    remember(kind, deviceId) {
      const device = host.view.devices.find(({ id }) => id === deviceId);
      store({ ...choice, [kind]: { id: deviceId, label: device?.label ?? "" } });
      if (kind === "microphone") unplugged = null;
      emitChange(null, null);
    },
    lost(kind, label, error) {
      const { view } = host;
      // Several calls lose the same device at the same time.
      if (view.chosen[kind] === "" && (kind === "speaker" || label === unplugged)) return;
      const name = label === "" ? (choice[kind]?.label ?? "") : label;
      if (view.chosen[kind] === "") unplugged = label;
      else host.set({ chosen: Object.freeze({ ...view.chosen, [kind]: "" }) });
      emitChange({ kind, label: name }, null);
      if (error === null) return;
      hasNoMicrophone = true;
      failed(error);
    },
    close() {
      closed = true;
      stopWatching?.();
      removeEventListener("storage", handleStorage);
    },
  };
}
