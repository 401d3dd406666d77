import type { AuthSql, ChildConnection } from "../messages.ts";
import { splitStatements } from "../read-sql.ts";
import type { AuthOptions, LoadedAuth } from "./load-auth.ts";
import { openPool } from "./pool.ts";

/** What better-auth's getMigrations answers, in 1.4 and in 1.7. */
interface Migrations {
  toBeCreated: { table: string; fields: Record<string, unknown> }[];
  toBeAdded: { table: string; fields: Record<string, unknown> }[];
  toBeAddedIndexes?: { table: string; name: string }[];
  schemaProblems?: string[];
  compileMigrations: () => Promise<string>;
}

export type GetMigrations = (
  options: AuthOptions,
  settings?: { throwOnUnsafe: boolean },
) => Promise<Migrations>;

/** The generator of the project's own better-auth; undefined where it has none. */
export async function findGenerator(auth: LoadedAuth): Promise<GetMigrations | undefined> {
  // From 1.5 on in a module of its own, before that among others.
  for (const specifier of ["better-auth/db/migration", "better-auth/db"]) {
    const found = (await auth.importAsConfig(specifier))?.["getMigrations"];
    if (typeof found === "function") return found as GetMigrations;
  }
  return undefined;
}

export interface Compiled extends AuthSql {
  /** What Better Auth says about the tables that are there. */
  problems: string[];
}

/**
 * What Better Auth wants on top of a database.
 *
 * @param schema of its tables; undefined: the first of the search path.
 */
export async function compile(options: {
  auth: LoadedAuth;
  generate: GetMigrations;
  options: AuthOptions;
  connection: ChildConnection;
  schema: string | undefined;
}): Promise<Compiled> {
  const { auth, generate, connection, schema } = options;
  const pool = openPool(connection, schema);
  const problems: string[] = [];
  const log = (level: string, message: string) => {
    if (level === "warn" || level === "error") problems.push(message);
  };
  try {
    const migrations = await generate(
      {
        ...options.options,
        logger: { level: "warn", log },
        telemetry: { enabled: false },
        database: schema === undefined ? pool : await withSchema(auth, pool, schema),
      },
      { throwOnUnsafe: false },
    );
    const { toBeCreated, toBeAdded, toBeAddedIndexes = [], schemaProblems = [] } = migrations;
    const isEmpty = toBeCreated.length + toBeAdded.length + toBeAddedIndexes.length === 0;
    return {
      statements: isEmpty ? [] : splitStatements(await migrations.compileMigrations()),
      createdTables: toBeCreated.map(({ table }) => table),
      addedColumns: toBeAdded.flatMap(({ table, fields }) =>
        Object.keys(fields).map((column) => ({ table, column })),
      ),
      problems: [...problems, ...schemaProblems],
    };
  } finally {
    await pool.end();
  }
}

/** Better Auth takes a schema's name only beside a dialect of its own Kysely. */
async function withSchema(auth: LoadedAuth, pool: unknown, schemaName: string): Promise<unknown> {
  const { createRequire } = await import("node:module");
  const kysely = createRequire(auth.resolveAsConfig("better-auth")!)("kysely") as {
    PostgresDialect: new (config: { pool: unknown }) => unknown;
  };
  return { dialect: new kysely.PostgresDialect({ pool }), type: "postgres", schemaName };
}
