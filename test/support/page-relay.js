/**
 * Runs in a page before the page's own scripts, as text: puts the media relay between the
 * page's peer connections and the core. Each ICE generation of each connection gets a path
 * of its own (a new ufrag is a new path, as behind a NAT), and neither end ever learns a
 * real address of the other: candidates that the page hands out name the relay's socket on
 * the core's side, those that it is handed name the one on the page's side.
 */
(() => {
  const proto = RTCPeerConnection.prototype;
  const { setLocalDescription, setRemoteDescription, addIceCandidate } = proto;
  const localDescription = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(proto), "localDescription");
  const states = new WeakMap();

  const ufragOf = (sdp) => /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1];

  const stateOf = (connection) => {
    if (!states.has(connection)) {
      states.set(connection, {
        id: crypto.randomUUID(),
        generation: -1,
        remote: undefined,
        path: undefined,
        paths: new Map(),
      });
    }
    return states.get(connection);
  };

  const newPath = async (state) => {
    state.generation += 1;
    state.path = { ...(await globalThis.relayPath(state.id, state.generation)), told: {} };
  };

  /** One loopback UDP candidate with the relay's port in the place of its own; any other would be a way around. */
  const relayed = (path, side, candidate) => {
    const parts = candidate.split(" ");
    if (parts[2].toLowerCase() !== "udp" || parts[4] !== "127.0.0.1" || parts[7] !== "host") return null;
    if (path.told[side] !== parts[5]) {
      path.told[side] = parts[5];
      void globalThis.relayLearn(path.number, side, Number(parts[5]));
    }
    // What the page hands out leads to the core's side of the relay, and the other way about.
    parts[5] = String(side === "page" ? path.corePort : path.pagePort);
    return parts.join(" ");
  };

  const rewrite = (path, side, sdp) =>
    sdp
      .split("\r\n")
      .flatMap((line) => {
        if (!line.startsWith("a=candidate:")) return [line];
        const candidate = relayed(path, side, line.slice(2));
        return candidate === null ? [] : [`a=${candidate}`];
      })
      .join("\r\n");

  proto.setLocalDescription = async function (description) {
    const state = stateOf(this);
    const ufrag = ufragOf(description.sdp);
    if (description.type === "offer" && !state.paths.has(ufrag)) await newPath(state);
    state.paths.set(ufrag, state.path);
    return setLocalDescription.call(this, description);
  };

  proto.setRemoteDescription = async function ({ type, sdp }) {
    const state = stateOf(this);
    const ufrag = ufragOf(sdp);
    // Not SDP at all: the browser shall say so itself.
    if (ufrag === undefined) return setRemoteDescription.call(this, { type, sdp });
    if (type === "offer" && ufrag !== state.remote) await newPath(state);
    state.remote = ufrag;
    return setRemoteDescription.call(this, { type, sdp: rewrite(state.path, "core", sdp) });
  };

  proto.addIceCandidate = async function (init) {
    const candidate = relayed(stateOf(this).path, "core", init.candidate);
    if (candidate !== null) await addIceCandidate.call(this, { ...init, candidate });
  };

  Object.defineProperty(proto, "localDescription", {
    configurable: true,
    get() {
      const description = localDescription.get.call(this);
      const path = description && stateOf(this).paths.get(ufragOf(description.sdp));
      if (!path) return description;
      return new RTCSessionDescription({ type: description.type, sdp: rewrite(path, "page", description.sdp) });
    },
  });
})();
