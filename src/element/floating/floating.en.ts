/** English strings of the floating mode. */
export const floatingStrings = {
  open: "Open phone",
  move: "Move to the next corner, or use the arrow keys",
} as const;
