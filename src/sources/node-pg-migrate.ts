import { extname } from "node:path";
import type { NodePgMigrateConfig } from "../config/source-schema.ts";
import { SourceError } from "../errors.ts";
import { quoteIdentifier } from "../postgres/quote.ts";
import { checksumOf } from "./read.ts";
import { readSourceFile, refuseUnprintableNames } from "./read-file.ts";
import type { Source } from "./source.ts";
import { listFolder } from "./sql.ts";
import type { NodePgMigrateTool } from "./tool.ts";

/**
 * node-pg-migrate's files, in the order in which it runs them. It runs them itself, and its own table says which ones
 * were.
 *
 * @throws SourceError when the folder is missing, or a file's name has no number to be sorted by.
 */
export function readNodePgMigrateSource(
  projectDirectory: string,
  config: NodePgMigrateConfig,
): Source {
  const { name, directory, schema = "public", migrationsTable = "pgmigrations" } = config;
  const tool: NodePgMigrateTool = {
    kind: "node-pg-migrate",
    directory,
    migrationsTable,
    migrationsSchema: config.migrationsSchema ?? schema,
    schema,
    createSchema: config.createSchema ?? false,
    ignorePattern: config.ignorePattern,
  };
  const table = `${quoteIdentifier(tool.migrationsSchema)}.${quoteIdentifier(migrationsTable)}`;
  const ignored =
    config.ignorePattern === undefined ? /^\./ : new RegExp(`^${config.ignorePattern}$`);
  const files = listFolder(projectDirectory, config).filter((file) => !ignored.test(file));
  refuseUnprintableNames(files, directory);
  return {
    name,
    migrations: files
      .toSorted((a, b) => compareNames(a, b, config))
      .map((file) => ({
        source: name,
        name: file.slice(0, file.length - extname(file).length),
        file: `${directory}/${file}`,
        text: "",
        checksum: checksumOf(readSourceFile(projectDirectory, `${directory}/${file}`)),
      })),
    tool,
    records: {
      table,
      select: `select name from ${table} order by run_on, id`,
      applied: (rows) => rows.map((row) => ({ name: String(row["name"]), checksum: undefined })),
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
