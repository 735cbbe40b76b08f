/** The control service: drives the simulated core and reports what happens in it. */
import { Code, ConnectError, type ServiceImpl } from "@connectrpc/connect";
import type { Clock } from "../clock.js";
import type { ControlService } from "../gen/webterminal/sim/v1/control_pb.js";
import type { Call, Leg, Side } from "./call-types.js";
import { sidesOf } from "./call-core.js";
import type { CallModel } from "./calls.js";
import { isNumber, type Directory, type User } from "./directory.js";
import type { Streams } from "./streams.js";

function describeLeg(side: Side, leg: Leg) {
  return { kind: leg.kind, number: side.number, terminalId: leg.terminal?.id ?? "", media: leg.end.report() };
}

function describeCall(call: Call) {
  const legs = sidesOf(call).flatMap((side) =>
    [side.leg, side.next, ...side.ringing].flatMap((leg) => (leg === null ? [] : [describeLeg(side, leg)])),
  );
  return {
    id: call.id,
    from: call.caller.number,
    to: call.callee.number,
    state: call.state,
    legs,
    startedMs: BigInt(call.startedMs),
    answeredMs: BigInt(call.answeredMs),
    endedMs: BigInt(call.endedMs),
  };
}

/** Creates the implementation of `webterminal.sim.v1.ControlService`. */
export function createControl(options: {
  readonly model: CallModel;
  readonly directory: Directory;
  readonly streams: Streams;
  readonly clock: Clock;
}) {
  const { model, directory, streams, clock } = options;
  const timers = new Set<() => void>();

  const userNamed = (name: string): User => {
    const user = directory.byName(name) ?? directory.byNumber(name);
    if (user === undefined) throw new ConnectError(`Unknown user "${name}".`, Code.NotFound);
    return user;
  };
  /** Returns the user's name; null means all users. */
  const userOrAll = (name: string) => (name === "" ? null : userNamed(name).name);
  const liveCall = (id: string): Call => {
    const call = model.call(id);
    if (call === undefined) throw new ConnectError(`No live call has the id "${id}".`, Code.NotFound);
    return call;
  };
  const number = (text: string): string => {
    const found = directory.byName(text)?.number ?? text;
    if (!isNumber(found))
      throw new ConnectError(
        `Invalid user or number "${text}": expected a user name, or a number like +4790000001.`,
        Code.InvalidArgument,
      );
    return found;
  };
  const withMobile = (user: User): User => {
    if (!user.mobile) throw new ConnectError(`The mobile of ${user.name} is switched off.`, Code.FailedPrecondition);
    return user;
  };

  const service: ServiceImpl<typeof ControlService> = {
    listTerminals({ user }) {
      const only = user === "" ? null : userNamed(user).number;
      const terminals = model
        .terminals()
        .filter((terminal) => only === null || terminal.number === only)
        .map((terminal) => ({
          id: terminal.id,
          user: directory.byNumber(terminal.number)?.name ?? "",
          number: terminal.number,
          method: terminal.method,
          sinceMs: BigInt(terminal.since),
        }));
      return { terminals };
    },
    listCalls: ({ ended }) => ({ calls: model.calls({ ended }).map(describeCall) }),
    placeCall({ from, to }) {
      const [caller, callee] = [number(from), number(to)];
      if (caller === callee) throw new ConnectError("A number cannot call itself.", Code.InvalidArgument);
      const user = directory.byNumber(caller);
      if (user !== undefined) withMobile(user);
      return { callId: model.place(caller, callee).id };
    },
    answer({ callId }) {
      const call = liveCall(callId);
      if (call.pickUp === null)
        throw new ConnectError("This call has no scripted side that is ringing.", Code.FailedPrecondition);
      call.pickUp();
      return {};
    },
    hangUp({ callId }) {
      model.end(liveCall(callId), "hung up by the control service");
      return {};
    },
    renegotiate({ callId }) {
      if (model.renegotiate(liveCall(callId)) === 0) {
        throw new ConnectError("No terminal in this call can take an offer now.", Code.FailedPrecondition);
      }
      return {};
    },
    stopMedia({ callId, resume }) {
      model.stopMedia(liveCall(callId), !resume);
      return {};
    },
    mobileStart({ user, peer }) {
      const { number: own } = withMobile(userNamed(user));
      const other = number(peer);
      if (own === other) throw new ConnectError("A number cannot call itself.", Code.InvalidArgument);
      return { callId: model.connectMobile(own, other).id };
    },
    mobileEnd({ user }) {
      const call = model.mobileCalls(userNamed(user).number).at(-1);
      if (call === undefined) throw new ConnectError(`The mobile of ${user} is not in a call.`, Code.NotFound);
      model.end(call, "hung up on the mobile");
      return {};
    },
    send({ user, message }) {
      if (message === undefined)
        throw new ConnectError("Missing message: set `message` in the request.", Code.InvalidArgument);
      const { number: own } = userNamed(user);
      const terminals = model.terminals().filter((terminal) => terminal.number === own);
      for (const terminal of terminals) terminal.send(message);
      return { terminals: terminals.length };
    },
    breakStreams({ user, code, afterMs }) {
      const who = userOrAll(user);
      if (code < 0 || code > 16)
        throw new ConnectError("Invalid code: expected a gRPC status code from 0 to 16.", Code.InvalidArgument);
      if (afterMs <= 0) streams.break(who, code);
      else {
        const cancel = clock.after(afterMs, () => {
          timers.delete(cancel);
          streams.break(who, code);
        });
        timers.add(cancel);
      }
      return {};
    },
    refuseStreams({ user, seconds }) {
      streams.refuse(userOrAll(user), seconds * 1000);
      return {};
    },
  };

  return {
    service,
    /** Cancels what is still pending. */
    close() {
      for (const cancel of timers) cancel();
      timers.clear();
    },
  };
}
