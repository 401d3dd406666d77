import { rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { measure } from "../../backup/checksum.ts";
import { copyData } from "../../backup/copy-data.ts";
import { describeDatabase } from "../../backup/describe-database.ts";
import { dumpDatabase } from "../../backup/dump.ts";
import { isFileError } from "../../file-reason.ts";
import { findClient, type Client } from "../../backup/find-client.ts";
import { manifestFile, manifestText, type BackupManifest } from "../../backup/manifest.ts";
import { putInPlace } from "../../backup/put-in-place.ts";
import { rotate } from "../../backup/rotate.ts";
import { fingerprint } from "../../catalog/fingerprint.ts";
import { readCatalog } from "../../catalog/read.ts";
import type { Project } from "../../config/load.ts";
import { DbfirstError } from "../../errors.ts";
import { onExit } from "../../postgres/embedded/on-exit.ts";
import type { ConnectionSettings, Target } from "../../postgres/settings.ts";
import { toolEnvironment } from "../../tools/environment.ts";
import { settingsForPrograms } from "../../tools/program-settings.ts";
import { toolVersion } from "../../version.ts";
import type { Run } from "../run.ts";
import {
  defaultPlace,
  draftFolder,
  freeName,
  ownName,
  refuseUnwritable,
  shown,
  unwritable,
} from "./backup-place.ts";

export interface BackupOptions {
  /** Where to write, from the project's folder; undefined: a name with the time in `.dbfirst/backups/`. */
  output?: string | undefined;
  /** How many backups of this database stay beside it, with the new one; undefined: all. */
  keep?: number | undefined;
}

export interface BackupResult {
  /** Relative to the project where it lies in it. */
  file: string;
  manifest: BackupManifest;
  /** Older backups that were removed. */
  removed: string[];
  /** Milliseconds. */
  duration: number;
}

/**
 * Backs a database up: describes it, dumps it, and describes it again, as a schema that was changed meanwhile would not
 * be the one that a restore is compared with. The two files appear whole or not at all.
 *
 * @throws UsageError for a file that can't be written; DbfirstError CLIENT_MISSING, CLIENT_FAILED, BACKUP_DISTURBED;
 *   DatabaseError; the signal's reason.
 */
export async function backup(
  project: Project,
  target: Target,
  { output, keep }: BackupOptions,
  run: Run,
): Promise<BackupResult> {
  const started = performance.now();
  const { settings } = target;
  const { signal } = run;
  const createdAt = new Date();
  if (output !== undefined) refuseUnwritable(resolve(project.directory, output), output);
  run.step("Reading the catalog");
  const description = await describeDatabase(settings, signal);
  const before = await catalogFingerprint(settings, run);
  const client = await findDump(target, description.serverMajor, run);
  const kind = client === undefined ? "data" : "dump";
  const place =
    output === undefined
      ? defaultPlace(project, settings, { at: createdAt, kind })
      : resolve(project.directory, output);
  const folder = draftFolder(project, place);
  const draft = join(folder, basename(place));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // Whoever presses Ctrl-C twice doesn't wait for the end.
  const forget = onExit(remove);
  try {
    run.step(`Backing up ${settings.database}`);
    if (client === undefined) await copyData({ settings, ...description, folder: draft, signal });
    else await dump(client, settings, draft, run);
    run.step("Checking the backup");
    if ((await catalogFingerprint(settings, run)) !== before) throw disturbed(settings);
    const manifest = {
      kind,
      platform: client === undefined ? thisPlatform : null,
      database: settings.database,
      ...description,
      createdAt: createdAt.toISOString(),
      ...(await measure(draft, signal)),
      fingerprint: before,
      tools: { dbfirst: toolVersion, ...(client && { pg_dump: client.version }) },
    } as const;
    writeFileSync(manifestFile(draft), manifestText(manifest), { mode: 0o600 });
    signal.throwIfAborted();
    const file = output === undefined ? freeName(place, kind) : ownName(place, output, kind);
    putInPlace(draft, file);
    const { removed, stuck } =
      keep === undefined ? { removed: [], stuck: [] } : rotate(file, manifest, keep);
    for (const { path, reason } of stuck)
      run.warn(`The older backup ${shown(project, path)} can't be removed: ${reason}`);
    return {
      file: shown(project, file),
      manifest: { format: 1, writer: "dbfirst backup", ...manifest },
      removed: removed.map((path) => shown(project, path)),
      duration: performance.now() - started,
    };
  } catch (error) {
    throw isFileError(error) ? unwritable(shown(project, place), error) : error;
  } finally {
    remove();
    forget();
  }
}

/** The data of a server can be used on this platform only. */
export const thisPlatform = `${process.platform}-${process.arch}`;

/**
 * Looks how a database would be backed up.
 *
 * @throws DbfirstError CLIENT_MISSING; DatabaseError.
 */
export async function howBackedUp(target: Target, run: Run): Promise<BackupManifest["kind"]> {
  const { serverMajor } = await describeDatabase(target.settings, run.signal);
  return (await findDump(target, serverMajor, run)) === undefined ? "data" : "dump";
}

/** Undefined for an embedded database that no pg_dump here can read: its data is copied then. */
async function findDump(
  { origin }: Target,
  major: number,
  { env, signal }: Run,
): Promise<Client | undefined> {
  try {
    return await findClient("pg_dump", { major, env, signal });
  } catch (error) {
    const isMissing = error instanceof DbfirstError && error.code === "CLIENT_MISSING";
    if (origin === "embedded" && isMissing) return undefined;
    throw error;
  }
}

async function dump(
  client: Client,
  settings: ConnectionSettings,
  file: string,
  run: Run,
): Promise<void> {
  await dumpDatabase({
    client,
    file,
    env: await clientEnvironment(settings, run),
    signal: run.signal,
    onProgress: (bytes) =>
      run.step(`Backing up ${settings.database}: ${(bytes / 1e6).toFixed(1)} MB written`),
  });
}

/** The whole database's, whatever the project looks at. */
export async function catalogFingerprint(
  settings: ConnectionSettings,
  { signal }: Run,
): Promise<string> {
  return fingerprint((await readCatalog(settings, { signal })).facts);
}

/** The environment in which pg_dump and pg_restore find the database. */
export async function clientEnvironment(
  settings: ConnectionSettings,
  { env, signal }: Run,
): Promise<Record<string, string>> {
  return toolEnvironment(env, await settingsForPrograms(settings, signal), {});
}

function disturbed({ database }: ConnectionSettings): DbfirstError {
  return new DbfirstError(
    "BACKUP_DISTURBED",
    `The schema of "${database}" was changed while it was backed up`,
    { hint: "Nothing was written. Run it again when nobody else changes the schema." },
  );
}
