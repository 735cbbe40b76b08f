/** Offers of the core while a call is active. */
import { sidesOf, type CallCore } from "./call-core.js";
import type { Call, Leg, Side } from "./call-types.js";
import { messages } from "./messages.js";

/** The rules for offers of the core while a call is active. */
export interface Renegotiation {
  /**
   * Moves the media of every terminal in the call to a new port. Returns how many terminals got an offer.
   *
   * @param moved runs once all of them have answered.
   */
  renegotiate(call: Call, moved?: (() => void) | null): number;
  /** Handles the terminal's answer to such an offer. */
  answered(call: Call, leg: Leg, sdp: string): void;
}

/** Creates the rules for a core. */
export function createRenegotiation(core: CallCore): Renegotiation {
  const { log } = core;

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
      core.enqueue(
        leg,
        async () => {
          const sdp = await leg.endpoint?.move();
          if (sdp === undefined || leg.terminal === null) return;
          log.info({ call: call.id, terminal: leg.terminal.id }, "media port moved");
          leg.terminal.send(messages.offer(call.id, sdp, other.number));
        },
        (error) => {
          log.warn({ call: call.id, error: String(error) }, "media could not be moved");
          core.endCall(call, "media could not be moved");
        },
      );
    }
    return legs.length;
  };

  const answered = (call: Call, leg: Leg, sdp: string) => {
    leg.offering = false;
    core.enqueue(
      leg,
      async () => {
        await leg.endpoint?.accept(sdp);
        const { moved } = call;
        call.moved = null;
        moved?.();
      },
      (error) => {
        log.warn({ call: call.id, error: String(error) }, "answer refused: bad SDP");
        core.endCall(call, "bad SDP");
      },
    );
  };

  return { renegotiate, answered };
}
