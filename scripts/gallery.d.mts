/** Puts the page into .cache/gallery/, or another folder; `compiled`: of what is in dist/ already. */
export function makePage(options?: { compiled?: boolean; to?: string }): Promise<void>;
/** Serves .cache/gallery/, or another folder, on a free port. */
export function servePage(from?: string): Promise<{ url: string; close: () => void }>;
