/** Bytes of some files, and which they are. */
export interface Size {
  readonly files: readonly string[];
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
}

/** Sizes of the first script and of all that a first call loads. */
export function measure(): { readonly first: Size; readonly call: Size };
