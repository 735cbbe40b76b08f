const byKey = (key) => (one, other) => (one[key] < other[key] ? -1 : Number(one[key] > other[key]));

/** What people look up by name. Members keep the order of the source, which tells a story. */
const lookedUp = ["attributes", "events", "slots", "cssParts", "cssProperties", "cssStates"];

/** Makes the committed file the contract and no more: public members of public classes, in an order of its own. */
const contract = {
  name: "contract",
  packageLinkPhase({ customElementsManifest: manifest }) {
    const definitions = manifest.modules.flatMap((module) => {
      const found = (module.exports ?? []).filter((each) => each.kind === "custom-element-definition");
      for (const definition of found) {
        // The analyzer writes down the name of the constant that holds the tag.
        const constant = module.declarations?.find((each) => each.kind === "variable" && each.name === definition.name);
        definition.name = constant?.default?.replaceAll('"', "") ?? definition.name;
        definition.declaration.module = definition.declaration.module?.replace(/^\//, "").replace(/\.js$/, ".ts");
      }
      module.declarations = module.declarations?.filter((each) => each.kind === "class");
      return found;
    });

    // The element with the classes it stands on, its events, and the module that registers it.
    manifest.modules = manifest.modules
      .filter(
        (module) =>
          module.declarations?.some((each) => each.superclass) ||
          module.exports?.some((each) => definitions.includes(each)),
      )
      .sort(byKey("path"));

    for (const declaration of manifest.modules.flatMap((module) => module.declarations ?? [])) {
      for (const key of lookedUp) declaration[key]?.sort(byKey("name"));
      declaration.members = declaration.members?.filter(
        (member) => (member.privacy ?? "public") === "public" && !member.name.startsWith("#") && !member.static,
      );
      const definition = definitions.find((each) => each.declaration.name === declaration.name);
      if (definition) Object.assign(declaration, { tagName: definition.name, customElement: true });
    }
  },
};

export default {
  globs: ["src/define.ts", "src/element/**/*.ts"],
  outdir: ".",
  litelement: true,
  packagejson: false,
  plugins: [contract],
};
