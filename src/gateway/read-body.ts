/** Reads the bodies of requests. */
import type { IncomingMessage } from "node:http";

/** Resolves with the whole body; null if it is over the limit. Rejects if the request is aborted. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is read and dropped, so that the client reads the answer; Node's deadline ends it.
    if (size <= limit) chunks.push(chunk);
  }
  return size <= limit ? Buffer.concat(chunks) : null;
}
