/**
 * What editors and type checkers of other frameworks need to know of the element, made from
 * custom-elements.json at each build: dist/jsx/ and dist/editor/. See docs/decisions.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describeElement } from "./lib/manifest.mjs";
import { at } from "./lib/paths.mjs";
import { resolvePropertyTypes } from "./lib/resolved-types.mjs";

/** Which frameworks have typed markup, each with what its checker asks for. */
export const frameworks = ["react", "preact", "vue", "svelte"];

const union = (names, indent = "  ") => names.map((name) => `\n${indent}| ${JSON.stringify(name)}`).join("");

/** What all frameworks share: settings by property and by attribute name, and listeners. */
function commonTypes({ tag, attributes, properties, events }) {
  const settable = properties.filter((each) => !each.readonly).map((each) => each.name);
  // An attribute that is spelled like a property needs no second entry.
  const taken = new Set(properties.map((each) => each.name));
  const spelled = attributes.filter((each) => !taken.has(each.name) && each.property !== undefined);
  return `/** Made from custom-elements.json by scripts/integration-files.mjs. */
import type { WebTerminalElement } from "../index.js";

export type { WebTerminalElement };

/** Properties of \`<${tag}>\` that a page sets. */
export type WebTerminalProperty =${union(settable)};

/** Events of \`<${tag}>\`. */
export type WebTerminalEventName =${union(events.map((each) => each.name))};

/** What each event carries. */
export type WebTerminalEventMap = Pick<HTMLElementEventMap, WebTerminalEventName>;

/** The settings, all optional: properties, and attributes where they are spelled otherwise. */
export interface WebTerminalProps extends Partial<Pick<WebTerminalElement, WebTerminalProperty>> {
${spelled.map((each) => `  /** ${each.description} */\n  ${JSON.stringify(each.name)}?: WebTerminalElement[${JSON.stringify(each.property)}];`).join("\n")}
}

/** Listeners in markup: \`on\` and the event's name, as in \`oncall-incoming\`. */
export type WebTerminalListeners = {
  [Name in WebTerminalEventName as \`on\${Name}\`]?: (event: WebTerminalEventMap[Name]) => void;
};
`;
}

const templates = {
  react: (tag) => `import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { WebTerminalElement, WebTerminalListeners, WebTerminalProps } from "./common.js";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      ${JSON.stringify(tag)}: Omit<DetailedHTMLProps<HTMLAttributes<WebTerminalElement>, WebTerminalElement>, keyof WebTerminalProps> &
        WebTerminalProps &
        WebTerminalListeners;
    }
  }
}
`,
  preact: (tag) => `import type { HTMLAttributes } from "preact";
import type { WebTerminalElement, WebTerminalListeners, WebTerminalProps } from "./common.js";

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      ${JSON.stringify(tag)}: Omit<HTMLAttributes<WebTerminalElement>, keyof WebTerminalProps> & WebTerminalProps & WebTerminalListeners;
    }
  }
}
`,
  vue: (tag) => `import type { HTMLAttributes, PublicProps } from "vue";
import type { WebTerminalElement, WebTerminalEventMap, WebTerminalProps } from "./common.js";

/** As Vue's guide to web components has it: a component by its props and what it emits. */
type Component = new () => WebTerminalElement & {
  /** @deprecated For type checking of templates only. */
  $props: Omit<HTMLAttributes, keyof WebTerminalProps> & WebTerminalProps & Listeners & PublicProps;
};

/** \`@call-incoming\` in a template is \`onCallIncoming\` to the checker. */
type Listeners = {
  [Name in keyof WebTerminalEventMap as \`on\${Capitalize<Camel<Name>>}\`]?: (event: WebTerminalEventMap[Name]) => void;
};
type Camel<Name extends string> = Name extends \`\${infer Head}-\${infer Tail}\` ? \`\${Head}\${Capitalize<Camel<Tail>>}\` : Name;

declare module "vue" {
  interface GlobalComponents {
    ${JSON.stringify(tag)}: Component;
  }
}
`,
  svelte: (tag) => `import type { HTMLAttributes } from "svelte/elements";
import type { WebTerminalElement, WebTerminalListeners, WebTerminalProps } from "./common.js";

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    ${JSON.stringify(tag)}: Omit<HTMLAttributes<WebTerminalElement>, keyof WebTerminalProps> & WebTerminalProps & WebTerminalListeners;
  }
}
`,
};

const values = (words) => (words.length > 0 ? { values: words.map((name) => ({ name })) } : {});

/** https://github.com/microsoft/vscode-custom-data */
function vscodeHtml({ tag, summary, attributes }, types) {
  return {
    version: 1.1,
    tags: [
      {
        name: tag,
        description: summary,
        attributes: attributes.map(({ name, description, property }) => {
          const type = types.get(property);
          return { name, description, ...(type?.text === "boolean" ? { valueSet: "v" } : values(type?.words ?? [])) };
        }),
      },
    ],
  };
}

const vscodeCss = ({ cssProperties }) => ({
  version: 1.1,
  properties: cssProperties.map(({ name, description }) => ({ name, description })),
});

/** https://github.com/JetBrains/web-types */
function webTypes({ tag, summary, attributes, properties, events, slots, parts, cssProperties }, types, own) {
  const named = ({ name, description, default: initial }) => ({
    name,
    description,
    ...(initial === undefined ? {} : { default: initial }),
  });
  return {
    $schema: "https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json",
    name: own.name,
    version: own.version,
    "description-markup": "markdown",
    contributions: {
      html: {
        elements: [
          {
            name: tag,
            description: summary,
            attributes: attributes.map((each) => {
              const type = types.get(each.property);
              return {
                ...named(each),
                value: { type: type?.text ?? "string", ...(type?.text === "boolean" ? { kind: "no-value" } : {}) },
              };
            }),
            js: {
              properties: properties.map((each) => ({
                ...named(each),
                type: types.get(each.name).text,
                ...(each.readonly ? { "read-only": true } : {}),
              })),
              events: events.map((each) => ({ ...named(each), type: each.type })),
            },
            slots: slots.map(named),
            css: { parts: parts.map(named), properties: cssProperties.map(named) },
          },
        ],
      },
    },
  };
}

/** Every file's text, by its name below dist/. */
export function integrationFiles() {
  const own = JSON.parse(readFileSync(at("package.json"), "utf8"));
  const element = describeElement();
  const types = resolvePropertyTypes(element.properties.map((each) => each.name));
  const json = (data) => `${JSON.stringify(data, null, 2)}\n`;
  // Types alone, but a bare `import` of them has to find something at run time too.
  const script = "export {};\n";
  const files = {
    "jsx/common.d.ts": commonTypes(element),
    "jsx/common.js": script,
    "editor/vscode.html-custom-data.json": json(vscodeHtml(element, types)),
    "editor/vscode.css-custom-data.json": json(vscodeCss(element)),
    "editor/web-types.json": json(webTypes(element, types, own)),
  };
  for (const name of frameworks) {
    files[`jsx/${name}.d.ts`] = `${templates[name](element.tag)}\nexport type * from "./common.js";\n`;
    files[`jsx/${name}.js`] = script;
  }
  return files;
}

/** Writes them. */
export function writeIntegrationFiles() {
  for (const [name, text] of Object.entries(integrationFiles())) {
    mkdirSync(path.dirname(at("dist", name)), { recursive: true });
    writeFileSync(at("dist", name), text);
  }
}
