/** Puts the gallery into .cache/gallery/. */
export function makePage(): Promise<void>;
/** Serves it on a free port. */
export function servePage(): Promise<{ readonly url: string; close(): void }>;
