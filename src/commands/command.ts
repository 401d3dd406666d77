import type { Console } from "../console.ts";
import type { Run } from "../workflow.ts";

/** One option, declared once: its type, its validation, its line of help. */
export type OptionSpec = {
  help: string;
  short?: string;
} & (
  | { type: "boolean" }
  | { type: "string"; value: string }
  | {
      type: "list";
      value: string;
      /** What is wrong with a value, to follow the option's name; undefined where nothing is. */
      check?: (value: string) => string | undefined;
    }
  | { type: "seconds"; value: string }
  | { type: "count"; value: string }
  | { type: "choice"; choices: readonly string[] }
);

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type ValueOf<Spec extends OptionSpec> = Spec extends { type: "boolean" }
  ? boolean
  : Spec extends { type: "seconds" | "count" }
    ? number | undefined
    : Spec extends { type: "list" }
      ? readonly string[]
      : Spec extends { type: "choice"; choices: readonly (infer Choice)[] }
        ? Choice | undefined
        : string | undefined;

/** The parsed options of a command, typed by their declaration. */
export type OptionValues<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]: ValueOf<Specs[Name]>;
};

export interface Streams {
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
}

/** Something that was noticed when the environment was read. */
export interface EnvironmentTrouble {
  message: string;
  /** A file wasn't read for it. */
  isError: boolean;
}

/** What every command gets besides its options. Commands return an exit code and never exit. */
export interface Context {
  /** A dbfirst.config file by another name: `--config`. */
  configFile: string | undefined;
  /** `--shadow-url`. */
  shadowUrl?: string | undefined;
  /** The process's own streams, for `psql` alone: everything else goes through the console. */
  streams: Streams;
  /** Absolute path of the project's folder. */
  directory: string;
  env: Readonly<Record<string, string | undefined>>;
  /** What was wrong with the environment, for a command that is run all the same. */
  environmentTroubles: readonly EnvironmentTrouble[];
  console: Console;
  /** Is told what had been applied where the command ends with an error: errors in JSON list it. */
  stopped?: Run["stopped"];
  /** Aborted by Ctrl-C and SIGTERM. */
  signal: AbortSignal;
}

export interface Invocation<Specs extends OptionSpecs> {
  options: OptionValues<Specs>;
  /** Arguments that aren't options, in order. */
  arguments: readonly string[];
}

export interface Command<Specs extends OptionSpecs = OptionSpecs> {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** What it does, for its own help; a few lines. */
  description: string;
  /** How arguments look in the usage line: `[FILE…]`; undefined: the command takes none. */
  arguments?: string;
  /** Passes everything after the name on unparsed (`psql` has psql's own options). */
  raw?: boolean;
  /** Runs until it is told to end, so that Ctrl-C is no failure: it says itself with which code it ends. */
  endsOnSignal?(options: OptionValues<Specs>): boolean;
  /** Is run also where the environment's files can't be read, to say so itself. */
  survivesEnvironment?: boolean;
  options: Specs;
  examples: readonly (readonly [command: string, says: string])[];
  // A method, so that a command of any options is assignable to the table's element type.
  run(context: Context, invocation: Invocation<Specs>): Promise<number>;
}

/** A command as the table holds it, whatever its options are. */
export type AnyCommand = Command;

/** Declares a command; exists for the types. */
export function defineCommand<const Specs extends OptionSpecs>(
  command: Command<Specs>,
): Command<Specs> {
  return command;
}
