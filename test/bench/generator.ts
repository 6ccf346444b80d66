// The bench's end of its load generator: one order at a time, each answered.
import type { ChildProcess } from 'node:child_process';
import { compiled } from '../root.ts';
import { type Answer, answer, type Command, type Played } from './commands.ts';
import { helper } from './machine.ts';

export class Generator {
  readonly #child: ChildProcess;
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (message) => {
      const decoded = answer.value(message);
      if (!decoded.ok) throw new Error(`not an answer: ${decoded.error.path} ${decoded.error.message}`);
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (decoded.value.is === 'failed')
        waiting?.reject(new Error(`the load generator failed: ${decoded.value.why}`));
      else waiting?.resolve(decoded.value);
    });
    child.on('exit', () => this.#waiting?.reject(new Error('the load generator ended')));
  }

  static async start(): Promise<Generator> {
    const generator = new Generator(helper(compiled('test/bench/load.js')));
    await generator.#answer();
    return generator;
  }

  #answer(): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  async #tell(order: Command): Promise<Answer> {
    const answered = this.#answer();
    this.#child.send(order);
    return answered;
  }

  async identities(count: number): Promise<readonly { terminal: string; publicKey: string }[]> {
    const got = await this.#tell({ do: 'identities', count });
    if (got.is !== 'identities') throw new Error(`expected identities, got ${got.is}`);
    return got.list;
  }

  async connect(order: Omit<Extract<Command, { do: 'connect' }>, 'do'>): Promise<void> {
    await this.#tell({ do: 'connect', ...order });
  }

  /** Writes the messages out, then plays them. */
  async play(
    messages: number,
    ratings: number,
    pace: { window: number; perSecond: number },
  ): Promise<Played> {
    await this.#tell({ do: 'prepare', messages, ratings });
    const got = await this.#tell({ do: 'play', ...pace });
    if (got.is !== 'played') throw new Error(`expected a played run, got ${got.is}`);
    return got;
  }

  async close(): Promise<void> {
    await this.#tell({ do: 'close' });
  }

  stop(): void {
    this.#child.disconnect();
  }
}
