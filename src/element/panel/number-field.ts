/**
 * The text of the number field and the caret in it. Digits are regrouped with each key, so the caret is kept by the number
 * of digits before it.
 */
import { asciiDigits } from "../../numbers/ascii-digits.js";
import type { PanelHost } from "./panel-host.js";

/** Characters that are dialed; the others only group them. */
const significant = /[\d+*#\p{L},;]/u;

const countSignificant = (text: string): number => [...text].filter((each) => significant.test(each)).length;

/** The position in a text behind so many significant characters. */
function positionAfter(text: string, count: number): number {
  let left = count;
  for (let index = 0; index < text.length; index += 1) {
    if (left === 0) return index;
    if (significant.test(text.charAt(index))) left -= 1;
  }
  return text.length;
}

export class NumberField {
  readonly #host: Pick<PanelHost, "element" | "formatTyped">;
  readonly #number: () => string;

  constructor(host: Pick<PanelHost, "element" | "formatTyped">, number: () => string) {
    this.#host = host;
    this.#number = number;
  }

  /** Whether inserted text takes the place of all that is there. */
  get isReplacedByInsert(): boolean {
    const [start, end] = this.#selection();
    return this.#number() === "" || (start === 0 && end === this.#number().length);
  }

  /** Returns the number with `text` at the caret, or in place of what is selected. */
  insert(text: string): string {
    const [start, end] = this.#selection();
    return this.#splice(start, end, text);
  }

  /** Returns the number without what is selected, or without the digit before the caret. */
  erase(): string {
    const number = this.#number();
    const [start, end] = this.#selection();
    if (start !== end) return this.#splice(start, end, "");
    const before = countSignificant(number.slice(0, start));
    if (start === number.length || before === 0) return this.#host.formatTyped(number.slice(0, -1), number);
    return this.#splice(positionAfter(number, before - 1), start, "");
  }

  /** Returns the number after the person has written in the field, and puts the caret behind the digit that it was behind. */
  edited(field: HTMLInputElement, inputType: string): string {
    const before = this.#number();
    const caret = field.selectionEnd ?? field.value.length;
    const value = asciiDigits(field.value);
    if (caret >= field.value.length) {
      const text = this.#host.formatTyped(value, inputType.startsWith("delete") ? before : null);
      this.#place(field, text, text.length);
      return text;
    }
    let head = asciiDigits(field.value.slice(0, caret));
    let tail = asciiDigits(field.value.slice(caret));
    // A separator that was taken away comes back with the groups: the digit beside it goes instead.
    if (inputType.startsWith("delete") && countSignificant(value) === countSignificant(before)) {
      if (inputType.endsWith("Forward")) tail = tail.slice(positionAfter(tail, 1));
      else head = head.slice(0, positionAfter(head, Math.max(0, countSignificant(head) - 1)));
    }
    return this.#write(field, head, tail);
  }

  #splice(start: number, end: number, text: string): string {
    const number = this.#number();
    return this.#write(this.#element(), number.slice(0, start) + text, number.slice(end));
  }

  #write(field: HTMLInputElement | null, head: string, tail: string): string {
    const text = this.#host.formatTyped(head + tail, null);
    if (field !== null)
      this.#place(field, text, tail === "" ? text.length : positionAfter(text, countSignificant(head)));
    return text;
  }

  /** The text is there before the next render, which leaves an equal one, and the caret in it, as they are. */
  #place(field: HTMLInputElement, text: string, caret: number): void {
    if (field.value !== text) field.value = text;
    // New text leaves the caret at its end already, and some browsers focus a field whose caret is set.
    if (caret !== text.length || field.matches(":focus")) field.setSelectionRange(caret, caret);
  }

  #element(): HTMLInputElement | null {
    return this.#host.element.renderRoot.querySelector<HTMLInputElement>('[part="display"]');
  }

  /** What is selected, as long as the field shows the number; its end otherwise. */
  #selection(): readonly [number, number] {
    const field = this.#element();
    const end = this.#number().length;
    if (field === null || field.value !== this.#number()) return [end, end];
    return [field.selectionStart ?? end, field.selectionEnd ?? end];
  }
}
