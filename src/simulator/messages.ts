/** Builds the messages that the core sends. */
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import {
  WebTerminalMessageSchema,
  type Error_Code,
  type WebTerminalMessage,
} from "../gen/wgtwo/webterminal/v0/webterminal_pb.js";

type Body = NonNullable<MessageInitShape<typeof WebTerminalMessageSchema>["message"]>;

const message = (callId: string, body: Body) => create(WebTerminalMessageSchema, { callId, message: body });

/** The messages that the core sends, by their names in the contract. */
export const messages = {
  offer: (callId: string, sdp: string, e164: string): WebTerminalMessage =>
    message(callId, { case: "offer", value: { sdp, msisdn: { e164 } } }),
  answer: (callId: string, sdp: string): WebTerminalMessage => message(callId, { case: "answer", value: { sdp } }),
  ringing: (callId: string): WebTerminalMessage => message(callId, { case: "ringing", value: {} }),
  bye: (callId: string): WebTerminalMessage => message(callId, { case: "bye", value: {} }),
  idle: (callId: string): WebTerminalMessage => message(callId, { case: "idle", value: {} }),
  inCall: (callId: string, e164: string): WebTerminalMessage =>
    message(callId, { case: "inCall", value: { msisdn: { e164 } } }),
  error: (callId: string, err: Error_Code): WebTerminalMessage => message(callId, { case: "error", value: { err } }),
};
