/** What a floating phone says beside its panel, in English. */
export const floatingStrings = {
  open: "Open phone",
  move: "Move to the next corner, or with the arrow keys",
} as const;
