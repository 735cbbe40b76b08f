/** Names and labels that come from other people's data. */

/** Embeddings, overrides and isolates (Unicode Bidirectional Algorithm, 2): they reach beyond their text when they are not closed. */
const directionControls = /[\u202a-\u202e\u2066-\u2069]/g;

/** Returns the text without characters that would turn around what is shown next to it, such as a number. */
export function withoutDirectionControls(text: string): string {
  return text.replace(directionControls, "");
}
