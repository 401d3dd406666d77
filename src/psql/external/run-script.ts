import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";

import { DatabaseError, ScriptError } from "../../errors.ts";
import { scratchFolder } from "../../postgres/owned-folder.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { connectionEnvironment } from "./connection-environment.ts";
import { type PsqlMessage, PsqlMessages } from "./messages.ts";

export interface PsqlScriptOptions {
  settings: ConnectionSettings;
  env: Readonly<Record<string, string | undefined>>;
  /** The folder that psql runs in. */
  cwd: string;
  /** The script, relative to it. */
  file: string;
  /** Runs in place of the file, under its name. */
  text: string | undefined;
  /** SQL of the caller's own in the same session, before the script and after it. */
  before: readonly string[];
  after: readonly string[];
  /** What helps with an error of this SQLSTATE. */
  explain: (sqlstate: string) => string | undefined;
  onNotice: (text: string) => void;
  signal: AbortSignal | undefined;
}

/** The first error ends it; messages name their SQLSTATE. */
const OPTIONS = "-X -q -w -v ON_ERROR_STOP=1 -v VERBOSITY=verbose -P pager=off".split(" ");

/**
 * Runs a script through the psql that is installed, between statements of the caller's own, up to the first error.
 *
 * @throws ScriptError with file and line as psql names them, DatabaseError when it can't connect.
 */
export async function runThroughPsql(options: PsqlScriptOptions): Promise<void> {
  const { settings, cwd, file, signal } = options;
  signal?.throwIfAborted();
  const folder = scratchFolder("psql");
  try {
    const [before, after] = [join(folder, "before.sql"), join(folder, "after.sql")];
    await writeFile(before, sqlOf(options.before), { mode: 0o600 });
    await writeFile(after, sqlOf(options.after), { mode: 0o600 });
    const copy = join(folder, COPY);
    if (options.text !== undefined) await writeFile(copy, options.text, { mode: 0o600 });
    const script = options.text === undefined ? file : copy;
    const messages = new PsqlMessages(options.onNotice);
    const parameters = { application_name: "dbfirst apply", ...settings.parameters };
    const child = execa("psql", [...OPTIONS, "-f", before, "-f", script, "-f", after], {
      cwd,
      env: connectionEnvironment(
        { ...settings, parameters: { ...parameters, client_encoding: "UTF8" } },
        options.env,
      ),
      extendEnv: false,
      reject: false,
      buffer: false,
      stdin: "ignore",
      stdout: "ignore",
      stderr: "pipe",
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => messages.push(text));
    const interrupt = (): void => void child.kill("SIGINT");
    signal?.addEventListener("abort", interrupt, { once: true });
    const { exitCode, shortMessage } = await child;
    signal?.removeEventListener("abort", interrupt);
    messages.end();
    signal?.throwIfAborted();
    if (exitCode === 0 && messages.error === undefined) return;
    throw failure(messages.error, { ...options, exitCode, shortMessage, own: folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The name of what runs in place of the file. */
const COPY = "script.sql";

function sqlOf(statements: readonly string[]): string {
  return statements.map((statement) => `${statement};\n`).join("");
}

function failure(
  error: PsqlMessage | undefined,
  {
    file,
    own,
    explain,
    exitCode,
    shortMessage,
  }: PsqlScriptOptions & {
    exitCode: number | undefined;
    shortMessage: string | undefined;
    own: string;
  },
): Error {
  if (error === undefined || (error.file === undefined && exitCode === 2))
    return new DatabaseError("PSQL_FAILED", error?.text ?? `psql failed: ${shortMessage}`, {
      hint: "The built-in executor connects to the same database: is psql set up for it?",
    });
  const isCopy = error.file === join(own, COPY);
  const isOurs = !isCopy && (error.file === undefined || error.file.startsWith(own));
  const where = isOurs ? "at the end of the script: " : "";
  const hints = [error.hint, error.sqlstate === undefined ? undefined : explain(error.sqlstate)];
  const hint = hints.filter((part) => part !== undefined).join("\n");
  return new ScriptError(`${where}${error.text}`, {
    position: {
      file: isOurs || isCopy ? file : (error.file ?? file),
      line: isOurs ? 1 : (error.line ?? 1),
      column: 1,
    },
    sqlstate: error.sqlstate,
    detail: error.detail,
    excerpt: error.excerpt,
    hint: hint === "" ? undefined : hint,
  });
}
