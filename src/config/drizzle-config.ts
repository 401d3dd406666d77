import * as v from "valibot";
import type { ConfigProblem } from "../errors.ts";
import { problemsOf } from "./problems.ts";

const globs = v.union([v.string(), v.array(v.string())], "expected globs of names");

/** The parts of drizzle-kit's configuration that we read; the rest is drizzle-kit's own business. */
const drizzleSchema = v.looseObject({
  dialect: v.literal("postgresql", 'expected dialect "postgresql"'),
  schema: v.optional(
    v.union(
      [v.string(), v.array(v.string())],
      "expected the folder of the schema files, such as ./src/database/schemas",
    ),
  ),
  out: v.optional(v.string("expected a folder, such as ./drizzle")),
  dbCredentials: v.optional(v.record(v.string(), v.unknown(), "expected an object")),
  migrations: v.optional(
    v.looseObject({ table: v.optional(v.string()), schema: v.optional(v.string()) }),
  ),
  schemaFilter: v.optional(globs),
  tablesFilter: v.optional(globs),
});

/** drizzle-kit's configuration as far as it concerns us, with its defaults filled in. */
export interface DrizzleConfig {
  /** Folder of the generated TypeScript schema, relative to the project. */
  schemaDirectory: string;
  /** Named by its `index.ts`, as drizzle-kit alone needs it; see docs/decisions.md. */
  schemaIsIndex: boolean;
  /** drizzle-kit's `out`: its migrations, and our snapshot. */
  outDirectory: string;
  /** As written; undefined or with an undefined `url`: no database is named. */
  credentials: Readonly<Record<string, unknown>> | undefined;
  /** Where drizzle's migrators keep their bookkeeping. */
  migrationsTable: { schema: string; table: string };
  /** `schemaFilter` and `tablesFilter`, for which only drizzle-kit's own commands care. */
  kitFilters: { schemas: readonly string[]; tables: readonly string[] };
}

export const drizzleDefaults: DrizzleConfig = {
  schemaDirectory: "src/database/schemas",
  schemaIsIndex: true,
  outDirectory: "drizzle",
  credentials: undefined,
  migrationsTable: { schema: "drizzle", table: "__drizzle_migrations" },
  kitFilters: { schemas: [], tables: [] },
};

/** Checks what drizzle.config.ts exports. Returns the parsed value, or every problem that it has. */
export function parseDrizzleConfig(exported: unknown): DrizzleConfig | ConfigProblem[] {
  const result = v.safeParse(drizzleSchema, exported);
  if (!result.success) return problemsOf(drizzleSchema, result.issues);
  const { schema, out, dbCredentials, migrations, schemaFilter, tablesFilter } = result.output;
  const schemas = schema === undefined ? [] : [schema].flat();
  if (schemas.length > 1) {
    return [
      { at: "schema", message: "expected one folder; dbfirst writes one file per table into it" },
    ];
  }
  const [named] = schemas;
  // drizzle-kit loads every file of a folder, and takes what index.ts exports again for a second table of that name;
  // so a folder is best named by its index.ts.
  const folder = named?.replace(/\/index\.ts$/, "");
  if (folder !== undefined && /[*?{]|\.[cm]?[jt]sx?$/.test(folder)) {
    return [
      {
        at: "schema",
        message: `expected a folder, or index.ts in it, found ${JSON.stringify(named)}; dbfirst writes one file per table into it`,
      },
    ];
  }
  return {
    schemaDirectory: relativeFolder(folder ?? drizzleDefaults.schemaDirectory),
    outDirectory: relativeFolder(out ?? drizzleDefaults.outDirectory),
    schemaIsIndex: named !== folder,
    credentials: dbCredentials,
    migrationsTable: {
      schema: migrations?.schema ?? drizzleDefaults.migrationsTable.schema,
      table: migrations?.table ?? drizzleDefaults.migrationsTable.table,
    },
    kitFilters: { schemas: [schemaFilter ?? []].flat(), tables: [tablesFilter ?? []].flat() },
  };
}

function relativeFolder(path: string): string {
  return path.replace(/^\.\//, "").replace(/\/+$/, "");
}
