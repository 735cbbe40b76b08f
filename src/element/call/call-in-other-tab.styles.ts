/** A call whose sound is in another tab. */
import { css } from "lit";
import { bannerStyles } from "../notices/banner.styles.js";
import { popOutStyles } from "../picture-in-picture/pip-window.styles.js";

export const callInOtherTabStyles = css`
  ${bannerStyles}
  ${popOutStyles}
`;
