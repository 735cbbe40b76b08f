/** Reads ICE candidates in session descriptions (RFC 8866, RFC 8839). */

/** Returns the candidates of a description, each without its `a=`. */
export function candidatesOf(sdp: string): string[] {
  return lines(sdp)
    .filter((line) => line.startsWith("a=candidate:"))
    .map((line) => line.slice(2));
}

/** Takes the candidates out of a description. Returns the rest, and the candidates. */
export function withholdCandidates(sdp: string): { readonly sdp: string; readonly candidates: readonly string[] } {
  const kept = lines(sdp).filter((line) => !line.startsWith("a=candidate:") && line !== "a=end-of-candidates");
  return { sdp: `${kept.join("\r\n")}\r\n`, candidates: candidatesOf(sdp) };
}

function lines(sdp: string): string[] {
  return sdp.split(/\r?\n/).filter((line) => line !== "");
}
