import * as v from "valibot";
import { parseQualifiedName } from "../postgres/qualified-name.ts";
import { nonEmpty } from "./non-empty.ts";

/** The entries of `sources`: one object per kind of migration system. */

/** A table as SQL writes it. */
const tableName = v.pipe(
  nonEmpty("a table's name"),
  v.check(
    (text) => parseQualifiedName(text) !== undefined,
    'expected a table such as public.user or app."userRole", with capitals in quotes',
  ),
);

const common = {
  name: v.pipe(nonEmpty("a name"), v.description("Unique name; the ledger records it.")),
  dependsOn: v.optional(
    v.pipe(
      v.array(nonEmpty("a source's name"), "expected a list of source names"),
      v.description("Sources that run before this one, wherever they stand in the list."),
    ),
  ),
  requires: v.optional(
    v.pipe(
      v.array(tableName, "expected a list of tables"),
      v.description(
        'Tables or views that must be there before this source runs, such as `public.user` or `public."twoFactor"`: else nothing of it runs.',
      ),
    ),
  ),
  requiredEnv: v.optional(
    v.pipe(
      v.array(nonEmpty("a variable's name"), "expected a list of variable names"),
      v.description(
        "Environment variables that the source needs. Where one isn't set, nothing runs, of any source.",
      ),
    ),
  ),
};

/** A regular expression, as a text. */
const pattern = v.pipe(
  nonEmpty("a regular expression"),
  v.check(isPattern, "expected a regular expression"),
);

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

const sqlDirectory = v.pipe(
  nonEmpty("a folder"),
  v.description("Folder of the `.sql` files, relative to the project."),
);

const sqlSource = v.strictObject({
  ...common,
  kind: v.pipe(v.literal("sql"), v.description("SQL files in name order, in psql's language.")),
  directory: sqlDirectory,
});

const betterAuthSource = v.strictObject({
  ...common,
  kind: v.pipe(
    v.literal("better-auth"),
    v.description("SQL files that `dbfirst auth generate` writes, in name order."),
  ),
  directory: sqlDirectory,
  config: v.optional(
    v.pipe(
      nonEmpty("a file"),
      v.description(
        "The file that exports Better Auth's `auth`. Default: where Better Auth's own command line looks.",
      ),
    ),
  ),
});

const drizzleSource = v.strictObject({
  ...common,
  kind: v.pipe(
    v.literal("drizzle"),
    v.description(
      "Drizzle's own migrations; its bookkeeping table is kept as drizzle-kit keeps it.",
    ),
  ),
  directory: v.pipe(
    nonEmpty("a folder"),
    v.description("drizzle-kit's `out` folder, relative to the project."),
  ),
});

const nodePgMigrateSource = v.strictObject({
  ...common,
  kind: v.pipe(
    v.literal("node-pg-migrate"),
    v.description("node-pg-migrate's files, run by the project's own node-pg-migrate."),
  ),
  directory: v.pipe(
    nonEmpty("a folder"),
    v.description("Folder of its migrations, relative to the project."),
  ),
  migrationsTable: v.optional(
    v.pipe(nonEmpty("a table's name"), v.description("Its records. Default: `pgmigrations`.")),
  ),
  migrationsSchema: v.optional(
    v.pipe(
      nonEmpty("a schema's name"),
      v.description("The schema of its records. Default: that of `schema`."),
    ),
  ),
  schema: v.optional(
    v.pipe(
      nonEmpty("a schema's name"),
      v.description("The schema that it works in. Default: `public`."),
    ),
  ),
  createSchema: v.optional(
    v.pipe(
      v.boolean("expected true or false"),
      v.description("Make these schemas where they are missing. Default: false."),
    ),
  ),
  ignorePattern: v.optional(
    v.pipe(pattern, v.description("Files of the folder that are none. Default: hidden ones.")),
  ),
});

/** Characters that only a shell understands; a command is run without one. */
const shellCharacters = /["'`$|&;<>()*?[\]{}~#\\!\n]/;

/** A command, as a text or as its words. */
export const commandLine = (says: string) =>
  v.pipe(
    v.union(
      [
        v.pipe(
          nonEmpty("a command"),
          v.check(
            (text) => !shellCharacters.test(text),
            'holds characters that need a shell; write a list, ["sh", "-c", "…"] if it must be one',
          ),
        ),
        v.pipe(
          v.array(v.string("expected texts"), "expected a list of texts"),
          v.minLength(1, "expected a program"),
        ),
      ],
      "expected a command, or a list of its words",
    ),
    v.description(says),
  );

/** Where and how the commands of the project run. */
export const commandSettings = {
  workingDirectory: v.optional(
    v.pipe(
      nonEmpty("a folder"),
      v.description("Where the commands run, relative to the project. Default: the project."),
    ),
  ),
  env: v.optional(
    v.pipe(
      v.record(v.string(), v.string("expected a text"), "expected variables and their values"),
      v.description(
        "Environment variables for the commands. `{url}` stands for the database's URL, `{url:postgresql+psycopg2}` for one with that scheme, `{host}`, `{port}`, `{user}`, `{password}`, `{database}`, `{sslmode}` for its parts. `DATABASE_URL` and libpq's `PG…` variables are set anyway.",
      ),
    ),
  ),
  timeout: v.optional(
    v.pipe(
      v.number("expected a number of seconds"),
      v.minValue(1, "expected 1 or more seconds"),
      v.description("How long a command may take, in seconds. Default: no limit."),
    ),
  ),
};

const commandSource = v.strictObject({
  ...common,
  kind: v.pipe(
    v.literal("command"),
    v.description(
      "A program that migrates and keeps its own records: Alembic, a Go migrator, Prisma, Flyway, a make target.",
    ),
  ),
  up: commandLine("Applies everything that is pending: `alembic upgrade head`."),
  down: v.optional(commandLine("Takes the last migration back: `alembic downgrade -1`.")),
  status: v.optional(
    commandLine(
      "Prints what is applied, for `dbfirst status` and `--dry-run`: `alembic current`. Its exit code 1 says that something is pending, 0 leaves it to the folder's content, any other is a failure.",
    ),
  ),
  pendingPattern: v.optional(
    v.pipe(
      pattern,
      v.description(
        "A regular expression: where what `status` prints matches, something is pending, else nothing is. Any exit code but 0 is a failure then.",
      ),
    ),
  ),
  reset: v.optional(commandLine("Takes everything back: `alembic downgrade base`.")),
  directory: v.pipe(
    nonEmpty("a folder"),
    v.description(
      "Folder of its migrations, relative to the project: when its content changes, there is something pending.",
    ),
  ),
  ...commandSettings,
  bookkeeping: v.optional(
    v.pipe(
      tableName,
      v.description(
        "Its table of applied migrations, such as `public.alembic_version`: no part of the schema, and it must be there after `up`.",
      ),
    ),
  ),
});

export const sourceSchema = v.variant(
  "kind",
  [sqlSource, betterAuthSource, drizzleSource, nodePgMigrateSource, commandSource],
  'expected kind "sql", "better-auth", "drizzle", "node-pg-migrate" or "command"',
);

export type SourceConfig = v.InferInput<typeof sourceSchema>;
export type NodePgMigrateConfig = v.InferInput<typeof nodePgMigrateSource>;
export type CommandConfig = v.InferInput<typeof commandSource>;
