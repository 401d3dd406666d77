import { readFileSync, type Stats, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { isSocketFolder } from "../settings.ts";
import { homeFolder } from "./home-folder.ts";
import { socketFolder } from "./socket-folder.ts";
import type { Surroundings } from "./surroundings.ts";

/** Whose password is asked for. */
export interface Login {
  /** Name, address or socket folder. */
  host: string;
  port: string;
  database: string;
  user: string;
}

/** The password file that counts: the one that is named (`passfile`, PGPASSFILE), else `~/.pgpass`. */
export function passwordFile(
  named: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (named) return named;
  const home = homeFolder(env);
  return home === undefined ? undefined : join(home, ".pgpass");
}

/**
 * Looks a password up as libpq does: https://www.postgresql.org/docs/current/libpq-pgpass.html. A file that isn't there
 * or can't be read is no error; one that others may read isn't used.
 */
export function passwordFromFile(
  file: string,
  login: Login,
  { warn, folder = "." }: Omit<Surroundings, "env">,
): string | undefined {
  const { host, port, database, user } = login;
  const stat = statOf(resolve(folder, file));
  if (stat === undefined) return undefined;
  if (!stat.isFile()) {
    warn(`WARNING: password file "${file}" is not a plain file`);
    return undefined;
  }
  if (process.platform !== "win32" && (stat.mode & 0o077) !== 0) {
    warn(
      `WARNING: password file "${file}" has group or world access; permissions should be u=rw (0600) or less`,
    );
    return undefined;
  }
  const name = isSocketFolder(host) && host === socketFolder ? "localhost" : host;
  for (const line of readLines(resolve(folder, file))) {
    if (line.startsWith("#")) continue;
    const password = matchFields(line, [name, port, database, user]);
    if (password !== undefined) return unescaped(password);
  }
  return undefined;
}

function statOf(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    // Another user's home, such as root's in a container that runs as somebody else, is as good as none.
    return undefined;
  }
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .map((line) => line.replace(/[\r\n]+$/u, ""));
  } catch {
    // Not ours to read: as if there were none.
    return [];
  }
}

/** What follows the fields, where each is `*` or matches. */
function matchFields(line: string, fields: readonly string[]): string | undefined {
  let rest: string | undefined = line;
  for (const field of fields) rest = rest === undefined ? undefined : matchField(rest, field);
  return rest;
}

function matchField(text: string, field: string): string | undefined {
  if (text.startsWith("*:")) return text.slice(2);
  const [whole, written] = /^((?:[^:\\]|\\.)*):/su.exec(text) ?? [];
  if (whole === undefined || written === undefined) return undefined;
  return written.replaceAll(/\\(.)/gsu, "$1") === field ? text.slice(whole.length) : undefined;
}

/** The password ends at a colon, like the other fields. */
function unescaped(text: string): string {
  return (/^(?:[^:\\]|\\.|\\$)*/su.exec(text)?.[0] ?? "").replaceAll(/\\(.)/gsu, "$1");
}
