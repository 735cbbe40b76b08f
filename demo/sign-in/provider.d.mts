/** An OpenID provider that runs. */
export interface DemoProvider {
  readonly issuer: string;
  readonly client: { readonly id: string; readonly secret: string };
  /** How often tokens were renewed, and taken back. */
  readonly asked: { readonly renewals: number; readonly revocations: number };
  /** What a test may change while it runs: how long an access token lives, and what goes with every answer. */
  readonly settings: { tokenSeconds: number; headers: Readonly<Record<string, string>> };
  /** Whose access token it is, by name. */
  userOf(token: string): string | undefined;
  /** Takes back all that was granted: access tokens are not known any more, and nothing is renewed. */
  forgetAll(): Promise<void>;
  close(): Promise<void>;
}

/** What a provider is made with. */
export interface DemoProviderOptions {
  readonly users: readonly { readonly name: string; readonly number: string }[];
  /** Default: a free one. */
  readonly port?: number;
}

/** Starts one. Nobody is asked for a password: never put it on a network. */
export function createDemoProvider(options: DemoProviderOptions): Promise<DemoProvider>;
