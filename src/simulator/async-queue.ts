/** A queue between a writer and an asynchronous reader. */

/** Items that wait for one reader. */
export interface AsyncQueue<T> extends AsyncIterable<T> {
  push(item: T): void;
  /** Ends the iteration after the pushed items; with a reason, by throwing it. Only the first call counts. */
  end(reason?: Error): void;
}

/** Creates an empty queue. */
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
