import { readlinkSync } from "node:fs";
import { dirname, isAbsolute, join, parse, relative, resolve, sep } from "node:path";

/** What a script may do beyond SQL. By default: files under the roots, databases of the same server, no shell. */
export interface Permissions {
  /** Folders in which files may be read and written. */
  roots: readonly string[];
  /** `host` or `host:port` that \connect may go to, besides the server that the session began on. */
  servers: readonly string[];
  /** \setenv */
  environment: boolean;
}

/** The script asked for something that isn't allowed. It ends the run, ON_ERROR_STOP or not. */
export class RefusedScriptError extends Error {
  override readonly name = "RefusedScriptError";
}

/** Throws unless `path` lies in one of the roots, symbolic links followed. */
export function demandPath(permissions: Permissions, path: string, cwd: string): void {
  const real = realPath(resolve(cwd, path));
  const inside = permissions.roots.some((root) => {
    const rest = relative(realPath(resolve(cwd, root)), real);
    return rest === "" || (rest !== ".." && !rest.startsWith(`..${sep}`) && !isAbsolute(rest));
  });
  if (!inside)
    throw new RefusedScriptError(
      `"${path}" lies outside the folder that scripts may use; dbfirst psql allows it with --allow-path=FOLDER`,
    );
}

export function demandServer(
  permissions: Permissions,
  server: { host: string; port: number },
  present: { host: string; port: number },
): void {
  if (server.host === present.host && server.port === present.port) return;
  const name = `${server.host}:${server.port}`;
  if (permissions.servers.includes(server.host) || permissions.servers.includes(name)) return;
  throw new RefusedScriptError(
    `connecting to another server (${name}) isn't allowed; dbfirst psql allows it with --allow-server=${name}`,
  );
}

export function refuseShell(what: string): never {
  throw new RefusedScriptError(
    `${what} would run a shell command, which scripts may not; run it with psql itself`,
  );
}

/** As many links in one path as Linux follows. */
const LINKS = 40;

/**
 * The path without symbolic links, also for a file that doesn't exist yet: a link that leads nowhere is followed too, as
 * opening it for writing would make its target.
 */
function realPath(path: string): string {
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
    if (links > LINKS) throw new RefusedScriptError(`"${path}" has too many symbolic links`);
    const { root } = parse(target);
    if (root !== "") real = resolve(root);
    rest.unshift(...partsOf(target.slice(root.length)));
  }
  return real;
}

function partsOf(path: string): string[] {
  return path.split(sep === "/" ? "/" : /[\\/]/);
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    // Not a link, not there, or closed to us: opening it leads nowhere else.
    return undefined;
  }
}
