import { execa } from "execa";

import type { ConnectionSettings } from "../../postgres/settings.ts";
import type { CommandLine } from "../program/command-line.ts";
import type { Sink } from "../output.ts";
import { type Bytes, fromBytes } from "../text/bytes.ts";
import { connectionEnvironment } from "./connection-environment.ts";
import { findPsql } from "./find-psql.ts";

export interface ExternalPsqlIo {
  /** Or all that there was of it, where it is the script. */
  stdin: NodeJS.ReadableStream | Buffer;
  stdout: Sink;
  stderr: Sink;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  signal?: AbortSignal | undefined;
}

/**
 * Runs the psql that is installed with the same options, on the same connection. Resolves to its exit code.
 *
 * @throws DbfirstError PSQL_MISSING, PSQL_UNUSABLE, PSQL_UNSUITABLE.
 */
export async function runExternalPsql(
  line: CommandLine,
  settings: ConnectionSettings,
  io: ExternalPsqlIo,
): Promise<number> {
  const { warning } = await findPsql(io.env);
  if (warning !== undefined) io.stderr.write(Buffer.from(`dbfirst: warning: ${warning}\n`));
  return spawnPsql(argumentsOf(line), connectionEnvironment(settings, io.env), io);
}

/** Starts psql; resolves to its exit code. Aborting interrupts it, as Ctrl-C would. */
async function spawnPsql(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  { stdin, stdout, stderr, cwd, signal }: Omit<ExternalPsqlIo, "env">,
): Promise<number> {
  const child = execa("psql", argv, {
    cwd,
    env: { ...env },
    extendEnv: false,
    reject: false,
    buffer: false,
    ...(Buffer.isBuffer(stdin)
      ? { input: stdin }
      : { stdin: isOurs(stdin, 0) ? "inherit" : "pipe" }),
    stdout: isOurs(stdout, 1) ? "inherit" : "pipe",
    stderr: isOurs(stderr, 2) ? "inherit" : "pipe",
  });
  if (child.stdin !== null) {
    child.stdin.on("error", () => undefined);
    if (!Buffer.isBuffer(stdin)) stdin.pipe(child.stdin);
  }
  child.stdout?.on("data", (data: Buffer) => stdout.write(data));
  child.stderr?.on("data", (data: Buffer) => stderr.write(data));
  const interrupt = (): void => void child.kill("SIGINT");
  signal?.addEventListener("abort", interrupt, { once: true });
  try {
    const { exitCode } = await child;
    return exitCode ?? 3;
  } finally {
    signal?.removeEventListener("abort", interrupt);
  }
}

/** The options for psql itself: what names the connection is left out, and so are our own. */
function argumentsOf(line: CommandLine): string[] {
  const assignment = (name: Bytes, value: Bytes | undefined): string =>
    fromBytes(value === undefined ? name : `${name}=${value}`);
  const settings = line.settings.flatMap((setting) => {
    if (setting.kind === "output") return ["-o", fromBytes(setting.file)];
    const option = setting.kind === "variable" ? "-v" : "-P";
    return [option, assignment(setting.name, setting.value)];
  });
  const actions = line.actions.flatMap((action) => {
    if (action.kind === "file") return ["-f", fromBytes(action.name ?? "-")];
    return ["-c", fromBytes(action.kind === "command" ? `\\${action.text}` : action.text)];
  });
  return [
    "-X",
    "-w",
    "-P",
    "pager=off",
    ...settings,
    ...(line.logFile === undefined ? [] : ["-L", fromBytes(line.logFile)]),
    ...(line.singleTransaction ? ["-1"] : []),
    ...actions,
  ];
}

function isOurs(stream: unknown, descriptor: number): boolean {
  return (stream as { fd?: unknown }).fd === descriptor;
}
