/** Returns the module with the package's version. */
export function versionModule(version: string): string;

/** Returns the module that loads each translation among the files of `src/element/i18n`. */
export function languagesModule(fileNames: readonly string[]): string;

/** Returns each generated source, by its path in the repository. */
export function generatedSources(): Map<string, string>;
