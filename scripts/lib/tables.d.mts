/** The text that each document should have, by its path in the repository. */
export function filledDocuments(): Promise<Map<string, string>>;
