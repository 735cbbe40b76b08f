/** The version of the package. Generated from package.json by scripts/generated-sources.mjs. */
export const version = "0.1.0";
