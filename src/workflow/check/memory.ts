import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { ledgerChecksum } from "../../apply/checksum.ts";
import type { Project } from "../../config/load.ts";
import type { DriftReport } from "../../drift/report.ts";
import { locateBinaries } from "../../postgres/embedded/binaries.ts";
import { projectCache } from "../../postgres/embedded/project-folder.ts";
import { openReadingSession } from "../../postgres/reading-session.ts";
import { formatUrl } from "../../postgres/format-url.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import type { Source } from "../../sources/source.ts";
import { programFolder, toolVersion } from "../../version.ts";
import { once } from "../once.ts";
import { isSelfContained } from "../replayed-sources.ts";
import type { Run } from "../run.ts";

/** All that an explanation follows from, besides this program. */
export interface Situation {
  project: Project;
  sources: readonly Source[];
  target: ConnectionSettings;
  /** The server's, which the throw-away one is given too. */
  serverMajor: number;
  /** What was compared, as plain values: fingerprints of both sides, files, settings, pending migrations, options. */
  compared: unknown;
}

/** Explanations that are kept of a project. */
const mostKept = 64;

/** Bytes; more would take longer to read than a database. */
const largestKept = 4_000_000;

/** What earlier checks found out about a situation. */
export interface Memory {
  /** Undefined: nothing, or nothing that can be read. */
  recall(): Promise<DriftReport | undefined>;
  /** Keeps an explanation for the next check. One that can't be kept is found out again. */
  keep(report: DriftReport): Promise<void>;
}

/**
 * Explanations of earlier checks: the same files, replayed by the same program on the same server, and the same database beside
 * them, give the same causes, lines and statements. They lie in the project's cache, and the oldest go.
 */
export function openMemory(situation: Situation, run: Run): Memory {
  const folder = join(projectCache(situation.project.directory), "explained");
  const file = once(async () => {
    const key = await keyOf(situation, run);
    return key === undefined ? undefined : join(folder, `${key}.json`);
  });
  return {
    recall: async () => {
      if (!existsSync(folder)) return undefined;
      const path = await file();
      const report = path === undefined ? undefined : readReport(path);
      if (report !== undefined) run.detail(`What differs was found out before: ${path}`);
      return report;
    },
    keep: async (report) => {
      try {
        const path = await file();
        if (path === undefined) return;
        writeReport(path, report);
        removeOldest(folder);
      } catch (error) {
        run.detail(`What was found out isn't kept: ${(error as Error).message}`);
      }
    },
  };
}

/** Undefined where two situations can't be told apart: other programs migrate, or a script reads what isn't in it. */
async function keyOf(situation: Situation, run: Run): Promise<string | undefined> {
  const { project, sources, target, serverMajor, compared } = situation;
  if (!isSelfContained(sources)) return undefined;
  const migrations = sources.flatMap((source) => source.migrations);
  const binaries = serverOfShadow(project, serverMajor);
  if (binaries === undefined) return undefined;
  const { host, port, user, database } = target;
  const { credentials: _, databases: __, shadow: ___, ...configuration } = project;
  return hashOf([
    toolVersion,
    programStamp(),
    process.versions.node,
    binaries,
    configuration,
    migrations.map((migration) => [
      migration.source,
      migration.name,
      migration.file,
      ledgerChecksum(migration),
    ]),
    compared,
    { host, port, user, database, owners: await readOwners(target, run) },
  ]);
}

/** What the throw-away server is like: the version that would be started, or the address of the one that is named. */
function serverOfShadow(
  { directory, postgresMajor, shadow }: Project,
  major: number,
): string | undefined {
  if (shadow !== undefined) return formatUrl({ ...shadow, password: undefined });
  for (const wanted of [major, postgresMajor]) {
    try {
      return locateBinaries({ projectDir: directory, major: wanted }).version;
    } catch {
      // Not installed: the shadow is of the next version, too.
    }
  }
  return undefined;
}

/** Changes with every file of this program, for those who work on it. */
function programStamp(): string {
  // What V8 made of it stands beside it after the first run.
  const files = readdirSync(programFolder, { recursive: true, encoding: "utf8" })
    .filter((file) => !file.includes(".code"))
    .toSorted();
  return hashOf(
    files.map((file) => {
      const stat = statSync(join(programFolder, file), { throwIfNoEntry: false });
      return [file, stat?.size, stat?.mtimeMs];
    }),
  );
}

/** Facts don't name the role that owns most; SQL does. */
async function readOwners(target: ConnectionSettings, { signal }: Run): Promise<string[]> {
  const session = await openReadingSession(target, { applicationName: "dbfirst check", signal });
  try {
    const [rows = []] = await session.query(`
      SELECT pg_catalog.pg_get_userbyid(owner) AS name
      FROM (
        SELECT relowner AS owner FROM pg_catalog.pg_class WHERE oid >= 16384
        UNION ALL SELECT proowner FROM pg_catalog.pg_proc WHERE oid >= 16384
        UNION ALL SELECT typowner FROM pg_catalog.pg_type WHERE oid >= 16384
        UNION ALL SELECT nspowner FROM pg_catalog.pg_namespace WHERE oid >= 16384
      ) owned
      GROUP BY owner ORDER BY pg_catalog.count(*) DESC, owner`);
    return rows.map(({ name }) => String(name));
  } finally {
    session.end();
  }
}

function readReport(file: string): DriftReport | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as DriftReport;
  } catch {
    return undefined;
  }
}

function writeReport(file: string, report: DriftReport): void {
  const text = JSON.stringify(report);
  if (text.length > largestKept) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, file);
}

function removeOldest(folder: string): void {
  const byAge = readdirSync(folder)
    .map((name) => join(folder, name))
    .map((file) => ({ file, age: statSync(file).mtimeMs }))
    .toSorted((a, b) => b.age - a.age);
  for (const { file } of byAge.slice(mostKept)) rmSync(file, { force: true });
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
