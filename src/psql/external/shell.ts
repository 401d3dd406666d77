import { isUtf8 } from "node:buffer";
import { constants } from "node:os";
import { PassThrough } from "node:stream";

import { execa, execaSync } from "execa";

import type { ChunkReader } from "../line-source.ts";
import type { Sink } from "../output.ts";
import { type Bytes, fromBytes, toBuffer } from "../text/bytes.ts";

/** Where a command runs, and what it inherits besides the streams. */
export interface ShellPlace {
  cwd: Bytes;
  env: Readonly<Record<string, string | undefined>>;
  /** Told how each command has ended: its exit code, as a shell gives it. */
  commandEnded(exitCode: number): void;
}

/** A command that writes are piped to. */
export interface PipedCommand extends Sink {
  /** Closes the pipe; resolves when the command has ended: to why it failed, or undefined. */
  finish(): Promise<string | undefined>;
}

/** A command whose output is read. */
export interface ReadCommand extends ChunkReader {
  /** Closes the pipe; resolves when the command has ended: to why it failed, or undefined. */
  finish(): Promise<string | undefined>;
}

/** Runs commands as psql does: by `/bin/sh -c`, with the session's environment and folder, on the process's own streams. */
export interface Shell {
  /** \!: waits for the command; false when it couldn't be started. */
  run(command: Bytes, place: ShellPlace): boolean;
  /** Backquotes: what the command prints; undefined when it couldn't be started. */
  capture(command: Bytes, place: ShellPlace): Bytes | undefined;
  /** \w: gives the command its input and waits for it. */
  feed(command: Bytes, input: Buffer, place: ShellPlace): void;
  pipeTo(command: Bytes, place: ShellPlace): PipedCommand;
  readFrom(command: Bytes, place: ShellPlace): ReadCommand;
}

/** The streams that commands inherit where they are the process's own, or are piped to where they aren't. */
export interface ShellStreams {
  stdin: NodeJS.ReadableStream | undefined;
  stdout: Sink;
  stderr: Sink;
}

export function openShell(streams: ShellStreams): Shell {
  const stdin = isOurs(streams.stdin, 0) ? "inherit" : "ignore";
  const stdout = isOurs(streams.stdout, 1) ? "inherit" : "pipe";
  const stderr = isOurs(streams.stderr, 2) ? "inherit" : "pipe";
  const base = ({ cwd, env }: ShellPlace) =>
    ({
      cwd: fromBytes(cwd),
      env: { ...env },
      extendEnv: false,
      shell: true,
      // As system(3) calls it: the shell's own messages begin with it.
      argv0: "sh",
      reject: false,
      encoding: "buffer",
      stripFinalNewline: false,
    }) as const;
  /** What the command wrote where it couldn't inherit the stream. */
  const relay = (result: { stdout?: unknown; stderr?: unknown }): void => {
    if (result.stdout instanceof Uint8Array) streams.stdout.write(Buffer.from(result.stdout));
    if (result.stderr instanceof Uint8Array) streams.stderr.write(Buffer.from(result.stderr));
  };
  return {
    run(command, place) {
      const result = execaSync(commandText(command), { ...base(place), stdin, stdout, stderr });
      relay(result);
      place.commandEnded(exitCodeOf(result));
      return wasStarted(result);
    },
    capture(command, place) {
      const result = execaSync(commandText(command), {
        ...base(place),
        stdin,
        stdout: "pipe",
        stderr,
      });
      relay({ stderr: result.stderr });
      place.commandEnded(exitCodeOf(result));
      return wasStarted(result) ? Buffer.from(result.stdout).toString("latin1") : undefined;
    },
    feed(command, input, place) {
      const result = execaSync(commandText(command), { ...base(place), input, stdout, stderr });
      relay(result);
      place.commandEnded(exitCodeOf(result));
    },
    pipeTo(command, place) {
      const child = execa(commandText(command), {
        ...base(place),
        stdin: "pipe",
        stdout,
        stderr,
        buffer: false,
      });
      child.stdout?.on("data", (data: Buffer) => streams.stdout.write(data));
      child.stderr?.on("data", (data: Buffer) => streams.stderr.write(data));
      // A command that reads no more isn't our concern; its exit code says what there is to say.
      child.stdin.on("error", () => undefined);
      return {
        write: (data) => child.stdin.destroyed || child.stdin.write(data),
        once(event, listener) {
          child.stdin.once(event, listener);
          child.stdin.once("close", listener);
        },
        async finish() {
          child.stdin.end();
          const result = await child;
          place.commandEnded(exitCodeOf(result));
          return failureOf(result);
        },
      };
    },
    readFrom(command, place) {
      const child = execa(commandText(command), {
        ...base(place),
        stdin,
        stdout: "pipe",
        stderr,
        buffer: false,
      });
      child.stderr?.on("data", (data: Buffer) => streams.stderr.write(data));
      // Read from the start: what nobody has asked for yet when a command ends, Node lets flow away.
      const output = child.stdout.pipe(new PassThrough());
      const chunks = output.iterator({ destroyOnReturn: true });
      return {
        async read() {
          const { value, done } = (await chunks.next()) as IteratorResult<Buffer>;
          return done === true ? undefined : value;
        },
        async close() {
          await chunks.return?.();
          child.stdout.destroy();
        },
        async finish() {
          await this.close();
          const result = await child;
          place.commandEnded(exitCodeOf(result));
          return failureOf(result);
        },
      };
    },
  };
}

/**
 * Node runs no empty command, and passes arguments as UTF-8 only: one in another encoding is spelled out to a shell, which
 * becomes the one that runs it.
 */
function commandText(command: Bytes): string {
  if (command === "") return ":";
  if (isUtf8(toBuffer(command))) return fromBytes(command);
  const spelled = command.replaceAll(
    /[^\w ]/g,
    (byte) => `\\${byte.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
  return `exec sh -c "$(printf '${spelled}')"`;
}

/** Whether a stream is the process's own, which a child can inherit. */
function isOurs(stream: unknown, descriptor: number): boolean {
  return (stream as { fd?: unknown } | undefined)?.fd === descriptor;
}

interface Ended {
  exitCode?: number | undefined;
  signal?: string | undefined;
  signalDescription?: string | undefined;
}

function wasStarted({ exitCode, signal }: Ended): boolean {
  return exitCode !== undefined || signal !== undefined;
}

/** 128 and its number for a signal, 127 for what couldn't be started. */
function exitCodeOf({ exitCode, signal }: Ended): number {
  if (signal !== undefined) return 128 + (constants.signals[signal as NodeJS.Signals] ?? 0);
  return exitCode ?? 127;
}

/** strsignal(3) of the usual ones. */
const C_DESCRIPTIONS: Readonly<Record<string, string>> = {
  SIGHUP: "Hangup",
  SIGINT: "Interrupt",
  SIGQUIT: "Quit",
  SIGABRT: "Aborted",
  SIGKILL: "Killed",
  SIGSEGV: "Segmentation fault",
  SIGPIPE: "Broken pipe",
  SIGTERM: "Terminated",
};

/** How a command failed, in psql's words (wait_result_to_str); undefined: it didn't. */
function failureOf({ exitCode, signal, signalDescription }: Ended): string | undefined {
  if (signal !== undefined) {
    const number = constants.signals[signal as NodeJS.Signals];
    const description = C_DESCRIPTIONS[signal] ?? signalDescription;
    return `child process was terminated by signal ${number}: ${description}`;
  }
  if (exitCode === 0) return undefined;
  if (exitCode === 126) return "command not executable";
  if (exitCode === 127) return "command not found";
  return exitCode === undefined
    ? "child process couldn't be started"
    : `child process exited with exit code ${exitCode}`;
}
