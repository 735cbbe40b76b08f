/** Calls from their first Offer to their answer. */
import { randomUUID } from "node:crypto";
import { Error_Code } from "../gen/wgtwo/webterminal/v0/webterminal_pb.js";
import { sidesOf, type CallCore, type Engagement } from "./call-core.js";
import type { Call, Leg, Side, Terminal } from "./call-types.js";
import { isNumber } from "./directory.js";
import { audioCodecs, type AnswerOptions, type Sound } from "./media-port.js";
import { messages } from "./messages.js";
import type { Renegotiation } from "./renegotiation.js";
import { defaultSound, mobileSound, scripts, type Script, type ScriptTools } from "./scripts.js";

/** How long the core takes to find that a number does not exist, in milliseconds. */
const LOOKUP_MS = 300;

/** Creates the rules for calls until they are answered. */
export function createDialing(core: CallCore, { renegotiate }: Pick<Renegotiation, "renegotiate">) {
  const { media, directory, log, calls, clock } = core;
  const refusedOnce = new Set<string>();
  const callBacks = new Set<() => void>();

  const soundOf = (number: string): Sound => scripts[number]?.sound ?? defaultSound;

  const createCall = (id: string, from: string, to: string, leg: Leg): Call => {
    const call: Call = {
      id,
      caller: core.createSide(from),
      callee: core.createSide(to),
      state: "alerting",
      alerted: false,
      startedMs: clock.now(),
      answeredMs: 0,
      endedMs: 0,
      mediaStopped: false,
      fromMobile: leg.kind === "mobile",
      pickUp: null,
      moved: null,
      timers: new Set(),
    };
    call.caller.leg = leg;
    calls.set(id, call);
    log.info({ call: id, from, to }, "call started");
    return call;
  };

  /** Answers the offer of the caller, if it is a connected terminal that waits for an answer. */
  const answerCaller = (call: Call, options: AnswerOptions) => {
    const side = call.caller;
    const { leg, offer } = side;
    if (leg?.endpoint == null || leg.terminal === null || offer === null) return;
    const { endpoint } = leg;
    side.offer = null;
    core.enqueue(
      leg,
      async () => {
        const sdp = await endpoint.answer(offer.sdp, options);
        leg.terminal?.send(messages.answer(call.id, sdp));
        core.bridge(call);
      },
      (error) => {
        log.warn({ call: call.id, error: String(error) }, "offer refused: bad SDP");
        core.endCall(call, "bad SDP");
      },
    );
  };

  const activate = (call: Call) => {
    call.state = "active";
    call.answeredMs = clock.now();
    call.pickUp = null;
    log.info({ call: call.id }, "call answered");
    core.bridge(call);
  };

  const codecsOf = (side: Side) => {
    const codec = side.leg?.end.codec ?? null;
    return codec === null ? audioCodecs : [codec];
  };

  /** Handles the answer of a terminal of the callee: it wins, and the others get Bye. */
  const answered = ({ call, side, leg }: Engagement, sdp: string) => {
    if (leg.offering === false) return;
    leg.offering = false;
    const others = side.ringing.filter((candidate) => candidate !== leg);
    side.ringing = [];
    side.leg = leg;
    activate(call);
    for (const other of others) {
      const terminal = other.offering ? other.terminal : null;
      core.closeLeg(other);
      terminal?.send(messages.bye(call.id));
    }
    core.notifyTerminals();
    core.enqueue(
      leg,
      async () => {
        await leg.endpoint?.accept(sdp);
        answerCaller(call, { codecs: codecsOf(side) });
        core.bridge(call);
      },
      (error) => {
        log.warn({ call: call.id, error: String(error) }, "answer refused: bad SDP");
        core.endCall(call, "bad SDP");
      },
    );
  };

  /** Alerts one terminal of the callee. */
  const offerTo = (call: Call, terminal: Terminal) => {
    const leg = core.terminalLeg(terminal);
    call.callee.ringing.push(leg);
    core.enqueue(
      leg,
      async () => {
        const sdp = await leg.endpoint?.offer(call.caller.offer?.codecs ?? codecsOf(call.caller));
        if (sdp === undefined || leg.terminal === null) return;
        leg.offering = true;
        leg.terminal.send(messages.offer(call.id, sdp, call.caller.number));
      },
      (error) => {
        log.error({ call: call.id, error: String(error) }, "cannot set up media for a ringing terminal");
        call.callee.ringing = call.callee.ringing.filter((candidate) => candidate !== leg);
        core.closeLeg(leg);
      },
    );
  };

  /** Returns whether the terminal can be alerted of the call: Pipe has room for one call. */
  const hasRoom = (terminal: Terminal, call: Call) =>
    terminal.method === "MultiPipe" || core.callsOf(terminal.number).every((other) => other === call);

  const terminalsOf = (number: string) => [...core.terminals.values()].filter((terminal) => terminal.number === number);

  const callUser = (call: Call) => {
    const { number } = call.callee;
    const terminals = terminalsOf(number).filter((terminal) => hasRoom(terminal, call));
    const busy = core.callsOf(number).some((other) => other !== call);
    if (busy && terminals.length === 0) {
      core.endCall(call, "busy");
      return;
    }
    for (const terminal of terminals) offerTo(call, terminal);
    if (terminals.length > 0) return;
    // Only the mobile is left to ring, and it is never answered.
    if (directory.byNumber(number)?.mobile === true) core.alert(call);
    else giveUp(call, "unreachable");
  };

  const giveUp = (call: Call, reason: string) => {
    core.later(call, LOOKUP_MS, () => {
      core.endCall(call, reason);
    });
  };

  const answerScripted = (call: Call, sound: Sound, options: { digits?: boolean; sdp?: string } = {}) => {
    if (call.state !== "alerting") return;
    call.callee.leg = core.voiceLeg("scripted", media.player(sound));
    activate(call);
    core.notifyTerminals();
    if (options.sdp === undefined) {
      answerCaller(call, { codecs: audioCodecs, digits: options.digits ?? true });
    } else {
      call.caller.offer = null;
      call.caller.leg?.terminal?.send(messages.answer(call.id, options.sdp));
    }
  };

  const toolsFor = (call: Call, script: Script): ScriptTools => ({
    after(ms, task) {
      core.later(call, ms, task);
    },
    ring() {
      core.alert(call);
    },
    answer(options) {
      answerScripted(call, script.sound, options);
    },
    play(sound) {
      call.callee.leg?.player?.play(sound);
    },
    move(then) {
      renegotiate(call, then);
    },
    hangUp() {
      core.endCall(call, "hung up by its script");
    },
    callBack(ms) {
      const cancel = clock.after(ms, () => {
        callBacks.delete(cancel);
        place(call.callee.number, call.caller.number);
      });
      callBacks.add(cancel);
    },
  });

  const start = (call: Call) => {
    const { number } = call.callee;
    const script = scripts[number];
    if (script !== undefined) {
      call.pickUp = () => {
        answerScripted(call, script.sound);
      };
      script.run(toolsFor(call, script));
    } else if (directory.byNumber(number) !== undefined) callUser(call);
    else giveUp(call, "unknown number");
    core.notifyTerminals();
  };

  /** Places a call from a user's mobile, or from a scripted end. */
  function place(from: string, to: string): Call {
    const leg =
      directory.byNumber(from) === undefined
        ? core.voiceLeg("scripted", media.player(soundOf(from)))
        : core.voiceLeg("mobile", media.player(mobileSound));
    const call = createCall(randomUUID(), from, to, leg);
    if (scripts[to] === undefined && directory.byNumber(to) === undefined) {
      // A scripted end without a script waits for the control service to answer.
      core.alert(call);
      call.pickUp = () => {
        answerScripted(call, defaultSound);
      };
      core.notifyTerminals();
    } else start(call);
    return call;
  }

  /** Puts the user's mobile into a call that is active at once, with a peer that has media. */
  const connectMobile = (from: string, to: string): Call => {
    const call = createCall(randomUUID(), from, to, core.voiceLeg("mobile", media.player(mobileSound)));
    answerScripted(call, soundOf(to));
    return call;
  };

  const refusal = (terminal: Terminal, number: string): Error_Code | null => {
    const refuse = scripts[number]?.refuse;
    if (refuse === undefined) return null;
    const key = `${terminal.number} ${number}`;
    if (refuse.once && refusedOnce.delete(key)) return null;
    refusedOnce.add(key);
    return refuse.code;
  };

  /** Handles an Offer of a terminal that begins a call. */
  const dial = (terminal: Terminal, id: string, sdp: string, number: string) => {
    const refuse = (reason: string) => {
      log.warn({ terminal: terminal.id, call: id, to: number, reason }, "offer refused");
      terminal.send(messages.bye(id));
    };
    if (!isNumber(number)) {
      refuse("invalid msisdn");
      return;
    }
    if (number === terminal.number) {
      refuse("a number cannot call itself");
      return;
    }
    let codecs;
    try {
      codecs = media.inspect(sdp);
    } catch (error) {
      refuse(`bad SDP: ${String(error)}`);
      return;
    }
    const code = refusal(terminal, number);
    if (code !== null) {
      log.info({ terminal: terminal.id, call: id, to: number, code: Error_Code[code] }, "offer refused by its script");
      terminal.send(messages.error(id, code));
      return;
    }
    const call = createCall(id, terminal.number, number, core.terminalLeg(terminal));
    call.caller.offer = { sdp, codecs };
    start(call);
  };

  /** Alerts a terminal that has just registered of the calls that ring. */
  const alertNewcomer = (terminal: Terminal) => {
    for (const call of calls.values()) {
      const alerting = call.state === "alerting" && call.callee.number === terminal.number;
      if (alerting && !sidesOf(call).some((side) => side.leg?.terminal === terminal) && hasRoom(terminal, call)) {
        offerTo(call, terminal);
      }
    }
  };

  const close = () => {
    for (const cancel of callBacks) cancel();
    callBacks.clear();
  };

  return { dial, place, connectMobile, answered, alertNewcomer, close };
}
