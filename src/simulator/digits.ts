/** Reads RFC 4733 telephone-event payloads. */

const names = "0123456789*#ABCD";

/** Collects digits out of telephone-event packets, each once. */
export interface DigitReader {
  /** Takes one packet's payload and RTP timestamp. */
  read(payload: Uint8Array, timestamp: number): void;
  /** The digits so far, in order. */
  readonly digits: string;
}

/**
 * An event is known by its RTP timestamp together with its number: every
 * packet of one event bears the timestamp of its start (RFC 4733, 2.1). So a
 * digit counts with its first packet, whichever that is: browsers send events
 * whose first packet has the end bit already.
 */
export function createDigitReader(): DigitReader {
  let digits = "";
  const recent: string[] = [];
  return {
    read(payload, timestamp) {
      const event = payload[0];
      const name = event === undefined || payload.length < 4 ? undefined : names[event];
      if (event === undefined || name === undefined) return;
      const key = `${String(timestamp)}/${String(event)}`;
      if (recent.includes(key)) return;
      recent.push(key);
      if (recent.length > 16) recent.shift();
      digits += name;
    },
    get digits() {
      return digits;
    },
  };
}
