import { execa } from "execa";
import { DbfirstError } from "../errors.ts";

export interface ClientRun {
  arguments: readonly string[];
  /** The whole environment of the program, with the connection in libpq's variables: nothing secret is in its arguments. */
  env: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
}

/** Milliseconds that an interrupted program has to end by itself. */
const patience = 5000;
const endSignal = "SIGTERM";
/** How many lines of what a program said an error repeats. */
const lastLines = 12;

/**
 * Runs pg_dump or pg_restore to its end. The messages that it is known by (`routine`) are asked for in English.
 *
 * @throws DbfirstError CLIENT_FAILED with what it said; the signal's reason, after it has ended.
 */
export async function runClient(path: string, run: ClientRun): Promise<void> {
  const { signal } = run;
  signal?.throwIfAborted();
  const result = await execa(path, run.arguments, { ...optionsOf(run), stdout: "ignore" });
  signal?.throwIfAborted();
  if (result.failed) throw clientFailed(path, result);
}

/** A program whose output is read while it runs. */
export interface StreamedClient {
  stream: NodeJS.ReadableStream;
  /** Resolves when it has ended well, or was cancelled; throws DbfirstError CLIENT_FAILED, the signal's reason. */
  ended: Promise<void>;
  cancel: () => void;
}

/** The same with its output as a stream, which has to be read to its end, or cancelled. */
export function streamClient(path: string, run: ClientRun): StreamedClient {
  const { signal } = run;
  signal?.throwIfAborted();
  const child = execa(path, run.arguments, {
    ...optionsOf(run),
    stdout: "pipe",
    buffer: { stdout: false, stderr: true },
  });
  let cancelled = false;
  const end = async () => {
    const result = await child;
    signal?.throwIfAborted();
    // Told to end, it ends by that signal; a code, or another signal, is its own.
    const isTold = result.signal === endSignal || result.isForcefullyTerminated;
    if (result.failed && !(cancelled && isTold)) throw clientFailed(path, result);
  };
  const ended = end();
  // Whoever reads the stream may fail before anybody asks.
  ended.catch(() => undefined);
  return {
    stream: child.stdout,
    ended,
    cancel: () => {
      cancelled = true;
      child.kill(endSignal);
      // It would wait for somebody who reads the rest.
      child.stdout.destroy();
    },
  };
}

function optionsOf({ env, signal }: ClientRun) {
  return {
    env: { ...env, LC_MESSAGES: "C" },
    extendEnv: false,
    stdin: "ignore",
    stderr: "pipe",
    reject: false,
    ...(signal && { cancelSignal: signal }),
    forceKillAfterDelay: patience,
  } as const;
}

function clientFailed(
  path: string,
  result: { exitCode?: number | undefined; stderr: string; shortMessage?: string | undefined },
): DbfirstError {
  const name = path.split(/[\\/]/).at(-1)!;
  const said = result.stderr.trimEnd().split("\n").slice(-lastLines).join("\n    ");
  const ending =
    result.exitCode === undefined
      ? (result.shortMessage ?? "can't be run")
      : `ended with exit code ${result.exitCode}`;
  return new DbfirstError(
    "CLIENT_FAILED",
    `${name} ${ending}${said === "" ? "" : `:\n    ${said}`}`,
    { hint: hintFor(result.stderr) },
  );
}

/** What `--version` says; undefined for what isn't one of PostgreSQL's programs or can't be run. */
export async function askVersion(path: string, signal?: AbortSignal): Promise<string | undefined> {
  const result = await execa(path, ["--version"], {
    env: { LC_ALL: "C" },
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    timeout: 10_000,
    ...(signal && { cancelSignal: signal }),
  });
  signal?.throwIfAborted();
  return /\(PostgreSQL\) (\d+(?:\.\d+)?)/.exec(result.stdout ?? "")?.[1];
}

/** What to do about the server's refusals that are common with backups. */
export function hintFor(said: string): string | undefined {
  if (/role ".*" does not exist/.test(said))
    return "A backup doesn't hold the server's roles: create them first, with CREATE ROLE, or restore with --no-owner and --no-privileges.";
  if (/extension ".*" is not available|could not open extension control file/.test(said))
    return "Install the extension on the server first.";
  if (/must be (?:able to SET ROLE|(?:a )?member of role)/.test(said))
    return "Connect as the role that owned it, or as a superuser; or restore with --no-owner, and it is all the connecting role's.";
  if (/permission denied|must be owner|must be superuser/.test(said))
    return "Connect as the owner of the database's objects, or as a superuser.";
  if (/unrecognized configuration parameter/.test(said))
    return "The pg_dump and pg_restore here are of a later version than the server, and set what it doesn't know: install those of its version, and back up again.";
  if (/No space left on device/.test(said)) return "Make room on the disk, and try again.";
  return undefined;
}
