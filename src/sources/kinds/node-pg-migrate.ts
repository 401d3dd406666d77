import { extname } from "node:path";
import * as v from "valibot";
import { SourceError } from "../../errors.ts";
import { nonEmpty } from "../../non-empty.ts";
import { quoteQualified, quoteLiteral } from "../../postgres/quote.ts";
import { timeMark } from "../../postgres/time-mark.ts";
import { defineKind } from "../kind.ts";
import { folder, pattern } from "../options.ts";
import { checksumOf } from "../../file-checksum.ts";
import { readSourceFile, refuseUnprintableNames } from "../read-file.ts";
import type { Source } from "../source.ts";
import { listFolder } from "../sql.ts";
import type { Tool } from "../tool.ts";

const options = {
  directory: folder("Folder of its migrations, relative to the project."),
  migrationsTable: v.optional(
    v.pipe(
      nonEmpty("a table's name"),
      v.description("The table of its records. Default: `pgmigrations`."),
    ),
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
      v.description("Create these schemas if they are missing. Default: false."),
    ),
  ),
  ignorePattern: v.optional(
    v.pipe(
      pattern,
      v.description("Files in the folder that aren't migrations. Default: hidden ones."),
    ),
  ),
};

type Entry = { name: string } & v.InferOutput<v.ObjectSchema<typeof options, undefined>>;

/** node-pg-migrate runs its files itself, and its own table says which ones were. */
export const kind = defineKind({
  name: "node-pg-migrate",
  says: "node-pg-migrate's files, run by the project's own node-pg-migrate.",
  options,
  example: { name: "app", kind: "node-pg-migrate", directory: "migrations" },
  read: (entry, { directory: projectDirectory }): Source => {
    const { schema, name: tableName } = tableOf(entry);
    const table = quoteQualified(schema, tableName);
    return {
      name: entry.name,
      migrations: filesOf(projectDirectory, entry).map((file) => ({
        source: entry.name,
        name: file.slice(0, file.length - extname(file).length),
        file: `${entry.directory}/${file}`,
        text: "",
        checksum: checksumOf(readSourceFile(projectDirectory, `${entry.directory}/${file}`)),
      })),
      tool: toolOf(entry),
      records: {
        table,
        select: `select name, ${timeMark("run_on")} as mark from ${table} order by run_on, id`,
        applied: (rows) =>
          rows.map(({ name, mark }) => ({
            name: String(name),
            // It keeps none.
            checksum: undefined,
            mark: String(mark),
          })),
        // A time without a zone, in that of its session; which one that was doesn't matter to the mark.
        ranAt: ({ name }) =>
          `(select run_on::timestamptz from ${table} where name = ${quoteLiteral(name)} order by id desc limit 1)`,
      },
    };
  },
  create: async ({ directory, ignorePattern }, wanted) => {
    const { createNodePgMigration } = await import("../../tools/create-node-pg-migration.ts");
    return createNodePgMigration({ directory, ignorePattern }, wanted);
  },
  watched: { deep: false, wanted: /^[^.].*(?<!~|\.py[co])$/s },
  records: (entry) => [tableOf(entry)],
  connects: false,
});

function tableOf({ schema = "public", migrationsSchema = schema, migrationsTable }: Entry) {
  return { schema: migrationsSchema, name: migrationsTable ?? "pgmigrations" };
}

/** The names of its files, in the order in which it runs them. */
function filesOf(projectDirectory: string, entry: Entry): string[] {
  const { directory, ignorePattern } = entry;
  const ignored = ignorePattern === undefined ? /^\./ : new RegExp(`^${ignorePattern}$`);
  const files = listFolder(projectDirectory, entry).filter((file) => !ignored.test(file));
  refuseUnprintableNames(files, directory);
  return files.toSorted((a, b) => compareNames(a, b, entry));
}

function toolOf(entry: Entry): Tool {
  const { directory, schema = "public", createSchema = false, ignorePattern } = entry;
  const { schema: migrationsSchema, name: migrationsTable } = tableOf(entry);
  const tool = {
    directory,
    migrationsTable,
    migrationsSchema,
    schema,
    createSchema,
    ignorePattern,
  };
  return {
    kind: "node-pg-migrate",
    isOpaque: false,
    up: "node-pg-migrate up",
    workingDirectory: ".",
    takesBack: true,
    reset: undefined,
    status: undefined,
    bookkeeping: undefined,
    check: async ({ projectDirectory }) => {
      const { locateNodePgMigrate } = await import("../../tools/node-pg-migrate.ts");
      locateNodePgMigrate(projectDirectory);
    },
    run: async ({ direction, ...work }) => {
      if (direction === "reset") return;
      const { runNodePgMigrate } = await import("../../tools/node-pg-migrate.ts");
      const { throughRelay } = await import("../../tools/through-relay.ts");
      await throughRelay(work.settings, work.signal, (settings) =>
        runNodePgMigrate({ ...work, tool, direction, settings }),
      );
    },
  };
}

/** As node-pg-migrate 8 and 9 sort them: by the number that a name begins with, then as people would. */
function compareNames(a: string, b: string, source: { name: string; directory: string }): number {
  const byNumber = numberOf(a, source) - numberOf(b, source);
  if (byNumber !== 0) return byNumber;
  return a.localeCompare(b, undefined, {
    usage: "sort",
    numeric: true,
    sensitivity: "variant",
    ignorePunctuation: true,
  });
}

/** Milliseconds since 1970, or an index. 17 digits are a date and a time in UTC. */
function numberOf(file: string, { name, directory }: { name: string; directory: string }): number {
  const digits = /^\d+/.exec(file)?.[0];
  if (digits === undefined) {
    throw new SourceError(
      "SOURCE_INVALID",
      `${directory}/${file} (source "${name}"): expected a name that begins with a number, such as 1735121431651_add-projects.ts`,
      {
        hint: "node-pg-migrate sorts by it. `ignorePattern` leaves files out that are no migrations.",
      },
    );
  }
  if (digits.length !== 17) return Number(digits);
  const [, year, month, day, hour, minute, second, millisecond] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})$/.exec(digits)!;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`);
}
