/** PHP and Python with the packages that the token routes of the documents use; installs them on Debian and Ubuntu as root. */
export function ensureLanguages(): Promise<void>;

/** The path of a Python that has grpcio; installs it on Debian and Ubuntu as root. */
export function ensureStockGrpc(): Promise<string>;
