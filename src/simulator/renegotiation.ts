import { sidesOf, type CallCore } from "./call-core.js";
import type { Call, Leg, Side } from "./call-types.js";
import { messages } from "./messages.js";

/** Offers the core makes while a call is up. */
export function createRenegotiation(core: CallCore) {
  const { enqueue, endCall, log } = core;

  /** Moves the media of every terminal in the call to a new port; says how many were offered it. */
  const renegotiate = (call: Call, moved: (() => void) | null = null): number => {
    if (call.state !== "active") return 0;
    const legs = sidesOf(call).flatMap((side): { side: Side; leg: Leg }[] =>
      side.next === null &&
      side.offer === null &&
      side.leg?.endpoint != null &&
      side.leg.terminal !== null &&
      !side.leg.offering
        ? [{ side, leg: side.leg }]
        : [],
    );
    call.moved = legs.length === 0 ? null : moved;
    for (const { side, leg } of legs) {
      const other = side === call.caller ? call.callee : call.caller;
      leg.offering = true;
      enqueue(
        leg,
        async () => {
          const sdp = await leg.endpoint?.move();
          if (sdp === undefined || leg.terminal === null) return;
          log.info({ call: call.id, terminal: leg.terminal.id }, "media port moved");
          leg.terminal.send(messages.offer(call.id, sdp, other.number));
        },
        (error) => {
          log.warn({ call: call.id, error: String(error) }, "media could not be moved");
          endCall(call, "media could not be moved");
        },
      );
    }
    return legs.length;
  };

  /** The terminal's answer to such an offer. */
  const answered = (call: Call, leg: Leg, sdp: string) => {
    leg.offering = false;
    enqueue(
      leg,
      async () => {
        await leg.endpoint?.accept(sdp);
        const { moved } = call;
        call.moved = null;
        moved?.();
      },
      (error) => {
        log.warn({ call: call.id, error: String(error) }, "answer refused: bad SDP");
        endCall(call, "bad SDP");
      },
    );
  };

  return { renegotiate, answered };
}
