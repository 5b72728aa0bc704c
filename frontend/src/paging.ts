/** Which part of a long list is shown. */

export class Paging {
  constructor(
    readonly offset: number,
    readonly limit: number,
  ) {}

  get before(): boolean {
    return this.offset > 0;
  }

  after(total: number): boolean {
    return this.offset + this.limit < total;
  }

  /** The first and the last that are shown, counted from 1. */
  range(total: number): { from: number; to: number } {
    return { from: Math.min(total, this.offset + 1), to: Math.min(total, this.offset + this.limit) };
  }

  /** The page at an offset, never before the first. */
  at(offset: number): Paging {
    return new Paging(Math.max(0, offset), this.limit);
  }
}
