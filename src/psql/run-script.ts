import { resolve } from "node:path";

import { ScriptError, UsageError } from "../errors.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import { parseUrl } from "../postgres/url.ts";
import { type Permissions, settingFor } from "./permissions.ts";
import { openScriptSession } from "./session.ts";

export interface RunScriptOptions {
  /** A URL (`postgres://…`), or settings as `parseUrl` gives them. */
  connection: string | ConnectionSettings;
  /** The script: a file, relative to `directory`. It is read bit by bit, however large it is. */
  file?: string | undefined;
  /** The script's text, in place of a file. `name` stands for it in messages; default: `script`. */
  text?: string | undefined;
  name?: string | undefined;
  /** The folder that \i, \copy and \o are relative to, and that scripts can't leave. Default: the current one. */
  directory?: string | undefined;
  /** psql's variables, as `-v NAME=VALUE` sets them. */
  variables?: Readonly<Record<string, string>> | undefined;
  /** All or nothing: BEGIN before the script and COMMIT after it. A BEGIN and COMMIT of its own are passed over. */
  singleTransaction?: boolean | undefined;
  /** What the script may do besides SQL and files in `directory`. */
  permissions?: ScriptPermissions | undefined;
  /** Notices and warnings of the server, and what \warn and commands write. */
  onNotice?: ((text: string) => void) | undefined;
  /** Results as psql prints them, and what \echo says, in pieces. */
  onOutput?: ((text: string) => void) | undefined;
  /** Environment for \getenv and commands. Default: empty. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
  applicationName?: string | undefined;
  /** Aborting it cancels what runs. */
  signal?: AbortSignal | undefined;
}

export interface ScriptPermissions {
  /** \!, backquotes, pipes, \copy … program */
  shell?: boolean | undefined;
  /** Folders besides `directory` in which files may be read and written. */
  paths?: readonly string[] | undefined;
  /** \setenv */
  setenv?: boolean | undefined;
}

export interface ScriptResult {
  /** How many statements succeeded. With `singleTransaction` and an error, all of them were rolled back. */
  statements: number;
  /** Their command tags, in order: `CREATE TABLE`, `INSERT 0 1`, … */
  tags: string[];
  /** Rows that they returned or changed, by their tags. */
  rows: number;
  /** Why the script stopped; undefined: it ran to its end. */
  error: ScriptError | undefined;
}

/**
 * Runs a script in psql's language (https://www.postgresql.org/docs/current/app-psql.html) on a connection of its own,
 * as `psql -v ON_ERROR_STOP=1 -f` would, up to the first error of any kind. No psql is needed. The script is looked
 * through before anything runs: what it isn't permitted is an error with nothing done.
 *
 * @throws UsageError for options that can't be, DatabaseError when the database can't be reached, the signal's reason.
 * @example
 *   const { error, rows } = await runScript({ connection: url, file: "seed.sql", singleTransaction: true });
 *   if (error) throw error; // message, position (file, line, column), sqlstate, hint, excerpt with a caret
 */
export async function runScript(options: RunScriptOptions): Promise<ScriptResult> {
  const { connection, file, text, signal, singleTransaction = false } = options;
  if ((file === undefined) === (text === undefined))
    throw new UsageError("runScript needs either `file` or `text`.");
  const root = resolve(options.directory ?? ".");
  const settings =
    typeof connection === "string"
      ? parseUrl(connection, {
          env: options.env ?? {},
          warn: options.onNotice ?? (() => undefined),
        })
      : connection;
  const tags: string[] = [];
  const session = await openScriptSession(settings, {
    root,
    applicationName: options.applicationName ?? "dbfirst runScript",
    permissions: await permissionsOf(options, root),
    variables: options.variables,
    transactionHint: "Leave `singleTransaction` out: then each statement is its own transaction.",
    onNotice: options.onNotice,
    onOutput: options.onOutput,
    onTag: (tag) => void tags.push(tag),
    env: options.env,
    signal,
  });
  let error: ScriptError | undefined;
  try {
    if (singleTransaction) await session.execute("begin");
    await session.run({
      file: file ?? options.name ?? "script",
      text,
      ownTransaction: singleTransaction,
    });
    if (singleTransaction) await session.execute("commit");
  } catch (thrown) {
    if (!(thrown instanceof ScriptError)) throw thrown;
    error = thrown;
  } finally {
    await session.close();
  }
  const rows = tags.reduce((sum, tag) => sum + Number(/ (\d+)$/.exec(tag)?.[1] ?? 0), 0);
  return { statements: tags.length, tags, rows, error };
}

async function permissionsOf(
  { permissions = {}, onOutput, onNotice }: RunScriptOptions,
  root: string,
): Promise<Permissions> {
  const sink = (give: ((text: string) => void) | undefined) => ({
    write: (data: Buffer) => (give?.(data.toString()), true),
  });
  let shell: Permissions["shell"];
  if (permissions.shell === true) {
    const { openShell } = await import("./external/shell.ts");
    shell = openShell({ stdin: undefined, stdout: sink(onOutput), stderr: sink(onNotice) });
  }
  return {
    roots: [root, ...(permissions.paths ?? [])].map((folder) => resolve(root, folder)),
    servers: [],
    environment: permissions.setenv === true,
    shell,
    advice: (wish) => `runScript allows it with permissions: { ${settingFor(wish)} }.`,
  };
}
