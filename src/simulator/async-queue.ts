/** What waits to be written to one stream. */
export interface AsyncQueue<T> extends AsyncIterable<T> {
  push(item: T): void;
  /** Ends the stream, after what has been pushed; with a reason as an error. Only the first call counts. */
  end(reason?: Error): void;
}

/** Builds an empty outbox, for one reader. */
export function createAsyncQueue<T>(): AsyncQueue<T> {
  const items: T[] = [];
  let ended: { readonly reason: Error | undefined } | null = null;
  let wake: () => void = () => undefined;
  return {
    push(item) {
      if (ended !== null) return;
      items.push(item);
      wake();
    },
    end(reason) {
      ended ??= { reason };
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        for (let item = items.shift(); item !== undefined; item = items.shift()) yield item;
        if (ended !== null) {
          if (ended.reason !== undefined) throw ended.reason;
          return;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
