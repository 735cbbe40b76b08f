/** The users of the simulated core. */

/** A user of the simulated core. */
export interface User {
  readonly name: string;
  /** E.164 with the leading plus sign. */
  readonly number: string;
  /** Whether the user's mobile is switched on. */
  readonly mobile: boolean;
}

/** Finds users by name, number or token. */
export interface Directory {
  readonly users: readonly User[];
  byName(name: string): User | undefined;
  byNumber(number: string): User | undefined;
  /** Returns the user of a token, or why the token is refused. */
  byToken(token: string): User | { readonly refused: string };
}

const builtIn: Readonly<Record<string, string>> = {
  alice: "+4790000001",
  bob: "+4790000002",
  carol: "+4790000003",
  dave: "+4790000004",
};
/** Dave's mobile is switched off: calls cannot be moved to it, and it rings for nobody. */
const withoutMobile: readonly string[] = ["dave"];

/** Returns whether a text is a number in E.164 with the leading plus sign. */
export function isNumber(text: string): boolean {
  return /^\+[1-9]\d{4,14}$/.test(text);
}

/**
 * Creates a directory of the built-in users and of those given, which replace built-in users of the same name.
 *
 * @param userOf returns the user of a token that is not one of the simulated core's.
 */
export function createDirectory(
  more: Readonly<Record<string, string>> = {},
  userOf: (token: string) => string | undefined = () => undefined,
): Directory {
  const users = Object.entries({ ...builtIn, ...more }).map(([name, number]): User => {
    if (!/^[a-z0-9_.-]+$/i.test(name))
      throw new TypeError(`Invalid user name "${name}": use letters, digits, "_", "." and "-".`);
    if (!isNumber(number))
      throw new TypeError(`Invalid number "${number}" for ${name}: expected a number like +4790000001.`);
    return { name, number, mobile: !withoutMobile.includes(name) };
  });
  const byName = (name: string) => users.find((user) => user.name === name);
  return {
    users,
    byName,
    byNumber: (number) => users.find((user) => user.number === number),
    byToken(token) {
      if (token.endsWith("-expired")) return { refused: "This access token has expired." };
      const name = /^demo-(.+)$/.exec(token)?.[1] ?? userOf(token);
      const user = name === undefined ? undefined : byName(name);
      return user ?? { refused: "Unknown access token. The simulated core accepts demo-NAME for each of its users." };
    },
  };
}
