/**
 * Runs in a page before its own scripts, as text: counts what is left open there. Listeners
 * of window and document, timers that have not run out, sockets, observers that observe.
 */
(() => {
  const listeners = new Set();
  const timers = new Set();
  const sockets = new Set();
  const key = (target, type, listener, options) => {
    const capture = typeof options === "object" && options !== null ? options.capture === true : options === true;
    return [...listeners].find(
      (each) => each.target === target && each.type === type && each.listener === listener && each.capture === capture,
    );
  };
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const target = this ?? globalThis;
    if (
      (target === globalThis || target === document || target === navigator.mediaDevices) &&
      listener &&
      !key(target, type, listener, options)
    ) {
      const capture = typeof options === "object" && options !== null ? options.capture === true : options === true;
      const entry = { target, type, listener, capture };
      listeners.add(entry);
      if (options?.signal) addEventListener.call(options.signal, "abort", () => listeners.delete(entry));
    }
    return addEventListener.call(target, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    listeners.delete(key(this ?? globalThis, type, listener, options));
    return removeEventListener.call(this ?? globalThis, type, listener, options);
  };
  const { setTimeout, setInterval, clearTimeout } = globalThis;
  globalThis.setTimeout = (work, delay, ...values) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work(...values);
    }, delay);
    timers.add(timer);
    return timer;
  };
  globalThis.setInterval = (work, delay, ...values) => {
    const timer = setInterval(work, delay, ...values);
    timers.add(timer);
    return timer;
  };
  globalThis.clearTimeout = globalThis.clearInterval = (timer) => {
    timers.delete(timer);
    clearTimeout(timer);
  };
  const NativeWebSocket = WebSocket;
  globalThis.WebSocket = class WebSocket extends NativeWebSocket {
    constructor(...values) {
      super(...values);
      sockets.add(this);
    }
  };
  globalThis.census = () => ({
    listeners: [...listeners].map(({ target, type }) => `${target.constructor.name} ${type}`).sort(),
    timers: timers.size,
    sockets: [...sockets].filter(({ readyState }) => readyState < 2).length,
  });
})();
