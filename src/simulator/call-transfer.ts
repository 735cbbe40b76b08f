/** Offers of terminals within a call, and calls that move between the devices of a user. */
import { Error_Code } from "../gen/wgtwo/webterminal/v0/webterminal_pb.js";
import { newestLeg, otherSide, type CallCore, type Engagement } from "./call-core.js";
import type { Call, Leg, Side, Terminal } from "./call-types.js";
import { audioCodecs } from "./media-port.js";
import { messages } from "./messages.js";
import { mobileSound } from "./scripts.js";

/** Creates the rules for offers of terminals within a call, and for calls that move. */
export function createCallTransfer(core: CallCore) {
  const { media, directory, log } = core;

  /** Answers on a fresh leg, which takes over from the old one as soon as it is connected. */
  const takeOver = (call: Call, side: Side, terminal: Terminal, sdp: string) => {
    const fresh = core.terminalLeg(terminal);
    const previous = newestLeg(side);
    const mobile = previous?.kind === "mobile";
    if (previous !== null) {
      previous.terminal = null;
      previous.offering = false;
    }
    core.release(side);
    // The old leg stays until the fresh one is connected, but only if it carries audio.
    if (side.offer !== null || call.state === "alerting") core.replaceLeg(call, side, fresh);
    else {
      core.closeLeg(side.next);
      side.next = fresh;
    }
    log.info({ call: call.id, terminal: terminal.id, from: mobile ? "mobile" : "terminal" }, "call taken over");
    core.notifyTerminals();
    answerFresh(call, side, fresh, sdp);
  };

  const answerFresh = (call: Call, side: Side, leg: Leg, sdp: string) => {
    const failed = (error: unknown) => {
      log.warn({ call: call.id, error: String(error) }, "offer refused: bad SDP");
      const { terminal } = leg;
      if (side.next === leg) side.next = null;
      else if (side.leg === leg) side.leg = null;
      core.closeLeg(leg);
      terminal?.send(messages.bye(call.id));
      if (side.leg === null) core.endCall(call, "bad SDP");
      else if (side.leg.kind === "terminal") core.retain(call, side);
      core.notifyTerminals();
    };
    if (call.state === "alerting") {
      try {
        side.offer = { sdp, codecs: media.inspect(sdp) };
      } catch (error) {
        failed(error);
        return;
      }
      // A terminal that comes back is told again that the far end is alerted.
      if (call.alerted) leg.terminal?.send(messages.ringing(call.id));
      return;
    }
    side.offer = null;
    core.enqueue(
      leg,
      async () => {
        const codec = otherSide(call, side).leg?.end.codec ?? null;
        const answer = await leg.endpoint?.answer(sdp, { codecs: codec === null ? audioCodecs : [codec] });
        if (answer === undefined || leg.terminal === null) return;
        leg.terminal.send(messages.answer(call.id, answer));
        leg.endpoint?.whenConnected(() => {
          if (side.next === leg && !leg.closed) core.replaceLeg(call, side, leg);
        });
        core.bridge(call);
      },
      failed,
    );
  };

  /** Handles an Offer of the terminal that has the call. */
  const offerInCall = ({ call, side, leg }: Engagement, sdp: string) => {
    const { terminal, endpoint } = leg;
    if (terminal === null || endpoint === null) return;
    if (!endpoint.owns(sdp)) {
      takeOver(call, side, terminal, sdp);
      return;
    }
    if (leg.offering) {
      // Both sides have offered. The terminal rolls its own offer back and answers the core's.
      log.info({ call: call.id, terminal: terminal.id }, "offer dropped: the offer of the core is still unanswered");
      return;
    }
    core.enqueue(
      leg,
      async () => {
        const answer = await endpoint.answer(sdp);
        leg.terminal?.send(messages.answer(call.id, answer));
        log.info({ call: call.id, terminal: terminal.id }, "renegotiated by the terminal");
      },
      (error) => {
        log.warn({ call: call.id, error: String(error) }, "offer refused: bad SDP");
        core.endCall(call, "bad SDP");
      },
    );
  };

  /** Handles an Offer for a call of the user that another device has. */
  const pull = (terminal: Terminal, call: Call, side: Side, sdp: string) => {
    const leg = newestLeg(side);
    if (leg?.endpoint?.owns(sdp) === true && side.offer === null && !leg.offering) {
      // The same peer connection behind a new stream: an ICE restart of the running endpoint.
      leg.terminal = terminal;
      core.release(side);
      core.notifyTerminals();
      offerInCall({ call, side, leg, ringing: false }, sdp);
    } else takeOver(call, side, terminal, sdp);
  };

  /** Moves the call to the user's mobile. */
  const toPhone = ({ call, side, leg }: Engagement) => {
    const { terminal } = leg;
    if (terminal === null) return;
    if (call.state !== "active") {
      terminal.send(messages.error(call.id, Error_Code.NOT_INCALL));
      return;
    }
    if (directory.byNumber(side.number)?.mobile !== true) {
      log.info({ call: call.id, number: side.number }, "not moved: the mobile is switched off");
      terminal.send(messages.error(call.id, Error_Code.TRY_AGAIN));
      return;
    }
    core.replaceLeg(call, side, core.voiceLeg("mobile", media.player(mobileSound)));
    log.info({ call: call.id, number: side.number }, "call moved to the mobile");
    core.notifyTerminals();
  };

  return { offerInCall, pull, toPhone };
}
