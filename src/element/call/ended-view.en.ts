/** English strings of ended calls. */
import type { CallCause } from "../../call/model.js";

export const endedViewStrings = {
  "call-again": "Call again",
  close: "Close",
  "call-still-up": "This call is still active",
  "call-still-up-text": "Its tab or connection was lost. Bring the call here to keep talking.",
  "call-duration": "Call time {time}",
  "cause-hangup": "You hung up",
  "cause-remote-hangup": "The other side hung up",
  "cause-rejected": "You declined the call",
  "cause-remote-rejected": "The call was declined, or the line was busy",
  "cause-missed": "Missed call",
  "cause-canceled": "Call canceled",
  "cause-no-answer": "No answer",
  "cause-answered-elsewhere": "Answered on another device",
  "cause-moved-to-phone": "The call continues on your mobile",
  "cause-no-microphone": "The microphone could not be used",
  "cause-media-failed": "Audio could not be connected",
  "cause-bad-sdp": "The audio of the other side could not be read",
  "cause-signaling-lost": "The connection was lost",
  "cause-dropped-by-core": "The network ended the call",
  "cause-error": "Something went wrong",
} as const satisfies Record<`cause-${CallCause}`, string> & Record<string, string>;
