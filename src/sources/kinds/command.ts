import * as v from "valibot";
import { parseQualifiedName } from "../../postgres/qualified-name.ts";
import { wordsOf } from "../../tools/command-line.ts";
import type { RunCommandOptions } from "../../tools/run-command.ts";
import { folderChecksum } from "../folder-checksum.ts";
import { defineKind } from "../kind.ts";
import { commandLine, commandSettings, folder, pattern, tableName } from "../options.ts";
import type { Tool, ToolAnswer } from "../tool.ts";

const options = {
  up: commandLine("Applies everything that is pending: `alembic upgrade head`."),
  down: v.optional(commandLine("Undoes the last migration: `alembic downgrade -1`.")),
  status: v.optional(
    commandLine(
      "Prints what is applied, for `dbfirst status` and `--dry-run`: `alembic current`. Exit code 1 means that something is pending, 0 leaves the answer to the folder's content, any other is a failure.",
    ),
  ),
  pendingPattern: v.optional(
    v.pipe(
      pattern,
      v.description(
        "A regular expression: if the output of `status` matches, something is pending, else nothing is. Any exit code but 0 is then a failure.",
      ),
    ),
  ),
  reset: v.optional(commandLine("Undoes everything: `alembic downgrade base`.")),
  directory: folder(
    "Folder of its migrations, relative to the project. When its content changes, something is pending.",
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
};

export const kind = defineKind({
  name: "command",
  says: "A program that migrates and keeps its own records: Alembic, a Go migrator, Prisma, Flyway, a make target.",
  options,
  example: {
    name: "api",
    kind: "command",
    directory: "backend/alembic/versions",
    workingDirectory: "backend",
    up: "alembic upgrade head",
    down: "alembic downgrade -1",
    bookkeeping: "public.alembic_version",
  },
  read: (entry, { directory: projectDirectory }) => {
    const { name, directory } = entry;
    const checksum = folderChecksum(projectDirectory, entry);
    return {
      name,
      // One for us, whose checksum is that of its folder's content.
      migrations: [{ source: name, name: "up", file: directory, text: "", checksum }],
      tool: toolOf(entry),
    };
  },
  watched: { deep: true, wanted: /^[^.].*(?<!~|\.py[co])$/s },
  records: ({ bookkeeping }) => {
    // The configuration was checked when it was read.
    const table = bookkeeping === undefined ? undefined : parseQualifiedName(bookkeeping)!;
    return table === undefined ? [] : [{ schema: table.schema ?? null, name: table.name }];
  },
  connects: true,
});

type Entry = { name: string } & v.InferOutput<v.ObjectSchema<typeof options, undefined>>;

function toolOf(entry: Entry): Tool {
  const { workingDirectory = ".", env = {}, timeout } = entry;
  const commands = {
    up: wordsOf(entry.up),
    down: entry.down === undefined ? undefined : wordsOf(entry.down),
    reset: entry.reset === undefined ? undefined : wordsOf(entry.reset),
    record: undefined,
  };
  const owned = {
    owner: `source "${entry.name}"`,
    tool: { workingDirectory, env, timeoutSeconds: timeout },
  };
  const status = entry.status === undefined ? undefined : wordsOf(entry.status);
  return {
    kind: "command",
    isOpaque: true,
    up: commands.up.join(" "),
    workingDirectory,
    takesBack: commands.down !== undefined,
    reset: commands.reset?.join(" "),
    status: status && {
      command: status.join(" "),
      ask: (work) => ask({ ...owned, ...work, command: status }, entry.pendingPattern),
    },
    bookkeeping: entry.bookkeeping,
    check: async (place) => {
      const { requireProgram } = await import("../../tools/find-program.ts");
      requireProgram({ ...owned, ...place, command: commands.up });
    },
    run: async ({ direction, migrations, onStart, ...work }) => {
      const command = commands[direction];
      if (command === undefined) return;
      const { runCommand } = await import("../../tools/run-command.ts");
      onStart(migrations[0]!);
      await runCommand({ ...owned, ...work, command });
    },
  };
}

/** Runs a `status` command, and takes its exit code or its output for what it says. */
async function ask(
  work: Omit<RunCommandOptions, "onOutput">,
  pendingPattern: string | undefined,
): Promise<ToolAnswer> {
  const { commandFailed, endingOf } = await import("../../tools/run-command.ts");
  const output: string[] = [];
  const asked = { ...work, onOutput: (line: string) => void output.push(line) };
  const { exitCode, printed } = await endingOf(asked);
  if (pendingPattern === undefined && exitCode === 1) return { output, state: "pending" };
  if (exitCode !== 0) throw commandFailed(asked, `ended with exit code ${exitCode}`, printed);
  if (pendingPattern === undefined) return { output, state: null };
  const isPending = new RegExp(pendingPattern).test(output.join("\n"));
  return { output, state: isPending ? "pending" : "applied" };
}
