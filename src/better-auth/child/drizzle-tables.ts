/** What the generator wants of one table, as far as names go. */
export interface ExpectedTable {
  name: string;
  columns: readonly string[];
}

interface DrizzleTable {
  name: string;
  schema: string | undefined;
  columns: readonly string[];
}

/** The schema that the given Drizzle tables are in, if they agree on one that isn't `public`. */
export function schemaOfTables(tables: Readonly<Record<string, unknown>>): string | undefined {
  const schemas = new Set(readTables(tables).map(({ schema }) => schema));
  return schemas.size === 1 ? [...schemas][0] : undefined;
}

/**
 * Says where the Drizzle tables of the adapter and Better Auth's SQL call things differently: the application would look for
 * columns that aren't there.
 */
export function compareNames(
  given: Readonly<Record<string, unknown>>,
  expected: readonly ExpectedTable[],
): string[] {
  const tables = readTables(given);
  return expected.flatMap(({ name, columns }) => {
    const table = tables.find((one) => one.name === name);
    if (table === undefined) return [];
    const lacking = columns.filter((column) => !table.columns.includes(column));
    const renamed = lacking.flatMap((column) => {
      const other = table.columns.find((one) => plain(one) === plain(column));
      return other === undefined ? [] : [`"${other}" is "${column}"`];
    });
    if (renamed.length === 0) return [];
    return [
      `The Drizzle table "${name}" of the config has other column names than Better Auth's SQL, where ${renamed.join(", ")}. Let the adapter use the pulled schema (dbfirst sync writes it), or name the columns with \`fields\` in the config.`,
    ];
  });
}

function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

/** drizzle-orm keeps a table's names under symbols of these names, in 0.x and in 1.0. */
const symbols = {
  name: Symbol.for("drizzle:Name"),
  schema: Symbol.for("drizzle:Schema"),
  columns: Symbol.for("drizzle:Columns"),
};

function readTables(given: Readonly<Record<string, unknown>>): DrizzleTable[] {
  return Object.values(given).flatMap((value) => {
    if (typeof value !== "object" || value === null) return [];
    const table = value as Record<symbol, unknown>;
    const columns = table[symbols.columns] as Record<string, { name: string }> | undefined;
    const name = table[symbols.name];
    if (columns === undefined || typeof name !== "string") return [];
    return [
      {
        name,
        schema: table[symbols.schema] as string | undefined,
        columns: Object.values(columns).map((column) => column.name),
      },
    ];
  });
}
