/** The state of all calls, and the steps that the rules of the call model are made of. */
import { messages } from "./messages.js";
import type { Call, CallModelOptions, Leg, Side, Terminal } from "./call-types.js";
import type { Player } from "./media-port.js";

/** How many ended calls are kept. */
const MAX_ENDED_CALLS = 200;

/** Returns both parties, the caller first. */
export function sidesOf(call: Call): readonly [Side, Side] {
  return [call.caller, call.callee];
}

/** Returns the other party. */
export function otherSide(call: Call, side: Side): Side {
  return side === call.caller ? call.callee : call.caller;
}

/** Returns the newest leg of a party; null if it has none. */
export function newestLeg(side: Side): Leg | null {
  return side.next ?? side.leg;
}

/** A terminal's place in a call. */
export interface Engagement {
  readonly call: Call;
  readonly side: Side;
  readonly leg: Leg;
  readonly ringing: boolean;
}

/** The state of all calls, and the steps that everything else is made of. */
export interface CallCore extends Pick<CallModelOptions, "media" | "clock" | "directory" | "log"> {
  /** Registered terminals by id. */
  readonly terminals: Map<string, Terminal>;
  /** Live calls by id. */
  readonly calls: Map<string, Call>;
  /** The calls that ended last, the newest last. */
  readonly ended: readonly Call[];
  createSide(number: string): Side;
  terminalLeg(terminal: Terminal): Leg;
  voiceLeg(kind: "scripted" | "mobile", player: Player): Leg;
  closeLeg(leg: Leg | null): void;
  /** Queues a task on the leg's descriptions. `failed` receives the error of a task that fails. */
  enqueue(leg: Leg, task: () => Promise<void>, failed: (error: unknown) => void): void;
  /** Connects the audio of the two parties. */
  bridge(call: Call): void;
  /** Runs a task after this time, unless the call has ended. */
  later(call: Call, ms: number, task: () => void): void;
  /** Returns the terminal's places in all calls. */
  engagements(terminal: Terminal): Engagement[];
  /** Returns the side of a number, if the number is a user's and a party of the call. */
  sideOfUser(call: Call, number: string): Side | undefined;
  /** Returns live calls that the number is a party of, the newest last. */
  callsOf(number: string): Call[];
  /** Returns calls that a device of the number is in, so that another device could pull them. */
  runningOf(number: string): Call[];
  /** Tells a terminal of a call on another device. */
  inCall(terminal: Terminal, call: Call): void;
  /** Notifies every terminal of changes of calls on other devices. */
  notifyTerminals(): void;
  /** Ends the retention of a call without a terminal on this side. */
  release(side: Side): void;
  /** Ends a call; every terminal in it gets Bye, except the one that ended it. */
  endCall(call: Call, reason: string, actor?: Terminal | null): void;
  /** Retains the call for a while without a terminal on this side. */
  retain(call: Call, side: Side): void;
  /** Replaces the leg of a side at once. */
  replaceLeg(call: Call, side: Side, leg: Leg): void;
  /** Tells the caller, once, that the far end is alerted. */
  alert(call: Call): void;
}

/** Creates the state of a core without calls. */
export function createCallCore({ media, clock, directory, log, keepCallMs = 30_000 }: CallModelOptions): CallCore {
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

  const enqueue = (leg: Leg, task: () => Promise<void>, failed: (error: unknown) => void) => {
    leg.queue = leg.queue
      .then(() => (leg.closed ? undefined : task()))
      .catch((error: unknown) => {
        if (!leg.closed) failed(error);
      });
  };

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

  const callsOf = (number: string): Call[] =>
    [...calls.values()].filter((call) => sideOfUser(call, number) !== undefined);

  const runningOf = (number: string): Call[] =>
    callsOf(number).filter((call) => call.state === "active" || call.caller.number === number);

  const inCall = (terminal: Terminal, call: Call) => {
    const side = sideOfUser(call, terminal.number);
    if (side === undefined) return;
    terminal.notified.add(call.id);
    terminal.send(messages.inCall(call.id, otherSide(call, side).number));
  };

  const notifyOnPipe = (terminal: Terminal, engaged: ReadonlySet<Call>) => {
    for (const call of engaged) terminal.notified.delete(call.id);
    // A terminal in a call would read the status of another call as the status of that one.
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

  const notifyOnMultiPipe = (terminal: Terminal, engaged: ReadonlySet<Call>) => {
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

  const notifyTerminals = () => {
    for (const terminal of [...terminals.values()]) {
      const engaged = new Set(engagements(terminal).map(({ call }) => call));
      if (terminal.method === "Pipe") notifyOnPipe(terminal, engaged);
      else notifyOnMultiPipe(terminal, engaged);
    }
  };

  const release = (side: Side) => {
    side.cancelRetention?.();
    side.cancelRetention = null;
  };

  const endCall = (call: Call, reason: string, actor: Terminal | null = null) => {
    if (call.state === "ended") return;
    call.state = "ended";
    call.endedMs = clock.now();
    for (const cancel of call.timers) cancel();
    call.timers.clear();
    calls.delete(call.id);
    ended.push(call);
    if (ended.length > MAX_ENDED_CALLS) ended.shift();
    log.info({ call: call.id, reason }, "call ended");
    for (const side of sidesOf(call)) {
      release(side);
      for (const leg of [side.leg, side.next, ...side.ringing]) {
        // A terminal that has not received its Offer yet does not know the call.
        const knowsCall = leg !== null && (leg.offering || !side.ringing.includes(leg));
        const terminal = knowsCall ? leg.terminal : null;
        closeLeg(leg);
        if (terminal !== null && terminal !== actor) terminal.send(messages.bye(call.id));
      }
    }
    notifyTerminals();
  };

  const retain = (call: Call, side: Side) => {
    release(side);
    log.info({ call: call.id, number: side.number, ms: keepCallMs }, "call kept without its terminal");
    side.cancelRetention = clock.after(keepCallMs, () => {
      endCall(call, "its terminal did not reconnect");
    });
  };

  const replaceLeg = (call: Call, side: Side, leg: Leg) => {
    const [old, next] = [side.leg, side.next];
    side.leg = leg;
    side.next = null;
    if (next !== leg) closeLeg(next);
    if (old !== leg) closeLeg(old);
    bridge(call);
  };

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
    notifyTerminals,
    release,
    endCall,
    retain,
    replaceLeg,
    alert,
  };
}
