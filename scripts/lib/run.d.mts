/** Runs a command to its end. `limit` in milliseconds: past it the command is ended, which counts as a failure. */
export function run(
  command: string,
  args: readonly string[],
  options?: { cwd?: string; env?: Record<string, string>; show?: boolean; limit?: number },
): Promise<{ code: number; output: string; timedOut: boolean }>;
