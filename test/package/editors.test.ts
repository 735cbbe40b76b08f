/** What dist/editor/ gives to editors: asked as VS Code asks it, and read as JetBrains' editors do. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import html, {
  type HTMLDataV1,
  type MarkupContent,
  type Position,
  type TextDocument,
} from "vscode-html-languageservice";

const read = <T>(file: string): T => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), "utf8")) as T;

interface Described {
  readonly name: string;
  readonly description?: string;
}
interface Manifest {
  readonly modules: readonly {
    readonly declarations?: readonly (Described & {
      readonly tagName?: string;
      readonly attributes?: readonly Described[];
    })[];
  }[];
}
const element = read<Manifest>("custom-elements.json")
  .modules.flatMap(({ declarations }) => declarations ?? [])
  .find(({ tagName }) => tagName === "web-terminal")!;
/** A token in markup is read by whoever reads the page: nobody is led to write one. */
const described = element.attributes!.filter(({ name }) => name !== "token");
const attributes = described.map(({ name }) => name).sort();

describe("VS Code's service for HTML, with our data", () => {
  const data = html.newHTMLDataProvider("web-terminal", read<HTMLDataV1>("dist/editor/vscode.html-custom-data.json"));
  const service = html.getLanguageService({ useDefaultDataProvider: true, customDataProviders: [data] });
  /** The document and the place of the `|` in it. */
  const at = (text: string): [TextDocument, Position] => {
    const document = html.TextDocument.create("file:///page.html", "html", 1, text.replace("|", ""));
    return [document, document.positionAt(text.indexOf("|"))];
  };
  const complete = (text: string): string[] => {
    const [document, position] = at(text);
    return service.doComplete(document, position, service.parseHTMLDocument(document)).items.map(({ label }) => label);
  };
  const hover = (text: string): string => {
    const [document, position] = at(text);
    const contents = service.doHover(document, position, service.parseHTMLDocument(document))?.contents;
    return typeof contents === "string" ? contents : ((contents as MarkupContent | undefined)?.value ?? "");
  };

  it("completes the tag", () => {
    assert.ok(complete("<web-|").includes("web-terminal"));
  });

  it("completes every attribute of the manifest", () => {
    const offered = complete("<web-terminal |></web-terminal>");
    assert.deepEqual(
      attributes.filter((name) => !offered.includes(name)),
      [],
    );
    assert.ok(!offered.includes("token"));
  });

  it("completes the values of those that have some, and of no other", () => {
    const values = (name: string): string[] => complete(`<web-terminal ${name}="|"></web-terminal>`).sort();
    assert.deepEqual(values("mode"), ["badge", "floating", "headless", "inline"]);
    assert.deepEqual(values("call-links"), ["detect", "marked", "none", "tel"]);
    assert.deepEqual(values("theme"), ["auto", "dark", "light"]);
    assert.deepEqual(values("endpoint"), []);
  });

  it("says on hover what a tag and an attribute are for", () => {
    assert.match(hover("<web-ter|minal></web-terminal>"), /softphone/);
    // What it says of an attribute that all tags have, it says of ours.
    for (const { name, description } of described.filter((each) => each.name !== "lang")) {
      const text = hover(`<web-terminal ${name.slice(0, 1)}|${name.slice(1)}></web-terminal>`);
      assert.ok(text.includes(description!.split(/\s/).slice(0, 3).join(" ")), `${name}: ${text}`);
    }
  });
});

interface WebTypes {
  readonly $schema: string;
  readonly name: string;
  readonly version: string;
  readonly contributions: {
    readonly html: {
      readonly elements: readonly (Described & {
        readonly attributes: readonly (Described & { readonly value?: { readonly type?: string } })[];
        readonly js?: { readonly events?: readonly Described[]; readonly properties?: readonly Described[] };
      })[];
    };
  };
}

describe("web-types.json", () => {
  const { name, version, contributions } = read<WebTypes>("dist/editor/web-types.json");
  const [tag, ...others] = contributions.html.elements;

  it("is found by its package, of whose version it is", () => {
    const own = read<{ name: string; version: string; "web-types": string }>("package.json");
    assert.deepEqual([name, version], [own.name, own.version]);
    assert.ok(read(own["web-types"]));
  });

  it("describes the one tag with all that the manifest has of it", () => {
    assert.equal(tag!.name, "web-terminal");
    assert.deepEqual(others, []);
    assert.deepEqual(tag!.attributes.map((each) => each.name).sort(), attributes);
    for (const each of tag!.attributes) assert.ok(each.description, each.name);
    const mode = tag!.attributes.find((each) => each.name === "mode");
    for (const value of ["inline", "floating", "badge", "headless"])
      assert.match(mode?.value?.type ?? "", new RegExp(`"${value}"`));
    assert.ok(tag!.js?.events?.some((event) => event.name === "call-ended"));
    assert.ok(tag!.js?.properties?.some((property) => property.name === "connection"));
  });
});
