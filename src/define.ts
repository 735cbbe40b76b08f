/** Registers `<web-terminal>`; importing this module is all that a page has to do. */
import { defaultLogger } from "./element/properties.js";
import { version } from "./element/version.js";
import { WebTerminalElement } from "./element/web-terminal.js";

export { WebTerminalElement };

const name = "web-terminal";

// On a server there is nothing to register with, and nothing to say about it.
if (typeof document !== "undefined" && typeof customElements !== "undefined") {
  // The chunks import this file without the query: to the browser that is another file, fetched and run once more.
  if (/\/web-terminal\.js\?/.test(import.meta.url)) {
    defaultLogger.warn(
      `<${name}> is loaded from an address with a query, and is therefore fetched twice. Put the version into the path instead.`,
    );
  }
  const registered = customElements.get(name);
  if (registered === undefined) {
    customElements.define(name, WebTerminalElement);
  } else if (registered !== WebTerminalElement) {
    // A tag has one class for the life of the page: the first one stays.
    const other = "version" in registered ? String(registered.version) : "another";
    if (other !== version)
      defaultLogger.warn(`<${name}> ${other} is already registered; version ${version} is not used.`);
  }
}
