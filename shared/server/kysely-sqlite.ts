// Kysely's queries over our connection: types and composition from Kysely, the mutex from sqlite.ts.
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { SqlValue, Statements } from './sqlite.ts';

const isSqlValue = (value: unknown): value is SqlValue =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'number' ||
  typeof value === 'bigint' ||
  value instanceof Uint8Array;

class StatementsConnection implements DatabaseConnection {
  readonly #statements: Statements;
  constructor(statements: Statements) {
    this.#statements = statements;
  }

  async executeQuery<R>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<R>> {
    const values = parameters.map((value) => {
      if (typeof value === 'boolean') return value ? 1 : 0;
      if (isSqlValue(value)) return value;
      throw new TypeError(`not an SQL value: ${typeof value}`);
    });
    const reads = query.kind === 'SelectQueryNode' || /\breturning\b/i.test(sql);
    if (reads || query.kind === 'RawNode') {
      const rows = await this.#statements.all(sql, values);
      // Kysely's own contract: the caller's table types say what the rows hold.
      return { rows: rows as unknown as R[] };
    }
    const { changes, lastId } = await this.#statements.run(sql, values);
    return {
      rows: [],
      numAffectedRows: BigInt(changes),
      insertId: BigInt(lastId),
    };
  }

  // biome-ignore lint/correctness/useYield: the driver has no cursors, and says so
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('streaming is not supported');
  }
}

/** Typed queries over a database or over the statements of an open transaction. Transactions are begun on `Database`. */
export function typedQueries<Tables>(statements: Statements): Kysely<Tables> {
  const connection = new StatementsConnection(statements);
  const refuse = (): Promise<never> => Promise.reject(new Error('begin transactions on the Database'));
  const driver: Driver = {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(connection),
    releaseConnection: () => Promise.resolve(),
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: () => Promise.resolve(),
  };
  const dialect: Dialect = {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
  return new Kysely<Tables>({ dialect });
}
