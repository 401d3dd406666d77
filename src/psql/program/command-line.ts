import { CommandLineError, wordsOf } from "./getopt.ts";
import { type PsqlRelease, psqlRelease } from "../release.ts";
import { argumentBytes } from "../text/argument-bytes.ts";
import type { Bytes } from "../text/bytes.ts";

/** What -f and -c ask for, in order. */
export type Action =
  | { kind: "file"; name: Bytes | undefined }
  | { kind: "query"; text: Bytes }
  | { kind: "command"; text: Bytes };

/** A setting that takes effect while options are read, in order. */
type Setting =
  | { kind: "variable"; name: Bytes; value: Bytes | undefined }
  | { kind: "print"; name: Bytes; value: Bytes | undefined }
  | { kind: "output"; file: Bytes };

/** psql's command line, read. */
export interface CommandLine {
  actions: Action[];
  settings: Setting[];
  singleTransaction: boolean;
  readsPsqlrc: boolean;
  database: string | undefined;
  /** `database`, where it is a URL of our own option: it may be in other clients' manner. */
  url: string | undefined;
  host: string | undefined;
  port: string | undefined;
  user: string | undefined;
  /** Folders that scripts may use besides the current one. */
  allowedPaths: string[];
  allowedServers: string[];
  allowsSetenv: boolean;
  allowsShell: boolean;
  /** What runs the scripts: this engine, or a real psql. */
  executor: "builtin" | "psql";
  /** Whose behaviour is followed where releases of psql 15 differ. Undefined: the installed one's. */
  release: PsqlRelease | undefined;
  /** Arguments beyond database and user, which psql ignores with a warning. */
  extra: string[];
  /** -L */
  logFile: Bytes | undefined;
  /** -? or -V: nothing else is done. */
  shows: "help" | "version" | undefined;
  /** `--help=TOPIC` */
  helpTopic: string;
}

/** What is run, in order: standard input, where nothing else is. */
export function actionsOf({ actions }: CommandLine): readonly Action[] {
  return actions.length > 0 ? actions : [{ kind: "file", name: undefined }];
}

/** Reads psql's options and ours. @throws CommandLineError */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const line: CommandLine = {
    actions: [],
    settings: [],
    singleTransaction: false,
    readsPsqlrc: true,
    database: undefined,
    url: undefined,
    host: undefined,
    port: undefined,
    user: undefined,
    allowedPaths: [],
    allowedServers: [],
    allowsSetenv: false,
    allowsShell: false,
    executor: "builtin",
    release: undefined,
    extra: [],
    logFile: undefined,
    shows: undefined,
    helpTopic: "options",
  };
  const operands: string[] = [];
  for (const word of wordsOf(argv)) {
    if (word.kind === "operand") operands.push(word.text);
    else if (word.name === "?") {
      line.shows ??= "help";
      line.helpTopic = word.argument ?? line.helpTopic;
    } else apply(word.name, word.argument ?? "", line);
    // What comes after it isn't looked at.
    if (line.shows !== undefined) break;
  }
  for (const operand of operands) {
    if (line.database === undefined) line.database = operand;
    else if (line.user === undefined) line.user = operand;
    else line.extra.push(operand);
  }
  return line;
}

function apply(option: string, argument: string, line: CommandLine): void {
  const value = argumentBytes(argument);
  const variable = (name: Bytes, text: Bytes | undefined): void => {
    line.settings.push({ kind: "variable", name, value: text });
  };
  const print = (name: Bytes, text: Bytes | undefined): void => {
    line.settings.push({ kind: "print", name, value: text });
  };
  const split = (): [Bytes, Bytes | undefined] => {
    const equals = value.indexOf("=");
    return equals < 0 ? [value, undefined] : [value.slice(0, equals), value.slice(equals + 1)];
  };
  switch (option) {
    case "a":
      return variable("ECHO", "all");
    case "A":
      return print("format", "unaligned");
    case "b":
      return variable("ECHO", "errors");
    case "c":
      line.actions.push(
        value.startsWith("\\")
          ? { kind: "command", text: value.slice(1) }
          : { kind: "query", text: value },
      );
      return;
    case "csv":
      return print("format", "csv");
    case "url":
      line.url = /^postgres(?:ql)?:/.test(argument) ? argument : undefined;
      line.database = argument;
      return;
    case "d":
      line.url = undefined;
      line.database = argument;
      return;
    case "e":
      return variable("ECHO", "queries");
    case "E":
      return variable("ECHO_HIDDEN", "on");
    case "f":
      line.actions.push({ kind: "file", name: value });
      return;
    case "F":
      return print("fieldsep", value);
    case "h":
      line.host = argument;
      return;
    case "H":
      return print("format", "html");
    case "l":
      throw new CommandLineError(
        "option '--list' is for people at a terminal; select datname from pg_database has the names",
      );
    case "L":
      line.logFile = value;
      return;
    case "o":
      line.settings.push({ kind: "output", file: value });
      return;
    case "p":
      line.port = argument;
      return;
    case "P":
      return print(...split());
    case "q":
      return variable("QUIET", "on");
    case "R":
      return print("recordsep", value);
    case "s":
      return variable("SINGLESTEP", "on");
    case "S":
      return variable("SINGLELINE", "on");
    case "t":
      return print("tuples_only", "on");
    case "T":
      return print("tableattr", value);
    case "U":
      line.user = argument;
      return;
    case "v":
      return variable(...split());
    case "V":
      line.shows ??= "version";
      return;
    case "W":
      throw new CommandLineError(
        "option '--password': a password is never asked for; give it in PGPASSWORD or in the URL",
      );
    case "x":
      return print("expanded", "on");
    case "X":
      line.readsPsqlrc = false;
      return;
    case "z":
      return print("fieldsep_zero", undefined);
    case "0":
      return print("recordsep_zero", undefined);
    case "1":
      line.singleTransaction = true;
      return;
    case "allow-path":
      line.allowedPaths.push(argument);
      return;
    case "allow-server":
      line.allowedServers.push(argument);
      return;
    case "allow-setenv":
      line.allowsSetenv = true;
      return;
    case "allow-shell":
      line.allowsShell = true;
      return;
    case "executor":
      if (argument !== "builtin" && argument !== "psql")
        throw new CommandLineError(`--executor is "builtin" or "psql", not "${argument}"`);
      line.executor = argument;
      return;
    case "as-psql":
      line.release = releaseOf(argument);
      return;
    default: // -n, -w: nothing to do without a terminal.
  }
}

function releaseOf(version: string): PsqlRelease {
  const release = psqlRelease(version);
  if (release === undefined)
    throw new CommandLineError(`--as-psql is a release of psql 15, like "15.20", not "${version}"`);
  return release;
}
