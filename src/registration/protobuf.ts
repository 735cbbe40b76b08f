/**
 * The part of protobuf's wire format (protobuf.dev/programming-guides/encoding) that the terminal's messages are
 * made of: varints of 32 bits, lengths, strings, nested messages; anything else is skipped. The methods
 * are called as those of `@bufbuild/protobuf/wire`, whose 64-bit numbers and floats would be two
 * kilobytes of every first call.
 */

/** How a field's value is laid out. */
export const WireType = { Varint: 0, Bit64: 1, LengthDelimited: 2, StartGroup: 3, EndGroup: 4, Bit32: 5 } as const;
export type WireType = (typeof WireType)[keyof typeof WireType];

/** Groups within groups: more than any message has, less than a stack holds. */
const deepest = 100;

/** Reads from the front to the back; throws where the bytes end too early or say what cannot be. */
export class BinaryReader {
  pos = 0;
  readonly len: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.len = bytes.length;
  }

  /** A field's number and layout. */
  tag(): [field: number, wireType: WireType] {
    const start = this.pos;
    const tag = this.uint32();
    const size = this.pos - start;
    const field = tag >>> 3;
    const wireType = tag & 7;
    if (field === 0 || wireType > 5 || size > 5 || (size === 5 && (this.#bytes[this.pos - 1] ?? 0) > 0x0f)) {
      throw new Error("illegal tag");
    }
    return [field, wireType as WireType];
  }

  /** The low 32 bits of a varint, which has at most ten bytes. */
  uint32(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#bytes[this.pos];
      if (byte === undefined) throw new RangeError("premature EOF");
      this.pos += 1;
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new Error("invalid varint");
  }

  int32(): number {
    return this.uint32() | 0;
  }

  string(): string {
    const end = this.uint32() + this.pos;
    this.#assert(end);
    const text = new TextDecoder().decode(this.#bytes.subarray(this.pos, end));
    this.pos = end;
    return text;
  }

  /** Goes past a field that nobody asked for. */
  skip(wireType: WireType, field: number, depth = deepest): void {
    switch (wireType) {
      case WireType.Varint:
        this.uint32();
        break;
      case WireType.Bit64:
        this.pos += 8;
        break;
      case WireType.Bit32:
        this.pos += 4;
        break;
      case WireType.LengthDelimited:
        // Not `+=` at once: the length's own bytes move the position first.
        this.pos = this.uint32() + this.pos;
        break;
      case WireType.StartGroup:
        this.#skipGroup(field, depth);
        break;
      default:
        throw new Error("illegal tag");
    }
    this.#assert(this.pos);
  }

  #skipGroup(field: number, depth: number): void {
    if (depth <= 0) throw new Error("maximum recursion depth reached");
    for (;;) {
      const [inner, wireType] = this.tag();
      if (wireType !== WireType.EndGroup) this.skip(wireType, inner, depth - 1);
      else if (inner === field) return;
      else throw new Error("invalid end group tag");
    }
  }

  #assert(end: number): void {
    if (end > this.len) throw new RangeError("premature EOF");
  }
}

/** Writes fields one after the other; a nested message is written between `fork` and `join`. */
export class BinaryWriter {
  #bytes: number[] = [];
  readonly #outer: number[][] = [];

  tag(field: number, wireType: WireType): this {
    return this.uint32((field << 3) | wireType);
  }

  uint32(value: number): this {
    let rest = value >>> 0;
    for (; rest > 0x7f; rest >>>= 7) this.#bytes.push((rest & 0x7f) | 0x80);
    this.#bytes.push(rest);
    return this;
  }

  string(text: string): this {
    return this.#put(new TextEncoder().encode(text));
  }

  fork(): this {
    this.#outer.push(this.#bytes);
    this.#bytes = [];
    return this;
  }

  join(): this {
    const inner = this.#bytes;
    this.#bytes = this.#outer.pop() ?? [];
    return this.#put(inner);
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  /** A length, and that many bytes. One by one: a spread of a large message would overflow the stack. */
  #put(bytes: Iterable<number> & { readonly length: number }): this {
    this.uint32(bytes.length);
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }
}
