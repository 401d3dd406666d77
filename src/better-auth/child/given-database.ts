import type { AuthOptions } from "./load-auth.ts";

/** What the config says about its database, whatever form it has there. */
export interface GivenDatabase {
  /** The name of the adapter: `kysely`, `drizzle`, `prisma`, …; undefined: none is configured. */
  adapter: string | undefined;
  /** `postgres`, `pg`, `postgresql`, `sqlite`, …; undefined where it isn't said. */
  dialect: string | undefined;
  /** The adapter adds an s to every table's name. */
  usePlural: boolean;
  /** `database.schemaName`, which better-auth knows from 1.7 on. */
  schemaName: string | undefined;
  /** The first schema of the search path that its connections ask for. */
  searchPath: string | undefined;
  /** The Drizzle tables that the adapter was given, by model. */
  drizzleTables: Readonly<Record<string, unknown>>;
  /** It is an object that Better Auth itself takes for no PostgreSQL database. */
  problem: string | undefined;
}

const nothing: GivenDatabase = {
  adapter: undefined,
  dialect: undefined,
  usePlural: false,
  schemaName: undefined,
  searchPath: undefined,
  drizzleTables: {},
  problem: undefined,
};

/** Looks at `database` of the options. Connects to nothing. */
export function describeDatabase(options: AuthOptions): GivenDatabase {
  const { database } = options;
  if (database === undefined || database === null) return nothing;
  if (typeof database === "function") {
    return "unsafe" in database && "options" in database
      ? { ...nothing, problem: rawClient }
      : describeAdapter(database as AdapterFactory, options);
  }
  return describeKysely(database);
}

const rawClient =
  '`database` is a client of postgres.js, which Better Auth can\'t use as it is; give it { dialect: new PostgresJSDialect({ postgres: sql }), type: "postgres" } of kysely-postgres-js, a Pool of pg, or drizzleAdapter.';

type AdapterFactory = (options: AuthOptions) => {
  id?: string;
  options?: {
    provider?: string;
    usePlural?: boolean;
    schema?: Record<string, unknown>;
    adapterConfig?: { usePlural?: boolean };
  };
};

function describeAdapter(create: AdapterFactory, options: AuthOptions): GivenDatabase {
  const { id, options: given = {} } = create(options);
  return {
    ...nothing,
    adapter: id,
    dialect: given.provider,
    usePlural: given.usePlural ?? given.adapterConfig?.usePlural ?? false,
    drizzleTables: id === "drizzle" ? (given.schema ?? {}) : {},
  };
}

function describeKysely(database: object): GivenDatabase {
  const given = database as {
    type?: string;
    schemaName?: string;
    dialect?: unknown;
    db?: unknown;
    options?: { options?: string; connectionString?: string };
  };
  const isWrapped = given.dialect !== undefined || given.db !== undefined;
  const problem =
    isWrapped && given.type === undefined
      ? '`database` has a dialect and no type, and Better Auth takes it for SQLite: add type: "postgres".'
      : undefined;
  return {
    ...nothing,
    adapter: "kysely",
    dialect: given.type ?? otherDialect(database),
    schemaName: given.schemaName,
    searchPath: schemaOfPool(given.options),
    problem,
  };
}

/** As Better Auth tells drivers apart. */
function otherDialect(database: object): string | undefined {
  if ("aggregate" in database || "prepare" in database || "fileControl" in database)
    return "sqlite";
  if ("getConnection" in database) return "mysql";
  return undefined;
}

/** The first schema of `options: "-c search_path=…"`, in a pool's settings or in its URL. */
function schemaOfPool(
  settings: { options?: string; connectionString?: string } | undefined,
): string | undefined {
  const start = settings?.options ?? optionsOfUrl(settings?.connectionString);
  const path = /(?:-c\s*|--)search_path\s*=\s*((?:\\.|\S)+)/.exec(start ?? "")?.[1];
  const first = path
    ?.replaceAll(/\\(.)/g, "$1")
    .split(",")
    .map((name) => name.trim().replaceAll(/^"|"$/g, ""))
    .find((name) => name !== "$user");
  return first === "public" ? undefined : first;
}

function optionsOfUrl(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return new URL(url).searchParams.get("options") ?? undefined;
}
