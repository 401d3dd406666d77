import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { UsageError } from "../../errors.ts";
import { homeFolder } from "./home-folder.ts";
import { type Conninfo, variableOf } from "./keywords.ts";
import type { Surroundings } from "./surroundings.ts";

/** Where Debian's and most other builds of libpq look for the machine's services. */
const systemFolder = "/etc/postgresql-common";

/**
 * What the connection service file says of the service that `options`, else PGSERVICE, names; nothing when none is named.
 * The user's file (PGSERVICEFILE, `~/.pg_service.conf`) goes before the machine's (in PGSYSCONFDIR):
 * https://www.postgresql.org/docs/current/libpq-pgservice.html.
 *
 * @throws UsageError in libpq's words
 */
export function readService(options: Conninfo, { env, folder = "." }: Surroundings): Conninfo {
  const service = options.get("service") ?? env["PGSERVICE"];
  if (service === undefined) return new Map();
  const named = options.get("servicefile") ?? env["PGSERVICEFILE"];
  const home = homeFolder(env);
  const own = named ?? (home === undefined ? undefined : join(home, ".pg_service.conf"));
  if (own !== undefined && (named !== undefined || existsSync(resolve(folder, own)))) {
    const found = findService(own, service, folder);
    if (found !== undefined) return found;
  }
  const shared = join(env["PGSYSCONFDIR"] ?? systemFolder, "pg_service.conf");
  const found = existsSync(resolve(folder, shared))
    ? findService(shared, service, folder)
    : undefined;
  if (found !== undefined) return found;
  throw new UsageError(`definition of service "${service}" not found`);
}

/** The first group of that name; undefined: there is none. */
function findService(file: string, service: string, folder: string): Conninfo | undefined {
  let found: Conninfo | undefined;
  for (const [index, raw] of readLines(file, folder).entries()) {
    const line = raw.trim();
    if (Buffer.byteLength(raw) >= 1022)
      throw new UsageError(`line ${index + 1} too long in service file "${file}"`);
    if (line === "" || line.startsWith("#")) continue;
    if (line.startsWith("[")) {
      if (found !== undefined) return found;
      if (line.startsWith(`[${service}]`)) found = new Map();
    } else if (found !== undefined) readSetting(line, found, { file, line: index + 1 });
  }
  return found;
}

function readSetting(
  text: string,
  options: Conninfo,
  { file, line }: { file: string; line: number },
): void {
  const [, keyword = "", value] = /^([^=]*)(?:=(.*))?$/su.exec(text) as RegExpExecArray;
  if (value !== undefined && keyword === "service")
    throw new UsageError(
      `nested service specifications not supported in service file "${file}", line ${line}`,
    );
  if (value === undefined || !variableOf.has(keyword))
    throw new UsageError(`syntax error in service file "${file}", line ${line}`);
  if (!options.has(keyword)) options.set(keyword, value);
}

function readLines(file: string, folder: string): string[] {
  try {
    return readFileSync(resolve(folder, file), "utf8").split("\n");
  } catch {
    // libpq's words, whatever the reason.
    throw new UsageError(`service file "${file}" not found`);
  }
}
