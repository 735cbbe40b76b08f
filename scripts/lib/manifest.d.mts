/** A thing with a name, as parts, slots, states and custom properties are. */
export interface NamedEntry {
  readonly name: string;
  readonly description: string;
  readonly default?: string;
}

/** The element as an integrator sees it. */
export interface ElementDescription {
  readonly tag: string;
  readonly summary: string;
  readonly attributes: readonly (NamedEntry & { readonly property?: string; readonly type: string })[];
  readonly properties: readonly (NamedEntry & {
    readonly type: string;
    readonly readonly: boolean;
    readonly attribute?: string;
  })[];
  readonly methods: readonly (NamedEntry & { readonly parameters: readonly string[]; readonly returns: string })[];
  readonly events: readonly (NamedEntry & { readonly type: string; readonly fields: readonly string[] })[];
  readonly slots: readonly NamedEntry[];
  readonly parts: readonly NamedEntry[];
  readonly cssProperties: readonly NamedEntry[];
  readonly states: readonly NamedEntry[];
}

/** Reads custom-elements.json. */
export function describeElement(file?: string): ElementDescription;
