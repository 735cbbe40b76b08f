/** Numbers as they are read. */

/** A number that can be called. */
export interface ReadNumber {
  /**
   * E.164; an emergency, short or star number (`112`, `02800`, `*227`) as it is dialed; without a region, a number without
   * country code as it is written.
   */
  readonly number: string;
  /** Keypad digits to send after the answer, `,` for 500 ms of pause; empty where there are none. */
  readonly digits: string;
  /** Whether the number is in a range that its country has. */
  readonly isValid: boolean;
}

/** What decides beside the text. */
export interface ReadOptions {
  /** ISO 3166 country of numbers without `+`; empty where it is not known. */
  readonly region: string;
}
