/** How a command ends when something went wrong. */
import { SetupError } from "../setup.mjs";
import { stopChildren } from "./run.mjs";

/** Runs `work`; a {@link SetupError} is told in its own words, anything else with its stack. Exit code 1 either way. */
export async function exitOnError(work) {
  try {
    return await work();
  } catch (error) {
    stopChildren();
    process.stderr.write(`${error instanceof SetupError ? error.message : (error?.stack ?? String(error))}\n`);
    process.exit(1);
  }
}
