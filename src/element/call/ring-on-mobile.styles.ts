/** What moves in a ring, and the deed between declining and answering. */
import { css } from "lit";

export const ringOnMobileStyles = css`
  .ring .progress {
    text-wrap: balance;
  }

  .ring .avatar {
    animation: ring 1.6s var(--ease) infinite;
  }

  .ring .success .icon {
    animation: shake 1.6s ease-in-out infinite;
  }

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

  @keyframes ring {
    from {
      box-shadow: 0 0 0 0 color-mix(in srgb, var(--success) 45%, transparent);
    }

    70%,
    to {
      box-shadow: 0 0 0 20px transparent;
    }
  }

  @keyframes shake {
    10%,
    30% {
      rotate: -12deg;
    }

    20%,
    40% {
      rotate: 12deg;
    }

    50% {
      rotate: 0deg;
    }
  }
`;
