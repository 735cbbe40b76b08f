/** Reads DTMF digits from RFC 4733 telephone-event packets. */

const names = "0123456789*#ABCD";

/** Collects digits from telephone-event packets, each once. */
export interface DigitReader {
  /** Reads the payload and the RTP timestamp of one packet. */
  read(payload: Uint8Array, timestamp: number): void;
  /** The digits so far, in order. */
  readonly digits: string;
}

/**
 * Creates a reader. An event is identified by its RTP timestamp and number: every
 * packet of an event has the timestamp of its start (RFC 4733, 2.1). So a
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
      const key = `${timestamp}/${event}`;
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
