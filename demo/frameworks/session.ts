/** What the examples share, as an application has it: who is signed in, and where the gateway stands. */
const query = new URLSearchParams(location.search);

/** In production a constant, for example `https://gateway.example`. */
export const endpoint = query.get("endpoint") ?? location.origin;

/** In production this asks your own server. The demo's core takes `demo-` and a name. */
export const getToken = async (): Promise<string> => `demo-${query.get("user") ?? "alice"}`;
