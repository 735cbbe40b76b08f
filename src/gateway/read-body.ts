/** What a request brings with it. */
import type { IncomingMessage } from "node:http";

/** The whole body, or null where it is over the limit. Rejects where it breaks off. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // What is over is read and let go, so that the answer is read, too; Node's own deadline ends it.
    if (size <= limit) chunks.push(chunk);
  }
  return size <= limit ? Buffer.concat(chunks) : null;
}
