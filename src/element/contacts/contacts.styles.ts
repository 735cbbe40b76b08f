/** What only the page's own address book gives: a picture, and a link. */
import { css } from "lit";

export const contactsStyles = css`
  .avatar img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }

  .who a {
    padding-inline: 0.125em;
    color: inherit;
    text-decoration: underline 1px color-mix(in srgb, currentcolor 35%, transparent);
    outline-offset: -2px;
    text-underline-offset: 0.2em;
  }

  .who a:hover {
    text-decoration-color: currentcolor;
  }
`;
