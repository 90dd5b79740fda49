/**
 * Queries that run for every message are built once and then only filled in: building one with Kysely takes about as
 * long as running it. They stay ordinary typed Kysely queries, compiled for whichever database they meet.
 */
import type { Compilable, CompiledQuery } from 'kysely';
import type { Database } from './store.js';

class Slot {
  constructor(readonly name: string) {}
}

/**
 * Makes a query that is compiled once for each database.
 *
 * @param build - builds it with `slot(name)` wherever a value of that name goes; called at the first use
 */
export function prepareQuery<Values extends Readonly<Record<string, unknown>>, Row>(
  build: (
    database: Database,
    slot: <Name extends keyof Values & string>(name: Name) => Values[Name],
  ) => Compilable<Row>,
): (database: Database, values: Values) => Promise<readonly Row[]> {
  const compiled = new WeakMap<object, CompiledQuery<Row>>();
  return async (database, values) => {
    // A transaction has the adapter of its database.
    const { adapter } = database.getExecutor();
    let query = compiled.get(adapter);
    if (query === undefined) {
      // The builder passes parameters through untouched, so a slot stands where its value will.
      query = build(database, (name) => new Slot(name) as never).compile();
      compiled.set(adapter, query);
    }
    const parameters = query.parameters.map((value) => (value instanceof Slot ? values[value.name] : value));
    return (await database.executeQuery<Row>({ ...query, parameters })).rows;
  };
}
