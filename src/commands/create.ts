import { ExitCode, UsageError } from "../errors.ts";
import { defineCommand } from "./command.ts";
import { openProject } from "./open-project.ts";

export const createCommand = defineCommand({
  name: "create",
  summary: "Create the next migration's file for you to fill in: SQL or node-pg-migrate's.",
  description: `Creates a file whose name sorts after the others of its source, numbered or dated like them. For node-pg-migrate, the
project's own node-pg-migrate creates it. Better Auth's come from auth generate, Drizzle's from generate.`,
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
  },
  examples: [
    ["dbfirst create add-due-date", "sql/0008_add-due-date.sql, behind 0007_…"],
    ["dbfirst create add-chat --source app --language ts", "by node-pg-migrate"],
  ],
  async run(context, { options, arguments: names }) {
    const wanted = { ...options, name: nameOf(names) };
    const project = await openProject(context);
    const { createMigration } = await import("../workflow/apply/create-migration.ts");
    const file = await createMigration(project, wanted);
    context.console.print(`${file}\n`);
    context.console.note("Next: write it, then dbfirst sync");
    return ExitCode.ok;
  },
});

function nameOf(names: readonly string[]): string {
  const [name, ...more] = names;
  if (name === undefined || more.length > 0)
    throw new UsageError("create takes one name", { hint: "Such as: dbfirst create add-due-date" });
  if (/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(name) && !/\.down$/i.test(name)) return name;
  throw new UsageError(`"${name}" can't be a migration's name`, {
    hint: "Letters, digits, dots, dashes and underscores, such as add-due-date.",
  });
}
