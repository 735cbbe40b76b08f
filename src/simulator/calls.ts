/**
 * The call model: who is registered, who is in which call, and which messages
 * follow from which. It knows nothing of gRPC or WebRTC: terminals, media and
 * time are ports, so that it runs in memory as well.
 */
import { randomUUID } from "node:crypto";
import { Error_Code, type Offer, type WebTerminalMessage } from "../gen/wgtwo/webterminal/v0/webterminal_pb.js";
import { createCallCore, newestLeg, sidesOf, type Engagement } from "./call-core.js";
import type { Call, CallModelOptions, Terminal, TerminalPort } from "./call-types.js";
import { createDialing } from "./dialing.js";
import { messages } from "./messages.js";
import { createCallTransfer } from "./call-transfer.js";
import { createRenegotiation } from "./renegotiation.js";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Whether a message is a keep-alive: empty, and without unknown fields. */
const saysNothing = ({ message, $unknown }: WebTerminalMessage) =>
  message.case === undefined && ($unknown ?? []).length === 0;

/** The call model. */
export interface CallModel {
  /** Registers a terminal: it gets its first status and the calls that ring at the user's number. */
  attach(port: TerminalPort): Terminal;
  /** Handles a message of a terminal. Never throws. */
  handle(id: string, message: WebTerminalMessage): void;
  /** Removes a terminal whose stream has ended: its calls are retained for a while. */
  detach(id: string, reason: string): void;
  /** Returns the registered terminals. */
  terminals(): readonly Terminal[];
  /** Returns the live calls, and with `ended` those that have ended lately. */
  calls(options?: { readonly ended?: boolean }): readonly Call[];
  /** Returns the live call of this id. */
  call(id: string): Call | undefined;
  /** Returns live calls of a user's number. */
  callsOf(number: string): readonly Call[];
  /** Places a call from a user's mobile, or from a scripted end. */
  place(from: string, to: string): Call;
  /** Puts a user's mobile into a call that is active at once. */
  connectMobile(from: string, to: string): Call;
  /** Ends a call from the network's side. */
  end(call: Call, reason: string): void;
  /** Offers new media ports. Returns the number of terminals that got an offer. */
  renegotiate(call: Call): number;
  /** Disconnects or connects the audio of the two parties; their peer connections stay. */
  stopMedia(call: Call, stopped: boolean): void;
  /** Returns the calls that the number's mobile is in, or that it placed. */
  mobileCalls(number: string): readonly Call[];
  /** Ends every call and forgets every terminal; nothing is sent afterwards. */
  close(): void;
}

/** Creates a call model without calls and terminals. */
export function createCallModel(options: CallModelOptions): CallModel {
  const core = createCallCore(options);
  const { log, calls, terminals } = core;
  const renegotiation = createRenegotiation(core);
  const dialing = createDialing(core, renegotiation);
  const transfer = createCallTransfer(core);

  /** Returns the terminal's place in a call, by its method's meaning of the call_id. */
  const engagement = (terminal: Terminal, id: string): Engagement | undefined => {
    const all = core.engagements(terminal);
    // Pipe has one call, and every message is about that one.
    if (terminal.method === "Pipe") return all.find(({ ringing }) => !ringing) ?? all[0];
    return all.find(({ call }) => call.id === id);
  };

  const party = (call: Call, number: string) => core.sideOfUser(call, number) !== undefined;
  const recentlyEnded = (terminal: Terminal, id: string) =>
    core.ended.some((call) => call.id === id && party(call, terminal.number));

  const error = (terminal: Terminal, id: string, code: Error_Code) => {
    log.info({ terminal: terminal.id, call: id, code: Error_Code[code] }, "error sent");
    terminal.send(messages.error(id, code));
  };

  const handleOffer = (terminal: Terminal, id: string, { sdp, msisdn }: Offer) => {
    const at = engagement(terminal, id);
    if (at?.ringing === true) {
      // The offers have crossed. For the same call, the core's wins; for another call there is no room.
      log.info({ terminal: terminal.id, call: id }, "offer crossed the core's own");
      if (at.call.id !== id && id !== "") terminal.send(messages.bye(id));
      return;
    }
    if (at === undefined) {
      const running = calls.get(id);
      const side = running === undefined ? undefined : core.sideOfUser(running, terminal.number);
      if (running === undefined) {
        if (recentlyEnded(terminal, id)) terminal.send(messages.bye(id));
        else dialing.dial(terminal, id === "" ? randomUUID() : id, sdp, msisdn?.e164 ?? "");
        return;
      }
      if (side === undefined || newestLeg(side) === null) {
        if (terminal.method === "MultiPipe") error(terminal, id, Error_Code.INVALID_CALL_ID);
        else terminal.send(messages.bye(id));
        return;
      }
    }
    try {
      core.media.inspect(sdp);
    } catch (reason) {
      const call = at?.call ?? calls.get(id);
      log.warn({ terminal: terminal.id, call: call?.id, reason: String(reason) }, "offer refused: bad SDP");
      // A pull that cannot be answered leaves the call where it is.
      if (at === undefined) terminal.send(messages.bye(id));
      else core.endCall(at.call, "bad SDP");
      return;
    }
    if (at !== undefined) {
      transfer.offerInCall(at, sdp);
      return;
    }
    const call = calls.get(id);
    const side = call === undefined ? undefined : core.sideOfUser(call, terminal.number);
    if (call !== undefined && side !== undefined) transfer.pull(terminal, call, side, sdp);
  };

  const handleAnswer = (terminal: Terminal, id: string, sdp: string) => {
    const at = engagement(terminal, id);
    if (at === undefined || !at.leg.offering) {
      log.info({ terminal: terminal.id, call: id }, "answer dropped: no offer is open");
    } else if (at.ringing) dialing.answered(at, sdp);
    else renegotiation.answered(at.call, at.leg, sdp);
  };

  const handleBye = (terminal: Terminal, id: string) => {
    const at = engagement(terminal, id);
    if (at !== undefined) {
      core.endCall(at.call, at.ringing ? "rejected" : "hung up by a terminal", terminal);
      return;
    }
    // A terminal that lost its stream may come back only to hang up.
    const kept = calls.get(id);
    if (kept !== undefined && core.sideOfUser(kept, terminal.number)?.cancelRetention != null) {
      core.endCall(kept, "hung up by a terminal", terminal);
    } else log.info({ terminal: terminal.id, call: id }, "Bye dropped: unknown call");
  };

  /** Checks the call_id, about which MultiPipe is strict. Returns false if the message is to be dropped. */
  const checkCallId = (terminal: Terminal, { callId, message }: WebTerminalMessage): boolean => {
    if (terminal.method === "Pipe") return true;
    if (!uuid.test(callId)) {
      error(terminal, callId, Error_Code.INVALID_CALL_ID);
      return false;
    }
    if (message.case !== "answer" && message.case !== "bye" && message.case !== "action") return true;
    const call = calls.get(callId);
    if (call !== undefined && party(call, terminal.number)) return true;
    if (!recentlyEnded(terminal, callId)) error(terminal, callId, Error_Code.INVALID_CALL_ID);
    else if (message.case === "action") error(terminal, callId, Error_Code.NOT_INCALL);
    else log.debug({ terminal: terminal.id, call: callId, message: message.case }, "dropped: the call has ended");
    return false;
  };

  const dispatch = (terminal: Terminal, message: WebTerminalMessage) => {
    const { callId, message: body } = message;
    if (!checkCallId(terminal, message)) return;
    switch (body.case) {
      case "offer":
        handleOffer(terminal, callId, body.value);
        return;
      case "answer":
        handleAnswer(terminal, callId, body.value.sdp);
        return;
      case "ringing": {
        const at = engagement(terminal, callId);
        if (at?.ringing === true) core.alert(at.call);
        return;
      }
      case "bye":
        handleBye(terminal, callId);
        return;
      case "action": {
        const at = engagement(terminal, callId);
        if (body.value.message.case !== "toPhone") error(terminal, callId, Error_Code.UNKNOWN);
        else if (at === undefined || at.ringing) error(terminal, callId, Error_Code.NOT_INCALL);
        else transfer.toPhone(at);
        return;
      }
      case "idle":
      case "inCall":
      case "error":
      case undefined:
        log.info(
          { terminal: terminal.id, message: body.case ?? "unknown" },
          "message dropped: the core does not accept it",
        );
        return;
    }
  };

  return {
    attach(port: TerminalPort): Terminal {
      const terminal: Terminal = {
        id: port.id,
        number: port.number,
        method: port.method,
        send: (message) => {
          port.send(message);
        },
        since: core.clock.now(),
        notified: new Set(),
      };
      terminals.set(terminal.id, terminal);
      const running = core.runningOf(terminal.number);
      const newest = running.at(-1);
      if (terminal.method === "MultiPipe") for (const call of running) terminal.notified.add(call.id);
      else if (newest === undefined) terminal.send(messages.idle(""));
      else core.inCall(terminal, newest);
      dialing.alertNewcomer(terminal);
      return terminal;
    },
    handle(id: string, message: WebTerminalMessage) {
      const terminal = terminals.get(id);
      if (terminal === undefined || saysNothing(message)) return;
      log.debug({ terminal: id, call: message.callId, message: message.message.case ?? "unknown" }, "received");
      dispatch(terminal, message);
      core.notifyTerminals();
    },
    detach(id: string, reason: string) {
      const terminal = terminals.get(id);
      if (terminal === undefined) return;
      const all = core.engagements(terminal);
      terminals.delete(id);
      log.info({ terminal: id, reason }, "terminal gone");
      for (const { call, side, leg, ringing } of all) {
        if (ringing) {
          side.ringing = side.ringing.filter((candidate) => candidate !== leg);
          core.closeLeg(leg);
        } else {
          leg.terminal = null;
          leg.offering = false;
          core.retain(call, side);
        }
      }
      core.notifyTerminals();
    },
    terminals: (): readonly Terminal[] => [...terminals.values()],
    calls: ({ ended = false } = {}): readonly Call[] => [...(ended ? core.ended : []), ...calls.values()],
    call: (id: string): Call | undefined => calls.get(id),
    callsOf: (number) => core.callsOf(number),
    place: dialing.place,
    connectMobile: dialing.connectMobile,
    end(call: Call, reason: string) {
      core.endCall(call, reason);
    },
    renegotiate: (call: Call) => renegotiation.renegotiate(call),
    stopMedia(call: Call, stopped: boolean) {
      call.mediaStopped = stopped;
      core.bridge(call);
    },
    mobileCalls: (number: string): readonly Call[] =>
      core
        .callsOf(number)
        .filter(
          (call) =>
            sidesOf(call).some((side) => side.number === number && side.leg?.kind === "mobile") ||
            (call.fromMobile && call.caller.number === number),
        ),
    close() {
      dialing.close();
      terminals.clear();
      for (const call of [...calls.values()]) core.endCall(call, "the core is stopping");
    },
  };
}
