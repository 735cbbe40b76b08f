/** Types of the parts of fft.js that are used. */
declare module "fft.js" {
  /** Radix-4 fast Fourier transform of a power-of-two size. */
  export default class FFT {
    constructor(size: number);
    createComplexArray(): number[];
    realTransform(output: number[], input: ArrayLike<number>): void;
  }
}
