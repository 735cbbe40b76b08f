import { messages } from "./messages.js";
import type { Call, CallModelOptions, Leg, Side, Terminal } from "./call-types.js";
import type { Player } from "./media-port.js";

/** How many ended calls are remembered. */
const memory = 200;

/** Both parties, the caller first. */
export const sidesOf = (call: Call): readonly [Side, Side] => [call.caller, call.callee];
/** The other party. */
export const otherSide = (call: Call, side: Side): Side => (side === call.caller ? call.callee : call.caller);
/** The attachment that its terminal speaks for. */
export const newestLeg = (side: Side): Leg | null => side.next ?? side.leg;

/** Where a terminal stands in a call. */
export interface Engagement {
  readonly call: Call;
  readonly side: Side;
  readonly leg: Leg;
  readonly ringing: boolean;
}

/** The state of all calls, and the steps everything else is made of. */
export type CallCore = ReturnType<typeof createCallCore>;

/** Builds the state of all calls. */
export function createCallCore({ media, clock, directory, log, keepCallMs = 30_000 }: CallModelOptions) {
  const terminals = new Map<string, Terminal>();
  const calls = new Map<string, Call>();
  const ended: Call[] = [];

  const createSide = (number: string): Side => ({
    number,
    leg: null,
    next: null,
    ringing: [],
    offer: null,
    cancelRetention: null,
  });

  const terminalLeg = (terminal: Terminal): Leg => {
    const endpoint = media.endpoint();
    return {
      kind: "terminal",
      method: terminal.method,
      terminal,
      end: endpoint,
      endpoint,
      player: null,
      offering: false,
      queue: Promise.resolve(),
      closed: false,
    };
  };

  const voiceLeg = (kind: "scripted" | "mobile", player: Player): Leg => ({
    kind,
    method: null,
    terminal: null,
    end: player,
    endpoint: null,
    player,
    offering: false,
    queue: Promise.resolve(),
    closed: false,
  });

  const closeLeg = (leg: Leg | null) => {
    if (leg === null || leg.closed) return;
    leg.closed = true;
    leg.terminal = null;
    void leg.end.close();
  };

  /** Queues a task on the leg's descriptions. `failed` receives the error of a task that fails. */
  const enqueue = (leg: Leg, task: () => Promise<void>, failed: (error: unknown) => void) => {
    leg.queue = leg.queue
      .then(() => (leg.closed ? undefined : task()))
      .catch((error: unknown) => {
        if (!leg.closed) failed(error);
      });
  };

  /** Lets the two parties hear each other. */
  const bridge = (call: Call) => {
    const [a, b] = [call.caller.leg, call.callee.leg];
    if (call.state !== "active" || a === null || b === null) return;
    a.end.deliverTo(call.mediaStopped ? null : b.end);
    b.end.deliverTo(call.mediaStopped ? null : a.end);
  };

  const later = (call: Call, ms: number, task: () => void) => {
    const cancel = clock.after(ms, () => {
      call.timers.delete(cancel);
      task();
    });
    call.timers.add(cancel);
  };

  const engagements = (terminal: Terminal): Engagement[] => {
    const found: Engagement[] = [];
    for (const call of calls.values()) {
      for (const side of sidesOf(call)) {
        const leg = newestLeg(side);
        if (leg?.terminal === terminal) found.push({ call, side, leg, ringing: false });
        const alerted = side.ringing.find((candidate) => candidate.terminal === terminal);
        if (alerted !== undefined) found.push({ call, side, leg: alerted, ringing: true });
      }
    }
    return found;
  };

  const sideOfUser = (call: Call, number: string): Side | undefined =>
    directory.byNumber(number) === undefined ? undefined : sidesOf(call).find((side) => side.number === number);

  /** Live calls that the number is a party of, the newest last. */
  const callsOf = (number: string): Call[] =>
    [...calls.values()].filter((call) => sideOfUser(call, number) !== undefined);

  /** Calls that a device of the number is in, so that another could pull them. */
  const runningOf = (number: string): Call[] =>
    callsOf(number).filter((call) => call.state === "active" || call.caller.number === number);

  const inCall = (terminal: Terminal, call: Call) => {
    const side = sideOfUser(call, terminal.number);
    if (side === undefined) return;
    terminal.notified.add(call.id);
    terminal.send(messages.inCall(call.id, otherSide(call, side).number));
  };

  const settlePipe = (terminal: Terminal, engaged: ReadonlySet<Call>) => {
    for (const call of engaged) terminal.notified.delete(call.id);
    // While it has a call of its own, a status of others would be taken for a word on that call.
    if (engaged.size > 0) return;
    const call = runningOf(terminal.number).at(-1);
    if (call === undefined && terminal.notified.size > 0) {
      terminal.notified.clear();
      terminal.send(messages.idle(""));
    } else if (call !== undefined && !terminal.notified.has(call.id)) {
      terminal.notified.clear();
      inCall(terminal, call);
    }
  };

  const settleMultiPipe = (terminal: Terminal, engaged: ReadonlySet<Call>) => {
    for (const call of engaged) terminal.notified.delete(call.id);
    for (const id of terminal.notified) {
      if (calls.has(id)) continue;
      terminal.notified.delete(id);
      terminal.send(messages.idle(id));
    }
    for (const call of runningOf(terminal.number)) {
      const side = sideOfUser(call, terminal.number);
      const leg = side === undefined ? null : newestLeg(side);
      if (leg === null || engaged.has(call) || terminal.notified.has(call.id)) continue;
      if (leg.kind === "mobile" || leg.method === "MultiPipe") inCall(terminal, call);
    }
  };

  /** Tells every terminal what has changed elsewhere since it was last told. */
  const settle = () => {
    for (const terminal of [...terminals.values()]) {
      const engaged = new Set(engagements(terminal).map(({ call }) => call));
      if (terminal.method === "Pipe") settlePipe(terminal, engaged);
      else settleMultiPipe(terminal, engaged);
    }
  };

  const release = (side: Side) => {
    side.cancelRetention?.();
    side.cancelRetention = null;
  };

  /** Ends a call; every terminal in it gets Bye, but for the one that ended it. */
  const endCall = (call: Call, reason: string, actor: Terminal | null = null) => {
    if (call.state === "ended") return;
    call.state = "ended";
    call.endedMs = clock.now();
    for (const cancel of call.timers) cancel();
    call.timers.clear();
    calls.delete(call.id);
    ended.push(call);
    if (ended.length > memory) ended.shift();
    log.info({ call: call.id, reason }, "call ended");
    for (const side of sidesOf(call)) {
      release(side);
      for (const leg of [side.leg, side.next, ...side.ringing]) {
        // Who has not got its Offer yet has nothing to be told.
        const knowsCall = leg !== null && (leg.offering || !side.ringing.includes(leg));
        const terminal = knowsCall ? leg.terminal : null;
        closeLeg(leg);
        if (terminal !== null && terminal !== actor) terminal.send(messages.bye(call.id));
      }
    }
    settle();
  };

  /** Keeps the call for a while without a terminal on this side. */
  const retain = (call: Call, side: Side) => {
    release(side);
    log.info({ call: call.id, number: side.number, ms: keepCallMs }, "call kept without its terminal");
    side.cancelRetention = clock.after(keepCallMs, () => {
      endCall(call, "its terminal did not come back");
    });
  };

  /** Gives the side to another leg at once. */
  const replaceLeg = (call: Call, side: Side, leg: Leg) => {
    const [old, next] = [side.leg, side.next];
    side.leg = leg;
    side.next = null;
    if (next !== leg) closeLeg(next);
    if (old !== leg) closeLeg(old);
    bridge(call);
  };

  /** Tells the caller, once, that the far end is alerted. */
  const alert = (call: Call) => {
    if (call.alerted || call.state !== "alerting") return;
    call.alerted = true;
    call.caller.leg?.terminal?.send(messages.ringing(call.id));
  };

  return {
    media,
    clock,
    directory,
    log,
    terminals,
    calls,
    ended,
    createSide,
    terminalLeg,
    voiceLeg,
    closeLeg,
    enqueue,
    bridge,
    later,
    engagements,
    sideOfUser,
    callsOf,
    runningOf,
    inCall,
    settle,
    release,
    endCall,
    retain,
    replaceLeg,
    alert,
  };
}
