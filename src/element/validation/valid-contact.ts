/** The border for contacts: what `resolveContact` answers is checked here, before any view sees it. */
import type { Contact } from "../../call/model.js";
import { withoutDirectionControls } from "./foreign-text.js";
import { described, isRecord, kindOf, refusal, type Warn } from "./refusal.js";

/** Addresses that a link may lead to. A script (`javascript:`) would run in the page. */
const linkSchemes: ReadonlySet<string> = new Set(["http:", "https:", "mailto:", "tel:", "sms:", "sip:"]);

/** Returns a contact of known fields, frozen; null where there is none, or none with a name. Anything else wrong is left out. */
export function validContact(value: unknown, warn: Warn): Contact | null {
  if (value == null) return null;
  try {
    if (!isRecord(value)) {
      warn(refusal("resolveContact", "{name, detail, picture, url} or null", described(value)));
      return null;
    }
    const { name, detail, picture, url } = value;
    if (typeof name !== "string" || withoutDirectionControls(name).trim() === "") {
      warn(refusal("resolveContact: name", "a string that is not blank", described(name), "The contact is ignored."));
      return null;
    }
    const keep = <Name extends keyof Contact>(
      field: Name,
      given: unknown,
      expected: string,
      isRight: (text: string) => boolean,
    ): Partial<Record<Name, string>> => {
      if (given == null || given === "") return {};
      if (typeof given === "string" && isRight(given)) return { [field]: given } as Record<Name, string>;
      warn(refusal(`resolveContact: ${field}`, expected, described(given)));
      return {};
    };
    return Object.freeze({
      name: withoutDirectionControls(name),
      ...keep("detail", typeof detail === "string" ? withoutDirectionControls(detail) : detail, "a string", () => true),
      ...keep("picture", picture, "an http(s):, blob: or data:image/ URL", isPicture),
      ...keep("url", url, "an http(s):, mailto:, tel:, sms: or sip: URL", (text) => linkSchemes.has(schemeOf(text))),
    });
  } catch {
    // A getter or a proxy of the page threw.
    warn(refusal("resolveContact", "an object that can be read", kindOf(value)));
    return null;
  }
}

/** Returns the scheme by which the browser would follow an address, with its colon; empty where it is none. */
function schemeOf(address: string): string {
  try {
    return new URL(address, document.baseURI).protocol;
  } catch {
    return "";
  }
}

function isPicture(address: string): boolean {
  const scheme = schemeOf(address);
  return scheme === "data:" ? /^\s*data:image\//i.test(address) : /^(https?|blob):$/.test(scheme);
}
