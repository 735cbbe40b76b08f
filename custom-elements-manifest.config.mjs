/** Analyzer's own order follows the file system; a committed file must not. */
const stable = {
  name: "stable-order",
  packageLinkPhase({ customElementsManifest }) {
    const byName = (one, other) => (one.name < other.name ? -1 : Number(one.name > other.name));
    customElementsManifest.modules.sort((one, other) => (one.path < other.path ? -1 : Number(one.path > other.path)));
    for (const { declarations = [] } of customElementsManifest.modules) {
      for (const declaration of declarations) {
        // What people look up by name. Members keep the order of the source, which tells a story.
        for (const key of ["attributes", "events", "slots", "cssParts", "cssProperties", "cssStates"]) declaration[key]?.sort(byName);
        declaration.members = declaration.members?.filter((member) => member.privacy === undefined || member.privacy === "public");
      }
    }
  },
};

export default {
  globs: ["src/define.ts", "src/element/**/*.ts"],
  exclude: ["src/element/views/**", "src/element/styles/**"],
  outdir: ".",
  litelement: true,
  packagejson: false,
  plugins: [stable],
};
