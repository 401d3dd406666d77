import { lstatSync, readlinkSync } from "node:fs";
import { dirname, isAbsolute, join, parse, relative, resolve, sep } from "node:path";

import type { Server } from "../postgres/settings.ts";
import type { Shell } from "./external/shell.ts";
import { filePath, systemPath } from "./file-path.ts";
import { type Bytes, fromBytes, toBytes } from "./text/bytes.ts";

/** What a script may do beyond SQL. By default: files under the roots, databases of the same server, no shell. */
export interface Permissions {
  /** Folders in which files may be read and written, as absolute paths. */
  roots: readonly string[];
  /** `host` or `host:port` that \connect may go to, besides the server that the session began on. */
  servers: readonly string[];
  /** \setenv */
  environment: boolean;
  /** What runs shell commands; undefined: nothing does. */
  shell: Shell | undefined;
  /** Says how what was refused can be allowed: by an option, in the configuration, … */
  advice: (wish: Wish) => string;
}

/** What a script wanted and may not. */
export type Wish =
  | { kind: "shell" }
  | { kind: "path"; folder: string }
  | { kind: "server"; name: string }
  | { kind: "environment" };

/** The option that would allow it, as a configuration and `runScript` write it; nothing leads to other servers there. */
export function settingFor(wish: Wish): string {
  switch (wish.kind) {
    case "shell":
      return "shell: true";
    case "path":
      return `paths: [${JSON.stringify(wish.folder)}]`;
    case "environment":
      return "setenv: true";
    case "server":
      return "";
  }
}

/** The script asked for something that isn't allowed. It ends the run, ON_ERROR_STOP or not. */
export class RefusedScriptError extends Error {
  override readonly name = "RefusedScriptError";
  /** How it can be allowed; undefined: it can't. */
  readonly advice: string | undefined;

  constructor(message: string, options: { advice?: string | undefined; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.advice = options.advice;
  }
}

/** Every script's own: nothing is kept in them. */
const STANDARD_DEVICES: ReadonlySet<Bytes> = new Set([
  "/dev/null",
  "/dev/stdin",
  "/dev/stdout",
  "/dev/stderr",
]);

/** Throws unless the file lies in one of the roots, symbolic links followed. */
export function demandPath(permissions: Permissions, name: Bytes, cwd: Bytes): void {
  const path = filePath({ cwd }, name);
  if (STANDARD_DEVICES.has(path)) return;
  const real = path === "" ? undefined : realPath(path);
  // The system can't open it, and says why.
  if (real === undefined) return;
  const inside = permissions.roots.some((root) => {
    const rest = relative(realPath(toBytes(root)) ?? "", real);
    return rest === "" || (rest !== ".." && !rest.startsWith(`..${sep}`) && !isAbsolute(rest));
  });
  if (inside) return;
  throw new RefusedScriptError(
    `"${fromBytes(name)}" lies outside the folder that scripts may use`,
    { advice: permissions.advice({ kind: "path", folder: dirname(fromBytes(real)) }) },
  );
}

/** Throws unless the server is one of the `present` ones, or allowed by name. What counts is the address that is dialled. */
export function demandServer(
  permissions: Permissions,
  server: Server,
  present: readonly Server[],
): void {
  const [host, name] = [placeOf(server), `${placeOf(server)}:${server.port}`];
  if (present.some((other) => `${placeOf(other)}:${other.port}` === name)) return;
  if (permissions.servers.includes(host) || permissions.servers.includes(name)) return;
  throw new RefusedScriptError(`connecting to another server (${name}) isn't allowed`, {
    advice: permissions.advice({ kind: "server", name }),
  });
}

function placeOf({ host, address }: Server): string {
  return address ?? host;
}

/** The shell, where scripts may use it; `what` names the use. */
export function demandShell(permissions: Permissions, what: string): Shell {
  if (permissions.shell !== undefined) return permissions.shell;
  throw new RefusedScriptError(`${what} would run a shell command, which scripts may not`, {
    advice: permissions.advice({ kind: "shell" }),
  });
}

export function demandEnvironment(permissions: Permissions): void {
  if (permissions.environment) return;
  throw new RefusedScriptError("\\setenv isn't allowed", {
    advice: permissions.advice({ kind: "environment" }),
  });
}

/** \e and its kin, which no option allows. */
export function refuseEditor(command: string): never {
  throw new RefusedScriptError(`${command} isn't allowed in scripts: it opens an editor`);
}

/** For an executor that can't be stopped when the script gets there. */
export function refuseUncertain(command: string): never {
  throw new RefusedScriptError(
    `what ${command} names depends on a variable, a shell command or a home folder, and can't be checked before the script runs`,
    {
      advice:
        "Run the script with the built-in executor, which stops such a command when it is reached.",
    },
  );
}

/** More links in one path than any system follows: Linux 40, macOS 32, Windows 63. */
const LINKS = 100;

/**
 * The path without symbolic links, also for a file that doesn't exist yet: a link that leads nowhere is followed too, as
 * opening it for writing would make its target. Undefined where links lead to each other.
 */
function realPath(path: Bytes): Bytes | undefined {
  let real = parse(path).root;
  let links = 0;
  const rest = partsOf(path.slice(real.length));
  for (let part = rest.shift(); part !== undefined; part = rest.shift()) {
    if (part === "..") real = dirname(real);
    if (part === ".." || part === "." || part === "") continue;
    const next = join(real, part);
    const target = readLink(next);
    if (target === undefined) {
      real = next;
      continue;
    }
    links += 1;
    if (links > LINKS) return undefined;
    const { root } = parse(target);
    if (root !== "") real = resolve(root);
    rest.unshift(...partsOf(target.slice(root.length)));
  }
  return real;
}

function partsOf(path: Bytes): Bytes[] {
  return path.split(sep === "/" ? "/" : /[\\/]/);
}

function readLink(part: Bytes): Bytes | undefined {
  try {
    const path = systemPath(part);
    // Asked first: most parts are no links, and an error takes longer than all else here.
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    return isLink ? readlinkSync(path, "latin1") : undefined;
  } catch {
    // Not a link, not there, or closed to us: opening it leads nowhere else.
    return undefined;
  }
}
