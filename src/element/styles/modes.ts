/** Where the panel stands, how it fits, and what people have asked their system for. */
import { css } from "lit";

export const modes = css`
  /* Wide: the pad stands beside the number, not below it. */
  @container wt (inline-size >= 36em) {
    .stage {
      --tall: 29.5em;
    }

    .stage > .ready {
      grid-template: "entry pad" 1fr "call pad" auto / minmax(0, 1fr) minmax(0, 1fr);
      column-gap: calc(var(--gap) * 5);
      padding-inline: max(0px, 50% - 23em);
    }

    .ready .entry {
      grid-area: entry;
    }

    .ready .dialpad {
      grid-area: pad;
    }

    .ready .main {
      grid-area: call;
    }
  }

  @container wt (inline-size < 20em) {
    .header,
    .stage {
      --inset: calc(var(--gap) * 1.5);
    }

    .disc {
      inline-size: min(3em, 100%);
    }

    .display {
      font-size: 1.5em;
    }

    .long .display {
      padding-inline-start: 0;
      font-size: 1em;
    }

    .contact > .avatar {
      font-size: 1.375em;
    }

    .tools {
      column-gap: 4px;
    }
  }

  @media (forced-colors: active) {
    .dot,
    .marked::after,
    .tool.on .disc {
      forced-color-adjust: none;
    }

    .tool {
      border: 0;
    }

    .tool.on .disc {
      background: Highlight;
      color: HighlightText;
    }

    :is(
      .main,
      .round,
      .key,
      .quiet,
      .small,
      .disc,
      .toast,
      .banner,
      .launcher,
      .live,
      .waiting,
      .other,
      .avatar,
      .flag,
      .quality
    ) {
      border: 1px solid ButtonBorder;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
    }
  }

  @keyframes drop {
    from {
      opacity: 0;
      translate: 0 -8px;
    }
  }
`;
