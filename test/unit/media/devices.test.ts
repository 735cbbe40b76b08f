/** Devices that come, go, and come back under another id. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { devicesOf, lostAndFound, resolve, watchDevices, type DeviceSource } from "../../../src/media/devices.js";
import { createFakeClock, settled } from "../../support/fake-clock.js";

const info = (kind: MediaDeviceKind, deviceId: string, label: string): MediaDeviceInfo => ({
  kind,
  deviceId,
  label,
  groupId: "",
  toJSON: () => undefined,
});

const infos = [
  info("audioinput", "default", "Default - Headset"),
  info("audioinput", "a", "Headset"),
  info("audiooutput", "b", "Headset"),
  info("audiooutput", "communications", "Communications"),
  info("audiooutput", "c", "Desk"),
  info("videoinput", "d", "Camera"),
];
const devices = devicesOf(infos);
const choice = { microphone: { id: "a", label: "Headset" }, ringer: { id: "c", label: "Desk" } };

describe("devices", () => {
  it("are microphones and speakers; the system's own and cameras are none", () => {
    assert.deepEqual(
      devices.map(({ kind, id }) => `${kind} ${id}`),
      ["microphone a", "speaker b", "speaker c"],
    );
    assert.deepEqual(devicesOf([info("audioinput", "", "")]), []);
  });

  it("are found by id, else by name, else the system's own takes their place", () => {
    assert.deepEqual(resolve(choice, devices), { microphone: "a", speaker: "", ringer: "c" });
    const renamed = devicesOf([info("audioinput", "x", "Headset"), info("audiooutput", "y", "Desk")]);
    assert.deepEqual(resolve(choice, renamed), { microphone: "x", speaker: "", ringer: "y" });
    assert.deepEqual(resolve(choice, []), { microphone: "", speaker: "", ringer: "" });
    assert.deepEqual(resolve({ ringer: { id: "all", label: "" } }, []).ringer, "all");
    assert.equal(
      resolve({ speaker: { id: "gone", label: "" } }, devicesOf([info("audiooutput", "z", "")])).speaker,
      "",
    );
  });

  it("are missed by name, and welcomed back", () => {
    const there = resolve(choice, devices);
    const gone = resolve(choice, []);
    assert.deepEqual(lostAndFound(choice, there, gone), {
      lost: { kind: "microphone", label: "Headset" },
      restored: null,
    });
    assert.deepEqual(lostAndFound(choice, gone, there).restored, { kind: "microphone", label: "Headset" });
    assert.deepEqual(lostAndFound(choice, there, there), { lost: null, restored: null });
  });

  it("are asked for once at the start, and once after changes have settled", async () => {
    const clock = createFakeClock();
    let asked = 0;
    let told = 0;
    const target = new EventTarget();
    const source: DeviceSource = Object.assign(target, {
      enumerateDevices: () => {
        asked += 1;
        return Promise.resolve(infos);
      },
    });
    const stop = watchDevices(source, clock, () => (told += 1));
    await settled();
    assert.deepEqual([asked, told], [1, 1]);
    for (let times = 0; times < 3; times += 1) {
      target.dispatchEvent(new Event("devicechange"));
      await clock.run(1_000);
    }
    assert.equal(asked, 1);
    await clock.run(3_600_000);
    assert.deepEqual([asked, told], [2, 2]);
    target.dispatchEvent(new Event("devicechange"));
    stop();
    await clock.run(10_000);
    assert.equal(asked, 2);
    assert.equal(clock.waiting, 0);
  });
});
