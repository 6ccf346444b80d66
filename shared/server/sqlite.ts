// The one file that knows the embedded store's binding. Terminal outbox and hub journal both stand on it.
// sqlite3 runs statements on the thread pool, and a foreign statement would join an open transaction; so each
// connection has one mutex, and everything goes through it in the order of the calls.
import sqlite3 from 'sqlite3';

export type SqlValue = string | number | bigint | null | Uint8Array;
export type Row = Readonly<Record<string, string | number | null | Buffer>>;

export interface RunResult {
  readonly changes: number;
  readonly lastId: number;
}

/** Statements on one connection, inside or outside a transaction. */
export interface Statements {
  /** Prepared once per text and kept: pass values as parameters, never in the text. */
  run(sql: string, params?: readonly SqlValue[]): Promise<RunResult>;
  all(sql: string, params?: readonly SqlValue[]): Promise<Row[]>;
  get(sql: string, params?: readonly SqlValue[]): Promise<Row | undefined>;
  /** Several statements in one text, without parameters. */
  exec(sql: string): Promise<void>;
}

export interface Database extends Statements {
  readonly path: string;
  /**
   * Runs `work` between BEGIN IMMEDIATE and COMMIT; any throw rolls back and is passed on. Resolves after the commit is
   * durable (WAL, synchronous=FULL). Not to be nested.
   */
  transaction<T>(work: (statements: Statements) => Promise<T>): Promise<T>;
  /** Copies the whole database, consistent and online, into a new file. */
  backupTo(path: string): Promise<void>;
  close(): Promise<void>;
}

/** What went wrong in the store, with SQLite's own code (`SQLITE_FULL`, `SQLITE_IOERR`, `SQLITE_CORRUPT` …). */
export class StoreError extends Error {
  readonly code: string;
  constructor(message: string, code: string) {
    super(message);
    this.name = 'StoreError';
    this.code = code;
  }
}

const wrap = (error: Error): StoreError =>
  new StoreError(
    error.message,
    'code' in error && typeof error.code === 'string' ? error.code : 'SQLITE_ERROR',
  );

export interface OpenOptions {
  /** A second connection for reading; it never writes and never checkpoints. */
  readonly readOnly?: boolean;
  /** `FULL` unless a test shows what is lost without it. */
  readonly synchronous?: 'FULL' | 'NORMAL';
}

const MAX_PREPARED = 200;

class Connection implements Statements {
  readonly #handle: sqlite3.Database;
  readonly #prepared = new Map<string, sqlite3.Statement>();

  constructor(handle: sqlite3.Database) {
    this.#handle = handle;
  }

  #prepare(sql: string): Promise<sqlite3.Statement> {
    const known = this.#prepared.get(sql);
    if (known) return Promise.resolve(known);
    return new Promise((resolve, reject) => {
      const statement = this.#handle.prepare(sql, (error: Error | null) => {
        if (error) return reject(wrap(error));
        this.#keep(sql, statement);
        resolve(statement);
      });
    });
  }

  #keep(sql: string, statement: sqlite3.Statement): void {
    this.#prepared.set(sql, statement);
    if (this.#prepared.size <= MAX_PREPARED) return;
    const [oldest] = this.#prepared;
    if (!oldest) return;
    this.#prepared.delete(oldest[0]);
    oldest[1].finalize();
  }

  async run(sql: string, params: readonly SqlValue[] = []): Promise<RunResult> {
    const statement = await this.#prepare(sql);
    return new Promise((resolve, reject) => {
      statement.run([...params], function (this: sqlite3.RunResult, error: Error | null) {
        if (error) reject(wrap(error));
        else resolve({ changes: this.changes, lastId: this.lastID });
      });
    });
  }

  async all(sql: string, params: readonly SqlValue[] = []): Promise<Row[]> {
    const statement = await this.#prepare(sql);
    return new Promise((resolve, reject) => {
      statement.all<Row>([...params], (error, rows) => (error ? reject(wrap(error)) : resolve(rows)));
    });
  }

  async get(sql: string, params: readonly SqlValue[] = []): Promise<Row | undefined> {
    const [row] = await this.all(sql, params);
    return row;
  }

  exec(sql: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#handle.exec(sql, (error) => (error ? reject(wrap(error)) : resolve()));
    });
  }

  async close(): Promise<void> {
    for (const statement of this.#prepared.values()) {
      await new Promise<void>((resolve) => statement.finalize(() => resolve()));
    }
    this.#prepared.clear();
    await new Promise<void>((resolve, reject) => {
      this.#handle.close((error) => (error ? reject(wrap(error)) : resolve()));
    });
  }
}

/**
 * Opens (and creates, unless read-only) a database in WAL mode with `synchronous=FULL`.
 * @throws StoreError
 */
export async function openDatabase(path: string, options: OpenOptions = {}): Promise<Database> {
  const mode = options.readOnly ? sqlite3.OPEN_READONLY : sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE;
  const handle = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened: sqlite3.Database = new sqlite3.Database(path, mode, (error) =>
      error ? reject(wrap(error)) : resolve(opened),
    );
  });
  const connection = new Connection(handle);
  await connection.exec('PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;');
  if (!options.readOnly) {
    await connection.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = ${options.synchronous ?? 'FULL'};`,
    );
  }

  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };

  return {
    path,
    run: (sql, params) => inTurn(() => connection.run(sql, params)),
    all: (sql, params) => inTurn(() => connection.all(sql, params)),
    get: (sql, params) => inTurn(() => connection.get(sql, params)),
    exec: (sql) => inTurn(() => connection.exec(sql)),
    transaction: (work) =>
      inTurn(async () => {
        await connection.run('BEGIN IMMEDIATE');
        try {
          const value = await work(connection);
          await connection.run('COMMIT');
          return value;
        } catch (error) {
          // SQLite may have rolled back by itself (disk full, I/O error); a second rollback then only says so.
          await connection.run('ROLLBACK').catch(() => undefined);
          throw error;
        }
      }),
    backupTo: (target) => inTurn(() => connection.run('VACUUM INTO ?', [target]).then(() => undefined)),
    close: () => inTurn(() => connection.close()),
  };
}
