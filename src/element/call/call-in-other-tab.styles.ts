/** A call whose sound is in another tab. */
import { css } from "lit";
import { banner } from "../notices/banner.styles.js";
import { popOut } from "../picture-in-picture/pip-window.styles.js";

export const otherTab = css`
  ${banner}
  ${popOut}
`;
