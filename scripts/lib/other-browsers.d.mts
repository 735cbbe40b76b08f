/** Firefox, and the sound server it plays on; installs them on Debian and Ubuntu as root. */
export function ensureFirefox(): Promise<{ browser: string; sound: string }>;

/** WebKitGTK's MiniBrowser, its driver, and a screen for them; installs them on Debian and Ubuntu as root. */
export function ensureWebKit(): Promise<{ browser: string; driver: string; screen: string }>;
