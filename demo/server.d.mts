import type { IncomingMessage, ServerResponse } from "node:http";

/** The file that a URL's path means, or undefined where it means none that is served. */
export function fileFor(pathname: string): string | undefined;

/** Answers for the demo page; `control` is where the core's control service stands. */
export function createDemoHandler(options: {
  readonly control: string;
}): (request: IncomingMessage, response: ServerResponse) => void;
