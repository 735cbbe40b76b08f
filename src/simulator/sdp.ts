/** Reads session descriptions, and adapts them to werift and to one codec. */
import { parse, write, type MediaDescription, type SessionDescription } from "sdp-transform";
import { audioCodecs, type AudioCodec } from "./media-port.js";

/** Thrown for SDP that the core cannot use; the message says why. */
export class SdpError extends Error {
  override readonly name = "SdpError";
}

/** A parsed description. */
export interface AudioDescription {
  readonly session: SessionDescription;
  readonly audio: MediaDescription;
  /** Audio codecs that the core supports, in the description's order. */
  readonly codecs: readonly AudioCodec[];
  /** DTLS fingerprint, upper case. */
  readonly fingerprint: string;
}

const named = (name: string) => audioCodecs.find((codec) => codec.toLowerCase() === name.toLowerCase());
const staticTypes: Readonly<Record<string, AudioCodec>> = { "0": "PCMU", "8": "PCMA" };
const payloadTypes = (media: MediaDescription) =>
  String(media.payloads ?? "")
    .split(" ")
    .filter((text) => text !== "");

/** Returns the codec of a payload type, if the core knows it. */
function nameOf(media: MediaDescription, payloadType: string): AudioCodec | "telephone-event" | undefined {
  const map = media.rtp.find(({ payload }) => String(payload) === payloadType);
  if (map === undefined) return staticTypes[payloadType];
  return map.codec.toLowerCase() === "telephone-event" ? "telephone-event" : named(map.codec);
}

/** Parses an offer or answer. Throws {@link SdpError} if the core cannot use it. */
export function readAudio(sdp: string): AudioDescription {
  if (!/^v=0\r?\n/.test(sdp)) throw new SdpError("Invalid SDP: expected it to start with v=0.");
  const session = parse(sdp);
  const audio = session.media.find(({ type, port }) => type === "audio" && port !== 0);
  if (audio === undefined) throw new SdpError("Invalid SDP: it has no audio.");
  const fingerprint = audio.fingerprint ?? session.fingerprint;
  if (fingerprint === undefined) throw new SdpError("Invalid SDP: it has no DTLS fingerprint.");
  if ((audio.iceUfrag ?? session.iceUfrag) === undefined || (audio.icePwd ?? session.icePwd) === undefined) {
    throw new SdpError("Invalid SDP: it has no ICE credentials.");
  }
  const codecs = payloadTypes(audio)
    .map((payloadType) => nameOf(audio, payloadType))
    .filter((name): name is AudioCodec => name !== undefined && name !== "telephone-event");
  if (codecs.length === 0) throw new SdpError("Invalid SDP: it has none of the codecs opus, PCMU and PCMA.");
  return { session, audio, codecs, fingerprint: `${fingerprint.type} ${fingerprint.hash}`.toUpperCase() };
}

/** Returns codec names by payload type number. */
export function payloadMap(sdp: string): Map<number, AudioCodec | "telephone-event"> {
  const { audio } = readAudio(sdp);
  const map = new Map<number, AudioCodec | "telephone-event">();
  for (const payloadType of payloadTypes(audio)) {
    const name = nameOf(audio, payloadType);
    if (name !== undefined) map.set(Number(payloadType), name);
  }
  return map;
}

/**
 * Adapts candidates to the library. It drops candidates whose generation is
 * not its count of restarts, so they get none; and it would open multicast
 * sockets to look up mDNS addresses. Checks from these addresses reach the core anyway, for which
 * it has to wait: after an end-of-candidates it would give up at once.
 */
function cleanCandidates(audio: MediaDescription): void {
  if (audio.candidates === undefined) return;
  audio.candidates = audio.candidates.filter(({ ip }) => !ip.endsWith(".local"));
  for (const candidate of audio.candidates) delete candidate.generation;
  delete audio.endOfCandidates;
}

/** Adapts a terminal's answer to the library. */
export function cleanAnswer(sdp: string): string {
  const { session, audio } = readAudio(sdp);
  cleanCandidates(audio);
  return write(session);
}

/** An offer reduced to one codec, and the way back for its answer. */
export interface NarrowedOffer {
  readonly sdp: string;
  /** Puts the refused media back into the answer, each with port 0 and in its place (RFC 3264, 6). */
  widen(answer: string): string;
}

/**
 * Narrows an offer to its audio with one codec, and telephone-event on the same
 * clock: given two clocks, browsers shorten every digit to 20 ms. Firefox has only
 * the clock of 8000 Hz, whatever the codec: it is used if there is no other.
 */
export function narrowOffer(sdp: string, codec: AudioCodec, options: { readonly digits: boolean }): NarrowedOffer {
  const { session, audio } = readAudio(sdp);
  const rateOf = (payloadType: string) =>
    audio.rtp.find(({ payload }) => String(payload) === payloadType)?.rate ?? 8000;
  const chosen = payloadTypes(audio).find((payloadType) => nameOf(audio, payloadType) === codec);
  if (chosen === undefined) throw new SdpError(`Invalid SDP: it does not have the codec ${codec}.`);
  const offeredEvents = payloadTypes(audio).filter((payloadType) => nameOf(audio, payloadType) === "telephone-event");
  const events = offeredEvents.find((payloadType) => rateOf(payloadType) === rateOf(chosen)) ?? offeredEvents[0];
  const keep = options.digits && events !== undefined ? [chosen, events] : [chosen];
  const kept = (payload: number | string) => keep.includes(String(payload));

  const offered = session.media.map((media) => ({ media, line: media === audio }));
  audio.payloads = keep.join(" ");
  audio.rtp = audio.rtp.filter(({ payload }) => kept(payload));
  // The RFC requires no rtpmap for a static payload type, but the library reads only rtpmaps.
  if (!audio.rtp.some(({ payload }) => kept(payload) && String(payload) === chosen)) {
    audio.rtp.push({ payload: Number(chosen), codec, rate: 8000 });
  }
  audio.fmtp = audio.fmtp.filter(({ payload }) => kept(payload));
  if (audio.rtcpFb !== undefined) audio.rtcpFb = audio.rtcpFb.filter(({ payload }) => kept(payload));
  cleanCandidates(audio);
  session.media = [audio];
  const mid = audio.mid;
  if (session.groups !== undefined && mid !== undefined) {
    session.groups = session.groups
      .filter(({ type }) => type === "BUNDLE")
      .map(({ type }) => ({ type, mids: String(mid) }));
  }
  return {
    sdp: write(session),
    widen(answer) {
      if (offered.length === 1) return answer;
      const whole = parse(answer);
      const accepted = whole.media[0];
      whole.media = offered.flatMap(({ media, line }) => {
        if (line) return accepted === undefined ? [] : [accepted];
        return [refused(media)];
      });
      return write(whole);
    },
  };
}

function refused(media: MediaDescription): MediaDescription {
  return {
    type: media.type,
    port: 0,
    protocol: media.protocol,
    payloads: media.payloads ?? "0",
    connection: { version: 4, ip: "0.0.0.0" },
    rtp: [],
    fmtp: [],
    direction: "inactive",
    ...(media.mid === undefined ? {} : { mid: media.mid }),
  };
}
