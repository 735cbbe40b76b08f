/** Numbers that behave by a script. */
import { Error_Code } from "../gen/wgtwo/webterminal/v0/webterminal_pb.js";
import type { Sound } from "./media-port.js";

/** What a script can do with its call. Except for `callBack`, nothing happens after the call has ended. */
export interface ScriptTools {
  after(ms: number, task: () => void): void;
  ring(): void;
  /** Answers with the script's sound, or with `sdp` instead of media. */
  answer(options?: { readonly digits?: boolean; readonly sdp?: string }): void;
  play(sound: Sound): void;
  /** Offers a new media port to the caller; `then` runs once it is answered. */
  move(then: () => void): void;
  hangUp(): void;
  /** Calls the caller back after this time, even if the call has ended. */
  callBack(ms: number): void;
}

/** A number that behaves by a script. */
export interface Script {
  /** One line for people that says what happens. */
  readonly summary: string;
  /** The sound after the answer. */
  readonly sound: Sound;
  /** Refuses the offer with an error, the first time only or each time. */
  readonly refuse?: { readonly code: Error_Code; readonly once: boolean };
  run(tools: ScriptTools): void;
}

const tone = (hz: number): Sound => ({ kind: "tone", hz });
/** The sound of a number without a script. */
export const defaultSound: Sound = tone(440);
/** The sound of a user's mobile. */
export const mobileSound: Sound = tone(620);

const answerAfterRinging = (ms: number) => (tools: ScriptTools) => {
  tools.ring();
  tools.after(ms, () => {
    tools.answer();
  });
};

/** The scripted numbers, in the order of the documentation. */
export const scripts: Readonly<Record<string, Script>> = {
  "+4780000001": {
    summary: "answers after 1 s and echoes what it hears",
    sound: { kind: "echo" },
    run: answerAfterRinging(1000),
  },
  "+4780000002": {
    summary: "answers immediately and plays 440 Hz",
    sound: tone(440),
    run(tools) {
      tools.answer();
    },
  },
  "+4780000003": {
    summary: "is busy: immediate Bye",
    sound: defaultSound,
    run(tools) {
      tools.hangUp();
    },
  },
  "+4780000004": {
    summary: "rings forever",
    sound: defaultSound,
    run(tools) {
      tools.ring();
    },
  },
  "+4780000005": {
    summary: "answers, and hangs up after 3 s",
    sound: defaultSound,
    run(tools) {
      tools.answer();
      tools.after(3000, () => {
        tools.hangUp();
      });
    },
  },
  "+4780000006": {
    summary: "answers with 440 Hz, moves to a new media port after 3 s, plays 880 Hz from there",
    sound: tone(440),
    run(tools) {
      tools.answer();
      tools.after(3000, () => {
        tools.move(() => {
          tools.play(tone(880));
        });
      });
    },
  },
  "+4780000007": {
    summary: "answers, hangs up after 1 s, and calls back 2 s later",
    sound: defaultSound,
    run(tools) {
      tools.answer();
      tools.after(1000, () => {
        tools.callBack(2000);
        tools.hangUp();
      });
    },
  },
  "+4780000008": {
    summary: "Error TRY_AGAIN the first time, then like ...01",
    sound: { kind: "echo" },
    refuse: { code: Error_Code.TRY_AGAIN, once: true },
    run: answerAfterRinging(1000),
  },
  "+4780000009": {
    summary: "Error RATE_LIMIT_HIT",
    sound: defaultSound,
    refuse: { code: Error_Code.RATE_LIMIT_HIT, once: false },
    run: () => undefined,
  },
  "+4780000010": {
    summary: "answers with SDP that is not SDP",
    sound: { kind: "silence" },
    run(tools) {
      tools.answer({ sdp: "this is not a session description\r\n" });
    },
  },
  "+4780000011": {
    summary: "answers with Opus but without telephone-event (no keypad), plays 440 Hz",
    sound: tone(440),
    run(tools) {
      tools.answer({ digits: false });
    },
  },
  "+4780000012": {
    summary: "never sends Ringing, answers after 2 s, plays 440 Hz",
    sound: tone(440),
    run(tools) {
      tools.after(2000, () => {
        tools.answer();
      });
    },
  },
};
