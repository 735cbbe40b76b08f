/** Returns the imports below `folders` that `.dependency-cruiser.mjs` forbids, each as "file:line text (rule)". */
export function forbiddenImports(cwd: string, folders: readonly string[]): Promise<string[]>;
