import { DbfirstError } from "../../errors.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { readConnectTarget } from "../backslash/connection.ts";
import { parseCopyArguments } from "../backslash/copy-arguments.ts";
import type { Environment } from "../connect/environment.ts";
import { canonicalName, filePath, withHome } from "../file-path.ts";
import {
  demandEnvironment,
  demandPath,
  demandServer,
  demandShell,
  type Permissions,
  RefusedScriptError,
  refuseUncertain,
  refuseEditor,
} from "../permissions.ts";
import { type Bytes, fromBytes } from "../text/bytes.ts";
import { parseBoolean } from "../variables.ts";
import { includedName, includeOf } from "./include.ts";
import type { SeenCommand } from "./walk.ts";

/** Where a scan stands. */
export interface ScanPlace {
  permissions: Permissions;
  /** The current folder; undefined after a \cd that can't be followed. */
  cwd: Bytes | undefined;
  /** The connection; undefined after a \connect that can't be followed. */
  settings: ConnectionSettings | undefined;
  /** undefined after a \\setenv. */
  env: Environment | undefined;
  /** The file that is looked at. */
  file: Bytes | undefined;
  /** Refuses also what can't be known beforehand. */
  thorough: boolean;
  /** Refuses what a migration may not do. */
  strict: boolean;
}

/**
 * Looks at one command; throws RefusedScriptError for what isn't allowed. What depends on variables is let pass, unless
 * the scan is thorough. Returns the file that it includes, by a literal name.
 */
export function demandCommand(command: SeenCommand, place: ScanPlace): Bytes | undefined {
  const { name, reader, seen } = command;
  const { permissions } = place;
  if (place.strict) demandStrictness(command, place);
  const included = CHECKS.get(name)?.(command, place) ?? undefined;
  // What the check didn't read: any argument may hold backquotes.
  while (reader.next() !== undefined);
  if (seen.backquote !== undefined && seen.backquote.trim() !== "")
    demandShell(permissions, `\`${fromBytes(seen.backquote)}\``);
  return included;
}

/** What psql lets pass, and a migration may not do. */
function demandStrictness({ name, rest }: SeenCommand, { thorough }: ScanPlace): void {
  if (name === "c" || name === "connect")
    throw new RefusedScriptError(
      `\\${name} isn't possible in a migration: it would leave its session`,
    );
  // The engine itself sees to these when it comes to them.
  if (!thorough) return;
  const [variable, value] = rest.trim().split(/\s+/);
  const keepsStop = name === "set" && (value === undefined || parseBoolean(value) === true);
  if ((name === "set" || name === "unset") && variable === "ON_ERROR_STOP" && !keepsStop)
    throw new RefusedScriptError(`\\${name} ${rest.trim()}: a migration stops at the first error`);
  if ((name === "q" || name === "quit") && variable !== "")
    throw new RefusedScriptError(`\\${name} ${rest.trim()}: \\quit can't fail a script`);
}

type Check = (command: SeenCommand, place: ScanPlace) => Bytes | undefined | void;

const editor: Check = ({ name }) => refuseEditor(`\\${name}`);

/** A file that is written, or a pipe. */
function demandOutput(
  command: SeenCommand,
  place: ScanPlace,
  nameOf: (file: Bytes) => Bytes = (file) => file,
): void {
  const file = fileLiteral(command, place, "file");
  if (file?.startsWith("|") === true)
    demandShell(place.permissions, `\\${command.name} ${fromBytes(file)}`);
  else demandFile(file && nameOf(file), place);
}

const output: Check = (command, place) => demandOutput(command, place);

const write: Check = (command, place) => demandOutput(command, place, canonicalName);

const file: Check = (command, place) => demandFile(fileLiteral(command, place), place);

const include: Check = (command, place) => {
  const name = fileLiteral(command, place);
  const options = includeOf(command.name);
  if (name === undefined || options === undefined) return undefined;
  if (name === "-") {
    // Standard input isn't known beforehand; the engine looks at each of its commands.
    if (place.thorough) refuseUncertain(`\\${command.name}`);
    return undefined;
  }
  const included = includedName(name, { ...options, from: place.file });
  demandFile(included, place);
  return included;
};

const go: Check = (command, place) => {
  const { reader } = command;
  if (!/^[ \t]*\(/.test(command.rest)) return demandOutput(command, place);
  for (let word = reader.next(); word !== undefined; word = reader.next())
    if (word.text.endsWith(")")) return demandOutput(command, place);
};

const CHECKS: ReadonlyMap<Bytes, Check> = new Map(
  Object.entries<Check>({
    "!": ({ reader }, { permissions }) =>
      void demandShell(
        permissions,
        `\\! ${fromBytes(reader.next("whole-line")?.text ?? "")}`.trim(),
      ),
    e: editor,
    edit: editor,
    ef: editor,
    ev: editor,
    o: output,
    out: output,
    w: write,
    write,
    g: go,
    gx: go,
    i: include,
    include,
    ir: include,
    include_relative: include,
    lo_import: file,
    lo_export(command, place) {
      command.reader.next();
      file(command, place);
    },
    copy(command, place) {
      const parsed = parseCopyArguments(command.reader.next("whole-line")?.text, {
        standardStrings: true,
      });
      if (typeof parsed === "string") return;
      const { direction, other } = parsed;
      if (other.kind === "program") {
        const what = `\\copy ${direction} program '${fromBytes(other.command)}'`;
        demandShell(place.permissions, what);
      } else if (other.kind === "file") {
        const name = knownHome(other.name, command, place);
        demandFile(name && canonicalName(name), place);
      }
    },
    setenv(_, place) {
      demandEnvironment(place.permissions);
      place.env = undefined;
    },
    cd(command, place) {
      const folder = literal(command, place);
      demandFile(folder, place);
      place.cwd =
        folder === undefined || place.cwd === undefined || command.conditional
          ? undefined
          : filePath({ cwd: place.cwd }, folder);
    },
    c: connect,
    connect,
    restrict: ({ reader }) => void reader.next("whole-line"),
    unrestrict: ({ reader }) => void reader.next("whole-line"),
  }),
);

function connect(command: SeenCommand, place: ScanPlace): void {
  const before = place.settings;
  place.settings = undefined;
  const { env } = place;
  if (env === undefined && place.thorough) refuseUncertain(`\\${command.name}`);
  if (before === undefined || env === undefined) return;
  const next = targetOf(command, before, place);
  if (isUncertain(command) && place.thorough) refuseUncertain(`\\${command.name}`);
  if (next === undefined || isUncertain(command)) return;
  for (const server of next.servers ?? [next])
    demandServer(place.permissions, server, before.servers ?? [before]);
  if (!command.conditional) place.settings = next;
}

function targetOf(
  { reader }: SeenCommand,
  before: ConnectionSettings,
  { env = {}, cwd }: ScanPlace,
): ConnectionSettings | undefined {
  try {
    const target = readConnectTarget(reader, before, {
      hasConnection: true,
      env,
      folder: cwd && fromBytes(cwd),
      // Said when it is reached.
      warn: () => undefined,
    });
    return typeof target === "string" ? undefined : target;
  } catch (error) {
    // Reported when it is reached.
    if (error instanceof DbfirstError) return undefined;
    throw error;
  }
}

/** The next argument; undefined where there is none or where it isn't known before the script runs. */
function literal(
  command: SeenCommand,
  place: ScanPlace,
  kind: "file" | "normal" = "normal",
): Bytes | undefined {
  const word = command.reader.next(kind, { semicolon: true });
  if (!isUncertain(command)) return word?.text;
  if (place.thorough) refuseUncertain(`\\${command.name}`);
  return undefined;
}

/** The next argument as a file's name. */
function fileLiteral(
  command: SeenCommand,
  place: ScanPlace,
  kind?: "file" | "normal",
): Bytes | undefined {
  const name = literal(command, place, kind);
  return name && knownHome(name, command, place);
}

/** The name with the folder that its `~` stands for; undefined where that isn't known before the script runs. */
function knownHome(
  name: Bytes,
  command: SeenCommand,
  { env, thorough }: ScanPlace,
): Bytes | undefined {
  if (!name.startsWith("~")) return name;
  const found = env && withHome(name, env);
  // psql also knows the folders of other users.
  if (thorough && (found === undefined || found === name)) refuseUncertain(`\\${command.name}`);
  return found;
}

function isUncertain({ seen }: SeenCommand): boolean {
  return seen.variable || seen.backquote !== undefined;
}

function demandFile(name: Bytes | undefined, { permissions, cwd }: ScanPlace): void {
  if (name !== undefined && cwd !== undefined) demandPath(permissions, name, cwd);
}
