/** The little that a terminal has to read in a session description (RFC 8866, 8839). */

/** Candidates of the description, each without its `a=`. */
export function candidatesOf(sdp: string): string[] {
  return lines(sdp)
    .filter((line) => line.startsWith("a=candidate:"))
    .map((line) => line.slice(2));
}

/** The ICE generation of the description: it changes with every ICE restart. */
export function ufragOf(sdp: string): string | null {
  const line = lines(sdp).find((each) => each.startsWith("a=ice-ufrag:"));
  return line === undefined ? null : line.slice("a=ice-ufrag:".length).trim();
}

/** The description with its candidates taken out, and what was taken out. */
export function withholdCandidates(sdp: string): { readonly sdp: string; readonly candidates: readonly string[] } {
  const kept = lines(sdp).filter((line) => !line.startsWith("a=candidate:") && line !== "a=end-of-candidates");
  return { sdp: `${kept.join("\r\n")}\r\n`, candidates: candidatesOf(sdp) };
}

function lines(sdp: string): string[] {
  return sdp.split(/\r?\n/).filter((line) => line !== "");
}
