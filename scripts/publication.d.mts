interface Publication {
  readonly repository: string | null;
  readonly homepage: string | null;
}

export function publicationFields(publication: Publication): Record<"repository" | "bugs" | "homepage", unknown>;
export function documentationAddress(publication: Publication): string;
export function withDocumentationAddress(source: string, publication: Publication): string;
export function missingAddresses(publication: Publication): string[];
export function repositoryLinks(markdown: string, packed: readonly string[]): string[];
export function notesOf(version: string, changelog: string): string;
