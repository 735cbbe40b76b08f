/** The types of the element's properties, as the compiler sees them: `ChoiceValue<"busy">` is `"wait" | "reject"`. */
import ts from "typescript";
import { at } from "./paths.mjs";

/**
 * @param {readonly string[]} names properties of WebTerminalElement
 * @returns {Map<string, { text: string, words: string[] }>} `words`: the values, where it takes one of a few words
 */
export function resolvePropertyTypes(names) {
  const program = ts.createProgram([at("dist/index.d.ts")], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    types: [],
    strict: true,
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(at("dist/index.d.ts"));
  const exported = checker
    .getExportsOfModule(checker.getSymbolAtLocation(source))
    .find((each) => each.name === "WebTerminalElement");
  const element = checker.getDeclaredTypeOfSymbol(checker.getAliasedSymbol(exported));
  return new Map(
    names.map((name) => {
      const property = checker.getPropertyOfType(element, name);
      if (property === undefined)
        throw new Error(
          `custom-elements.json names ${name}, which WebTerminalElement does not have: run npm run manifest`,
        );
      const type = checker.getTypeOfSymbol(property);
      const members = type.isUnion() ? type.types : [type];
      const words = members.every((each) => each.isStringLiteral()) ? members.map((each) => each.value) : [];
      return [name, { text: checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation), words }];
    }),
  );
}
