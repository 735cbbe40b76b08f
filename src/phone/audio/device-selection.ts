/** Keeps the chosen devices in use: they are remembered, pulled out, and put in again. */
import { infoOf, onScreen } from "../../call/selectors.js";
import { TerminalError } from "../../errors.js";
import { deviceKinds, listDevices, lostAndFound, resolve, watchDevices, type Choice } from "../../media/devices.js";
import type { AudioDevice, DeviceKind, NamedDevice } from "../../media/types.js";
import { createSafeStorage } from "../../storage.js";
import type { AudioContextDeps } from "./audio-types.js";
import { DEVICES_KEY, readDeviceChoice, writeDeviceChoice } from "./device-choice.js";

/** Looks after devices. */
export interface DeviceSelection {
  /** Begins to watch them, once. */
  watch(): void;
  /**
   * Before a choice is put to use.
   *
   * @throws TerminalError `invalid-argument` for another kind, `microphone-not-found` or `speaker-not-available` for an id that no device has.
   */
  check(kind: DeviceKind, deviceId: string): Promise<void>;
  /** The user has chosen a device. */
  remember(kind: DeviceKind, deviceId: string): void;
  lost(kind: "microphone" | "speaker", label: string, error: TerminalError | null): void;
  close(): void;
}

/** Makes it, and puts the remembered devices to use. `onChange`: other devices are there, or in use. */
export function createDeviceSelection(room: AudioContextDeps, onChange: () => void): DeviceSelection {
  const { clock, emit } = room;
  const storage = createSafeStorage(() => localStorage);
  let choice = readDeviceChoice(storage);
  let stopWatching: (() => void) | null = null;
  let known = false;
  let closed = false;
  /** The name of a microphone that nobody chose, and that was in use until it was pulled out. */
  let pulledOut: string | null = null;
  /** No microphone could take the place of the lost one. */
  let deaf = false;

  const tell = (lost: NamedDevice | null, restored: NamedDevice | null): void => {
    const { devices, chosen } = room.view;
    emit({ type: "device-change", devices, chosen, lost, restored });
    onChange();
  };

  const failed = (reason: unknown): void => {
    const call = onScreen(room.snapshot());
    const error = TerminalError.from(reason, "speaker-not-available");
    emit({ type: "terminal-error", error, call: call === null ? null : infoOf(call) });
  };

  const store = (next: Choice): void => {
    choice = next;
    writeDeviceChoice(storage, choice);
  };

  /** A device may be chosen before its name is known, and when its id has changed it is found by the name alone. */
  const nameChoice = (devices: readonly AudioDevice[]): void => {
    const named = Object.entries(choice).map(([kind, { id, label }]) => {
      return [kind, { id, label: label || (devices.find((device) => device.id === id)?.label ?? "") }];
    });
    const next = Object.fromEntries(named) as Choice;
    if (JSON.stringify(next) !== JSON.stringify(choice)) store(next);
  };

  const applyDevices = (devices: readonly AudioDevice[]): void => {
    nameChoice(devices);
    const { view } = room;
    const before = view.chosen;
    const chosen = resolve(choice, devices);
    const { lost, restored } = lostAndFound(choice, before, chosen);
    const changed = JSON.stringify([devices, chosen]) !== JSON.stringify([view.devices, before]);
    if (changed) room.set({ devices, chosen });

    const microphones = devices.filter((device) => device.kind === "microphone");
    const back = microphones.find((device) => pulledOut !== null && device.label === pulledOut);
    if (chosen.microphone !== before.microphone || back !== undefined || (deaf && microphones.length > 0)) {
      pulledOut = null;
      deaf = false;
      room
        .runner()
        .setMicrophone(back?.id ?? chosen.microphone)
        .catch(failed);
    }
    if (chosen.speaker !== before.speaker) room.runner().setSpeaker(chosen.speaker).catch(failed);
    const named = back === undefined ? null : ({ kind: "microphone", label: back.label } as const);
    // What was missing when the page was opened has not been lost under anybody's hands.
    if (changed || named !== null) tell(known ? lost : null, known ? (restored ?? named) : null);
    known = true;
  };

  const watch = (): void => {
    // Absent on insecure pages, whatever the type says.
    const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
    if (closed || mediaDevices === undefined) return;
    stopWatching ??= watchDevices(mediaDevices, clock, applyDevices);
  };

  /** Puts the choice to use: as remembered, until the browser has said which devices are there. */
  const use = (): void => {
    const idOf = (kind: DeviceKind): string => choice[kind]?.id ?? "";
    const before = room.view.chosen;
    const chosen = known
      ? resolve(choice, room.view.devices)
      : { microphone: idOf("microphone"), speaker: idOf("speaker"), ringer: idOf("ringer") };
    room.set({ chosen });
    if (chosen.microphone !== before.microphone) room.runner().setMicrophone(chosen.microphone).catch(failed);
    if (chosen.speaker !== before.speaker) room.runner().setSpeaker(chosen.speaker).catch(failed);
  };
  if (Object.keys(choice).length > 0) use();

  /** The user has chosen in another tab of this browser. */
  const handleStorage = ({ key }: StorageEvent): void => {
    if (key !== DEVICES_KEY) return;
    choice = readDeviceChoice(storage);
    use();
    tell(null, null);
  };
  addEventListener("storage", handleStorage);

  return {
    watch,
    async check(kind, deviceId) {
      if (!deviceKinds.includes(kind)) {
        throw new TerminalError("invalid-argument", {
          message: `There is no device for "${String(kind)}".`,
          hint: `Choose one of ${deviceKinds.join(", ")}.`,
        });
      }
      // Chromium names the system's own by two words that stand in no list of ours.
      if (/^(default|communications|)$/.test(deviceId) || (kind === "ringer" && deviceId === "all")) return;
      const fitting = (device: AudioDevice): boolean => (device.kind === "microphone") === (kind === "microphone");
      const has = (devices: readonly AudioDevice[]): boolean => devices.some(({ id }) => id === deviceId);
      // The list settles before it is told: what was plugged in just now is asked for.
      const there = has(room.view.devices) ? room.view.devices : await listDevices();
      // Before the microphone was allowed once, the browser tells of no device: any may be there.
      if (!there.some(fitting) || has(there.filter(fitting))) return;
      throw new TerminalError(kind === "microphone" ? "microphone-not-found" : "speaker-not-available", {
        message: `No ${kind} has the id "${deviceId}".`,
        hint: "Take one from the devices property; an empty id is the system's own.",
      });
    },
    remember(kind, deviceId) {
      const device = room.view.devices.find(({ id }) => id === deviceId);
      store({ ...choice, [kind]: { id: deviceId, label: device?.label ?? "" } });
      if (kind === "microphone") pulledOut = null;
      tell(null, null);
    },
    lost(kind, label, error) {
      const { view } = room;
      // Several calls lose the same device at the same time.
      if (view.chosen[kind] === "" && (kind === "speaker" || label === pulledOut)) return;
      const name = label === "" ? (choice[kind]?.label ?? "") : label;
      if (view.chosen[kind] === "") pulledOut = label;
      else room.set({ chosen: Object.freeze({ ...view.chosen, [kind]: "" }) });
      tell({ kind, label: name }, null);
      if (error === null) return;
      deaf = true;
      failed(error);
    },
    close() {
      closed = true;
      stopWatching?.();
      removeEventListener("storage", handleStorage);
    },
  };
}
