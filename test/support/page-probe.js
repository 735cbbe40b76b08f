/**
 * Runs in each page before the page's own scripts, as text: what a test needs to see
 * and hear from inside. `probeSettings` (microphone, tone) is defined before it.
 */
(() => {
  // Functions that a test hands to a page carry this helper of its compiler.
  globalThis.__name = (target) => target;

  const settings = globalThis.probeSettings;
  const NativeAudioContext = AudioContext;
  const NativePeerConnection = RTCPeerConnection;
  let context;
  const audio = () => (context ??= new NativeAudioContext());

  const probe = {
    events: [],
    /** What getUserMedia does: "tone", "denied", "absent", "busy" or "browser". Tests change it as they go. */
    microphone: settings.microphone,
    microphoneOpened: 0,
    connections: [],
    localTracks: new Set(),
    audioContexts: new Set(),
    playing: new Set(),
    analysers: new WeakMap(),
    /** Lets go of what each analyser still holds, once its tracks are over. */
    releases: new Map(),
  };
  globalThis.probe = probe;

  // ------------------------------------------------------------ microphone

  const refusals = {
    denied: ["Permission denied", "NotAllowedError"],
    absent: ["Requested device not found", "NotFoundError"],
    busy: ["Could not start audio source", "NotReadableError"],
  };

  // One browser has one fake microphone; people who call each other need one tone each. The tone plays
  // for as long as the page, as Chromium keeps every destination node for as long as its context.
  let tone;
  const playTone = () => {
    const oscillator = new OscillatorNode(audio(), { frequency: settings.tone });
    const gain = new GainNode(audio(), { gain: 0.4 });
    const destination = new MediaStreamAudioDestinationNode(audio());
    oscillator.connect(gain).connect(destination);
    oscillator.start();
    return destination.stream;
  };
  const nativeGetUserMedia = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
  const getUserMedia = async (constraints) => {
    const refusal = refusals[probe.microphone];
    if (refusal) throw new DOMException(...refusal);
    probe.microphoneOpened += 1;
    if (probe.microphone !== "browser") tone ??= playTone();
    const stream = probe.microphone === "browser" ? await nativeGetUserMedia(constraints) : tone.clone();
    for (const track of stream.getTracks()) probe.localTracks.add(track);
    return stream;
  };
  if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = getUserMedia;

  const clone = MediaStreamTrack.prototype.clone;
  MediaStreamTrack.prototype.clone = function () {
    const copy = clone.call(this);
    if (probe.localTracks.has(this)) probe.localTracks.add(copy);
    return copy;
  };

  // --------------------------------------------------------------- hearing

  function listen(stream) {
    if (!(stream instanceof MediaStream) || probe.analysers.has(stream) || stream.getAudioTracks().length === 0) return;
    // 8192 samples at 48 kHz: 5.9 Hz to a bin, and 170 ms of sound. No smoothing: what is over is over.
    const analyser = new AnalyserNode(audio(), { fftSize: 8192, smoothingTimeConstant: 0 });
    const source = audio().createMediaStreamSource(stream);
    source.connect(analyser);
    probe.analysers.set(stream, analyser);
    probe.releases.set(stream, () => source.disconnect());
  }

  function loudest(stream) {
    listen(stream);
    const analyser = probe.analysers.get(stream);
    return analyser ? loudestOf(analyser) : { hz: 0, decibels: -Infinity };
  }

  function loudestOf(analyser) {
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    let best = 1;
    for (let index = 1; index < bins.length; index += 1) if (bins[index] > bins[best]) best = index;
    return { hz: (best * analyser.context.sampleRate) / analyser.fftSize, decibels: bins[best] };
  }

  /** The loudest frequency among the streams; 0 Hz below -70 dB, which is silence. */
  function dominant(streams) {
    return strongest(streams.map(loudest));
  }

  function strongest(all) {
    const best = all.sort((one, other) => other.decibels - one.decibels)[0];
    return best && best.decibels > -70 ? best : { hz: 0, decibels: -200 };
  }

  const srcObject = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "srcObject");
  Object.defineProperty(HTMLMediaElement.prototype, "srcObject", {
    ...srcObject,
    set(stream) {
      srcObject.set.call(this, stream);
      if (stream) {
        probe.playing.add(this);
        listen(stream);
      } else probe.playing.delete(this);
    },
  });

  /** What comes out of the speaker: elements that really play. */
  probe.heard = () =>
    dominant(
      [...probe.playing]
        .filter((element) => element.srcObject && !element.paused && !element.muted && element.volume > 0)
        .map((element) => element.srcObject),
    );

  // ------------------------------------------------------- what is left open

  globalThis.RTCPeerConnection = class RTCPeerConnection extends NativePeerConnection {
    constructor(...args) {
      super(...args);
      probe.connections.push(this);
    }
  };
  globalThis.AudioContext = class AudioContext extends NativeAudioContext {
    constructor(...args) {
      super(...args);
      probe.audioContexts.add(this);
    }
  };

  // Ring and tones go to a context's own output, which nobody can listen to from outside.
  const taps = new Map();
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (target, ...rest) {
    if (target === this.context.destination && probe.audioContexts.has(this.context)) {
      if (!taps.has(this.context)) {
        taps.set(this.context, new AnalyserNode(this.context, { fftSize: 8192, smoothingTimeConstant: 0 }));
      }
      connect.call(this, taps.get(this.context));
    }
    return connect.call(this, target, ...rest);
  };
  // A context at rest keeps its last picture.
  probe.sounds = () =>
    strongest([...taps].filter(([context]) => context.state === "running").map(([, tap]) => loudestOf(tap)));

  const tap = () => [...taps].find(([context]) => context.state === "running")?.[1];

  /** What these sounds are made of now: each frequency within 10 dB of the loudest, lowest first. */
  probe.chord = () => {
    const analyser = tap();
    if (!analyser) return [];
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    const loudest = Math.max(...bins);
    const peaks = [];
    for (let at = 3; at < bins.length - 3 && loudest > -70; at += 1) {
      const near = bins.subarray(at - 3, at + 4);
      if (bins[at] > loudest - 10 && bins[at] === Math.max(...near))
        peaks.push((at * analyser.context.sampleRate) / analyser.fftSize);
    }
    return peaks;
  };

  /** Sound and silence of the phone in turn, in seconds, the first and the last of them cut off; `count` in all. */
  probe.rhythm = (count) =>
    new Promise((resolve) => {
      const turns = [];
      const samples = new Float32Array(256);
      let loud;
      let since = 0;
      const timer = setInterval(() => {
        const analyser = tap();
        if (!analyser) return;
        // The oldest samples of its window: the delay is the same for the beginning and the end of a sound.
        analyser.getFloatTimeDomainData(samples);
        const now = samples.some((sample) => Math.abs(sample) > 0.002);
        if (now === loud) return;
        const at = analyser.context.currentTime;
        if (loud !== undefined && since > 0) turns.push({ loud, seconds: at - since });
        // What was under way at the start is not whole.
        since = loud === undefined ? 0 : at;
        loud = now;
        if (turns.length < count) return;
        clearInterval(timer);
        resolve(turns);
      }, 4);
    });

  // --------------------------------------------------------------- devices

  if (settings.devices && navigator.mediaDevices) {
    probe.devices = settings.devices;
    probe.constraints = [];
    navigator.mediaDevices.enumerateDevices = async () => probe.devices;
    const open = navigator.mediaDevices.getUserMedia;
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      probe.constraints.push(constraints.audio.deviceId?.ideal ?? "");
      return open(constraints);
    };
    HTMLMediaElement.prototype.setSinkId = async function (id) {
      if (id !== "" && !probe.devices.some((device) => device.deviceId === id))
        throw new DOMException("gone", "NotFoundError");
      this.probeSink = id;
    };
  }

  /** Other devices from now on. `lost`: the microphone in use was among those that are gone. */
  probe.changeDevices = (devices, lost) => {
    probe.devices = devices;
    if (lost) {
      for (const track of [...probe.localTracks]) {
        if (track.readyState !== "live") continue;
        track.stop();
        track.dispatchEvent(new Event("ended"));
      }
    }
    navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
  };
  /** The outputs that remote audio plays on. */
  probe.sinks = () =>
    [...probe.playing].filter((element) => element.srcObject).map((element) => element.probeSink ?? "");

  probe.liveTracks = () => [...probe.localTracks].filter((track) => track.readyState === "live").length;
  probe.openPeerConnections = () =>
    probe.connections.filter((connection) => connection.signalingState !== "closed").length;
  probe.openAudioContexts = () => [...probe.audioContexts].filter((each) => each.state !== "closed").length;

  /** Forgets what is over, so that a long run measures the widget and not its probe. */
  probe.forget = () => {
    probe.events.length = 0;
    probe.connections = probe.connections.filter((connection) => connection.signalingState !== "closed");
    for (const track of probe.localTracks) if (track.readyState === "ended") probe.localTracks.delete(track);
    for (const each of probe.audioContexts) if (each.state === "closed") probe.audioContexts.delete(each);
    for (const [stream, release] of probe.releases) {
      if (stream.getTracks().some((track) => track.readyState === "live")) continue;
      release();
      probe.releases.delete(stream);
    }
  };

  // ---------------------------------------------------------------- events

  /** Data only: an event that is handed out of the page cannot carry nodes or functions. */
  function plain(value, depth = 0) {
    if (value instanceof Error) return { name: value.name, code: value.code, message: value.message };
    if (value === null || typeof value !== "object") return typeof value === "function" ? undefined : value;
    if (depth > 4 || value instanceof Node) return undefined;
    if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, depth + 1)]));
  }

  for (const type of settings.events) {
    addEventListener(
      type,
      (event) => {
        probe.events.push({ ...plain({ ...event }), type, at: performance.now() });
      },
      true,
    );
  }
})();
