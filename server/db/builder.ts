/** Query builders without a transaction on them: Kysely's own query creator over an executor that we choose. */
import {
  type ConnectionProvider,
  createFunctionModule,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type DialectAdapter,
  PostgresAdapter,
  PostgresQueryCompiler,
  type QueryCompiler,
  QueryCreator,
  SqliteAdapter,
  SqliteQueryCompiler,
} from 'kysely';
import type { Builder, Db } from './port.ts';
import type { Schema } from './schema.ts';

const ENGINES: Record<Db['engine'], { adapter: DialectAdapter; compiler: () => QueryCompiler }> = {
  sqlite: { adapter: new SqliteAdapter(), compiler: () => new SqliteQueryCompiler() },
  postgres: { adapter: new PostgresAdapter(), compiler: () => new PostgresQueryCompiler() },
};

function builderOver(engine: Db['engine'], provider: ConnectionProvider): Builder {
  const { adapter, compiler } = ENGINES[engine];
  const creator = new QueryCreator<Schema>({ executor: new DefaultQueryExecutor(compiler(), adapter, provider) });
  // Only these: a Kysely object would bring transaction(), connection() and destroy() with it.
  return Object.freeze({
    selectFrom: creator.selectFrom.bind(creator),
    insertInto: creator.insertInto.bind(creator),
    updateTable: creator.updateTable.bind(creator),
    deleteFrom: creator.deleteFrom.bind(creator),
    with: creator.with.bind(creator),
    fn: createFunctionModule<Schema, keyof Schema>(),
  });
}

/** Compiles statements for `save`; executing one is an error. */
export const compilingBuilder = (engine: Db['engine']): Builder =>
  builderOver(engine, {
    provideConnection: () => Promise.reject(new Error('db.build only compiles: hand the statement to db.save, or use db.read')),
  });

/** Executes on one connection that the caller holds for the builder's life. */
export const executingBuilder = (engine: Db['engine'], connection: DatabaseConnection): Builder =>
  builderOver(engine, { provideConnection: (consumer) => consumer(connection) });
