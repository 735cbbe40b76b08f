/** What a floating phone says beside its panel, in English. */
export const folded = {
  open: "Open phone",
  move: "Move the phone with the arrow keys",
} as const;
