/** Synthetic ends of calls: scripted numbers and mobiles. */
import { createAudioAnalyzer } from "./audio-analyzer.js";
import type { MediaEnd, Player, Sound } from "./media-port.js";
import { clockRate, FRAME_MS, type ToneBook } from "./tone.js";

/** Calls every listener once for each 20 ms that have passed. */
export interface Ticker {
  add(task: () => void): () => void;
  stop(): void;
}

/** Creates a ticker: one timer for all players, which runs only while there are any. */
export function createTicker(): Ticker {
  const tasks = new Set<() => void>();
  let timer: NodeJS.Timeout | null = null;
  let due = 0;
  const stop = () => {
    if (timer !== null) clearInterval(timer);
    timer = null;
  };
  const tick = () => {
    const now = performance.now();
    // After a pause of the process, missed frames are not made up in a burst.
    if (now - due > 10 * FRAME_MS) due = now;
    for (; due <= now; due += FRAME_MS) for (const task of [...tasks]) task();
  };
  return {
    add(task) {
      tasks.add(task);
      if (timer === null) {
        due = performance.now();
        timer = setInterval(tick, FRAME_MS / 2);
      }
      return () => {
        tasks.delete(task);
        if (tasks.size === 0) stop();
      };
    },
    stop,
  };
}

/** Creates a synthetic end of a call: it plays a tone, or echoes what it receives. */
export function createPlayer(first: Sound, tones: ToneBook, ticker: Ticker): Player {
  const analyzer = createAudioAnalyzer();
  let sound = first;
  let peer: MediaEnd | null = null;
  let packetsOut = 0;
  let sequence = 0;
  let timestamp = 0;
  let closed = false;

  const speak = () => {
    if (peer === null || sound.kind === "echo") return;
    const codec = peer.codec ?? "opus";
    const frames = tones(sound.kind === "tone" ? sound.hz : 0, codec);
    const payload = frames[sequence % frames.length];
    if (payload === undefined) return;
    sequence = (sequence + 1) & 0xffff;
    timestamp = (timestamp + (clockRate(codec) * FRAME_MS) / 1000) >>> 0;
    packetsOut++;
    peer.send({ codec, payload, timestamp, sequence, marker: packetsOut === 1 }, player);
  };
  const remove = ticker.add(speak);

  const player: Player = {
    codec: null,
    play(next) {
      sound = next;
    },
    send(frame, from) {
      if (closed || from !== peer) return;
      analyzer.hear(frame);
      if (sound.kind !== "echo") return;
      packetsOut++;
      peer.send(frame, player);
    },
    deliverTo(end) {
      peer = end;
    },
    report: () => ({ ...analyzer.report(), packetsOut, state: closed ? "closed" : "connected" }),
    close() {
      closed = true;
      peer = null;
      remove();
      return Promise.resolve();
    },
  };
  return player;
}
