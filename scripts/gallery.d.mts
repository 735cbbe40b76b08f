/** Puts the page into .cache/gallery/; `compiled`: of what is in dist/ already. */
export function makePage(options?: { compiled?: boolean }): Promise<void>;
/** Serves .cache/gallery/ on a free port. */
export function servePage(): Promise<{ url: string; close: () => void }>;
