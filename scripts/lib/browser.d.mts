/** The browser's path, `CHROME_PATH` first; undefined where there is none. */
export function findBrowser(): string | undefined;

/** The browser's path; installs one on Debian and Ubuntu as root. */
export function ensureBrowser(): Promise<string>;
