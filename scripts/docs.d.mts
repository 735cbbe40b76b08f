/** Builds the site from docs/integrate as it stands, into .cache/docs. */
export function buildSite(): void;
