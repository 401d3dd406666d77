import { existsSync, readdirSync, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";
import { DbfirstError } from "../errors.ts";
import { askVersion } from "./run-client.ts";

export type ClientName = "pg_dump" | "pg_restore";

export interface Client {
  /** Absolute path. */
  path: string;
  /** `15.18` */
  version: string;
  major: number;
}

export interface ClientSearch {
  /** The lowest major that will do. */
  major: number;
  /** Only `PATH` is read. */
  env: Readonly<Record<string, string | undefined>>;
  /** Looked through besides the PATH; PostgreSQL's usual places by default. */
  places?: readonly string[] | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Where packages put PostgreSQL's programs, besides the PATH. `*` stands for a major version: Debian's and Ubuntu's,
 * Red Hat's, Postgres.app, Homebrew's on Apple and Intel processors, EnterpriseDB's installers.
 */
const usualPlaces = [
  "/usr/lib/postgresql/*/bin",
  "/usr/pgsql-*/bin",
  "/usr/libexec/postgresql*",
  "/opt/homebrew/opt/postgresql@*/bin",
  "/opt/homebrew/opt/libpq/bin",
  "/usr/local/opt/postgresql@*/bin",
  "/usr/local/opt/libpq/bin",
  "/Applications/Postgres.app/Contents/Versions/*/bin",
  "/Library/PostgreSQL/*/bin",
  "C:/Program Files/PostgreSQL/*/bin",
];

/**
 * Finds the program of the lowest major that will do: pg_dump reads servers of its own major and older ones, pg_restore
 * files of its own pg_dump's and older ones, and what a newer pg_restore says may be news to an older server.
 *
 * @throws DbfirstError CLIENT_MISSING naming the versions that are there, and how to install the one that isn't.
 */
export async function findClient(name: ClientName, search: ClientSearch): Promise<Client> {
  const found = await listClients(name, search);
  const fitting = found.filter(({ major }) => major >= search.major);
  const [best] = fitting.toSorted((a, b) => a.major - b.major);
  if (best !== undefined) return best;
  const versions = found.map(({ version, path }) => `${version} (${path})`).join(", ");
  throw new DbfirstError(
    "CLIENT_MISSING",
    `PostgreSQL ${search.major} needs ${name} ${search.major} or later; ${versions === "" ? "none was found" : `found: ${versions}`}`,
    { hint: installHint(search.major) },
  );
}

/** Every program of that name that says its version, by its path; each file once. */
export async function listClients(
  name: ClientName | "psql",
  { env, places, signal }: ClientSearch,
): Promise<Client[]> {
  const program = process.platform === "win32" ? `${name}.exe` : name;
  const onPath = (env["PATH"] ?? env["Path"] ?? "").split(delimiter).filter((at) => at !== "");
  const folders = [...onPath, ...(places ?? usualPlaces).flatMap(expand)];
  const paths = folders.map((folder) => join(folder, program)).filter((path) => existsSync(path));
  const files = new Map<string, string>();
  for (const path of paths) {
    const file = realpathSync(path);
    // Debian's wrapper takes the version of its liking; what it calls is in /usr/lib/postgresql.
    if (!file.endsWith("pg_wrapper") && !files.has(file)) files.set(file, path);
  }
  const clients: Client[] = [];
  for (const path of files.values()) {
    const version = await askVersion(path, signal);
    if (version !== undefined) clients.push({ path, version, major: Number.parseInt(version, 10) });
  }
  return clients;
}

/** The folders that a place with a `*` in one of its parts stands for. */
function expand(place: string): string[] {
  const parts = place.split("/");
  const star = parts.findIndex((part) => part.includes("*"));
  if (star === -1) return [place];
  const parent = parts.slice(0, star).join("/") || "/";
  const [before = "", after = ""] = parts[star]!.split("*");
  return namesIn(parent)
    .filter((name) => name.startsWith(before) && name.endsWith(after))
    .map((name) => [parent, name, ...parts.slice(star + 1)].join("/"));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Another system's place.
    return [];
  }
}

function installHint(major: number): string {
  switch (process.platform) {
    case "darwin":
      return `brew install postgresql@${major}`;
    case "win32":
      return `winget install PostgreSQL.PostgreSQL.${major}, or the installer from https://www.postgresql.org/download/windows/`;
    default:
      return `Debian, Ubuntu: apt-get install postgresql-client-${major} (other majors than the system's come from https://apt.postgresql.org); Fedora, Red Hat: dnf install postgresql${major}; Alpine: apk add postgresql${major}-client`;
  }
}
