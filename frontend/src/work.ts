/** What a page has asked for: a list that is read, and one thing at a time that is done. */

/** Something that is read from the community; of several answers the one to the newest question counts. */
export class Source<Value> {
  value: Value | undefined;
  problem: unknown;
  loading = false;
  private generation = 0;

  constructor(
    private readonly read: () => Promise<Value>,
    private readonly changed: () => void,
  ) {}

  async load(): Promise<void> {
    const generation = ++this.generation;
    this.loading = true;
    this.changed();
    try {
      const value = await this.read();
      if (generation !== this.generation) return;
      this.value = value;
      this.problem = undefined;
    } catch (error) {
      if (generation !== this.generation) return;
      this.problem = error;
    }
    this.loading = false;
    this.changed();
  }

  /** Take what is known without asking; answers that are on their way do not count any more. */
  set(value: Value | undefined): void {
    this.generation += 1;
    this.loading = false;
    this.problem = undefined;
    this.value = value;
    this.changed();
  }
}

/** What a person is doing: under way, failed, or neither. A second thing waits for a second press. */
export class Work {
  /** The name of what is under way. */
  busy: string | undefined;
  /** What went wrong with what was done last, and its name. */
  problem: unknown;
  failed: string | undefined;

  constructor(private readonly changed: () => void) {}

  /** Do it, unless something is being done; whether it was done without an error. */
  async run(name: string, job: () => Promise<void>): Promise<boolean> {
    if (this.busy !== undefined) return false;
    this.busy = name;
    this.forget();
    try {
      await job();
      return true;
    } catch (error) {
      this.problem = error;
      this.failed = name;
      return false;
    } finally {
      this.busy = undefined;
      this.changed();
    }
  }

  /** What went wrong is not to be shown any longer. */
  forget(): void {
    this.problem = undefined;
    this.failed = undefined;
    this.changed();
  }

  problemOf(name: string): unknown {
    return this.failed === name ? this.problem : undefined;
  }
}
