/** The media of the simulated core: peer connections and synthetic voices. */
import { createEndpoint } from "./endpoint.js";
import type { MediaEnd, MediaPort } from "./media-port.js";
import { createPlayer, createTicker } from "./tone-player.js";
import { readAudio } from "./sdp.js";
import { createToneBook } from "./tone.js";

/** Creates real media: WebRTC for terminals, synthetic voices for scripted numbers and mobiles. */
export function createMedia(): MediaPort {
  const tones = createToneBook();
  const ticker = createTicker();
  const open = new Set<MediaEnd>();
  const closing = new Set<Promise<void>>();
  const track = <End extends MediaEnd>(end: End): End => {
    open.add(end);
    const close = end.close.bind(end);
    end.close = () => {
      open.delete(end);
      const done = close().finally(() => closing.delete(done));
      closing.add(done);
      return done;
    };
    return end;
  };
  return {
    inspect: (sdp) => readAudio(sdp).codecs,
    endpoint: () => track(createEndpoint()),
    player: (sound) => track(createPlayer(sound, tones, ticker)),
    async close() {
      for (const end of [...open]) void end.close();
      ticker.stop();
      await Promise.all(closing);
    },
  };
}
