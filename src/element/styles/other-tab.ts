/** A call whose sound is in another tab. */
import { css } from "lit";
import { banner } from "./banner.js";
import { popOut } from "./picture.js";

export const otherTab = css`
  ${banner}
  ${popOut}
`;
