/** The element has what its contract, custom-elements.json, promises; and at run time nothing more can be reached on it. */
import { expect } from "@open-wc/testing";
import { LitElement } from "lit";
import { WebTerminalElement } from "../../src/index.js";
import { stage } from "./helpers.js";

interface Manifest {
  readonly modules: readonly {
    readonly declarations?: readonly {
      readonly name: string;
      readonly members?: readonly { readonly name: string }[];
    }[];
  }[];
}

async function publicMembers(): Promise<Set<string>> {
  const manifest = (await (await fetch("/custom-elements.json")).json()) as Manifest;
  const declarations = manifest.modules.flatMap((module) => module.declarations ?? []);
  const element = declarations.find(({ name }) => name === WebTerminalElement.name);
  return new Set(element?.members?.map(({ name }) => name));
}

/** Names on the prototypes between the element and LitElement. */
function* ownPrototypeNames(): Generator<string> {
  for (
    let prototype = WebTerminalElement.prototype as object;
    prototype !== LitElement.prototype;
    prototype = Object.getPrototypeOf(prototype) as object
  ) {
    yield* Reflect.ownKeys(prototype).filter((key) => typeof key === "string");
  }
}

/** Whether a prototype is one of the browser's. */
function isNative({ constructor }: object): boolean {
  return Function.prototype.toString.call(constructor).includes("[native code]");
}

/** A text that is found in something that a script can reach from `root`, as the path to it. */
function pathTo(text: string, root: object): string | null {
  const queue: [string, object][] = [["element", root]];
  const visited = new Set<object>();
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [path, value] = next;
    if (visited.has(value)) continue;
    visited.add(value);
    const inside: [string, unknown][] = [];
    if (value instanceof Map || value instanceof Set) {
      for (const [key, each] of value.entries()) inside.push([`${path}.key`, key], [`${path}.value`, each]);
    }
    for (let holder: object | null = value; holder !== null; holder = Object.getPrototypeOf(holder) as object | null) {
      // The browser's own prototypes have nothing of the element.
      if (holder !== value && isNative(holder)) break;
      for (const key of Reflect.ownKeys(holder)) {
        try {
          inside.push([`${path}.${String(key)}`, (value as Record<string | symbol, unknown>)[key]]);
        } catch {
          // A getter of a prototype that works on its instances only.
        }
      }
    }
    for (const [where, each] of inside) {
      if (typeof each === "string" && each.includes(text)) return where;
      if (each === window || each === document || each === null) continue;
      if (typeof each === "object" || typeof each === "function") queue.push([where, each]);
    }
  }
  return null;
}

describe("the contract", () => {
  it("names every member on the element's prototypes that is not Lit's", async () => {
    const members = await publicMembers();
    const lit = document.createElement("p") as object;
    const unknown = [...ownPrototypeNames()].filter(
      (name) => !members.has(name) && !(name in LitElement.prototype) && !(name in lit),
    );
    expect(unknown).to.deep.equal([]);
  });

  it("names nothing that the element lacks", async () => {
    const members = await publicMembers();
    expect(members.size).to.be.above(40);
    for (const name of members) expect(name in WebTerminalElement.prototype, name).to.equal(true);
  });

  it("leaves no property on an element but those of Lit", async () => {
    class Bare extends LitElement {
      static override properties = { reflected: { reflect: true, useDefault: true } };
      reflected = "";
    }
    customElements.define("test-bare-element", Bare);
    const bare = new Bare();
    bare.addController({});
    document.body.append(bare);
    await bare.updateComplete;
    bare.reflected = "other";
    await bare.updateComplete;
    const { element } = await stage();
    const names = (each: object): string[] => Reflect.ownKeys(each).filter((key) => typeof key === "string");
    const known = new Set(names(bare));
    expect(names(element).filter((name) => !known.has(name))).to.deep.equal([]);
    bare.remove();
  });

  it("lets no script reach the token that a page's function has given", async () => {
    const secret = "token-of-get-token";
    const { element, phone } = await stage({ token: null, getToken: async () => secret, account: "a-known-account" });
    phone.ring();
    await element.updateComplete;
    expect(await phone.options.getToken("start")).to.equal(secret);
    // The search finds what can be reached.
    expect(pathTo("a-known-account", element)).to.be.a("string");
    expect(pathTo(secret, element)).to.equal(null);
  });
});
