/** The declaration file of each entry point, by the name of its report. */
export const entryPoints: Readonly<Record<string, string>>;

/** Compares the types of an entry point with its report, or writes the report. Returns what is wrong. */
export function extractApi(name: string, options?: { readonly write?: boolean }): string[];
