/** The deed between declining and answering. */
import { css } from "lit";

export const ringOnMobile = css`
  .round[part="to-phone-button"] {
    --fill: var(--soft);
    color: var(--on-surface);
  }

  .round[part="to-phone-button"]:hover {
    background: var(--pressed);
  }

  .round[part="to-phone-button"]:disabled {
    background: var(--soft);
    opacity: 0.4;
  }

  .ring:has([part="to-phone-button"]:disabled) :is(.avatar, .success .icon) {
    animation: none;
  }
`;
