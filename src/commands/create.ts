import { ExitCode, UsageError } from "../errors.ts";
import { defineCommand, type Context } from "./command.ts";
import { openProject, withTarget, type DatabaseChoice } from "./open-project.ts";
import { progressOn } from "./progress.ts";
import { databaseOptions } from "./shared-options.ts";

export const createCommand = defineCommand({
  name: "create",
  summary: "Create the next migration's file for you to fill in: SQL or node-pg-migrate's.",
  description: `Creates a file whose name sorts after the others of its source, numbered or dated like them. For node-pg-migrate, the
project's own node-pg-migrate creates it. Better Auth's come from auth generate, Drizzle's from generate. With
--from-database it is the first file of a project whose database was there before any: what that has, as pg_dump says it
(of the server's major version or later). The database is only read; dbfirst baseline records the file.`,
  arguments: "NAME",
  options: {
    source: {
      type: "string",
      value: "NAME",
      help: "The source to create it for. Default: the only one whose files are written by hand.",
    },
    language: {
      type: "choice",
      choices: ["sql", "ts", "js"],
      help: "node-pg-migrate's: of the file. Default: as the last one.",
    },
    "from-database": {
      type: "boolean",
      help: "Write what the database has already into the file, as SQL.",
    },
    ...databaseOptions,
  },
  examples: [
    ["dbfirst create add-due-date", "sql/0008_add-due-date.sql, behind 0007_…"],
    ["dbfirst create add-chat --source app --language ts", "by node-pg-migrate"],
    ["dbfirst create existing --from-database", "for a database that has tables and no files"],
  ],
  async run(context, { options, arguments: names }) {
    const { source, language } = options;
    const wanted = { source, language, name: nameOf(names) };
    if (options["from-database"]) return createFromDatabase(context, options, wanted);
    if (options.url !== undefined || options.timeout !== undefined)
      throw new UsageError("create asks a database only with --from-database");
    const project = await openProject(context);
    const { createMigration } = await import("../workflow/apply/create-migration.ts");
    const file = await createMigration(project, wanted);
    context.console.print(`${file}\n`);
    context.console.note("Next: write it, then dbfirst sync");
    return ExitCode.ok;
  },
});

/** The first file of a project whose database is there already. */
async function createFromDatabase(
  context: Context,
  options: DatabaseChoice,
  wanted: { source: string | undefined; language: string | undefined; name: string },
): Promise<number> {
  if (wanted.language !== undefined && wanted.language !== "sql")
    throw new UsageError("--from-database writes SQL", { hint: "Leave out --language." });
  const project = await openProject(context);
  const { writeExisting } = await import("../workflow/init/write-existing.ts");
  const file = await withTarget(context, project, options, (target) =>
    writeExisting(project, target, wanted, progressOn(context)),
  );
  context.console.done();
  context.console.print(`${file}\n`);
  context.console.note(
    "Next: dbfirst baseline, which records it without running it (with --forget-missing where it replaces files that were applied); then dbfirst sync",
  );
  return ExitCode.ok;
}

function nameOf(names: readonly string[]): string {
  const [name, ...more] = names;
  if (name === undefined || more.length > 0)
    throw new UsageError("create takes one name", { hint: "Such as: dbfirst create add-due-date" });
  if (/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(name) && !/\.down$/i.test(name)) return name;
  throw new UsageError(`"${name}" can't be a migration's name`, {
    hint: "Letters, digits, dots, dashes and underscores, such as add-due-date.",
  });
}
