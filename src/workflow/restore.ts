import { resolve } from "node:path";
import { clearDatabase } from "../apply/clear-database.ts";
import { verifyBackup } from "../backup/checksum.ts";
import { describeDatabase } from "../backup/describe-database.ts";
import { findClient, type Client } from "../backup/find-client.ts";
import { readManifest, type BackupManifest } from "../backup/manifest.ts";
import { dropLargeObjects } from "../backup/large-objects.ts";
import { readWholeDump, restoreDump } from "../backup/restore-dump.ts";
import type { Project } from "../config/load.ts";
import { DbfirstError } from "../errors.ts";
import { isEmptyDatabase } from "../postgres/embedded/known-empty.ts";
import { replaceData } from "../postgres/embedded/replace-data.ts";
import type { ConnectionSettings, Target } from "../postgres/settings.ts";
import { catalogFingerprint, clientEnvironment, thisPlatform } from "./backup.ts";
import { applyOptions } from "./replay.ts";
import type { Run } from "./run.ts";

export interface RestoreOptions {
  /** From the project's folder. */
  file: string;
  /** Drop everything that the database holds first. */
  replace: boolean;
}

export interface RestoreResult {
  manifest: BackupManifest;
  /** The server's major version. */
  serverMajor: number;
  /** Whether the catalog has the backup's fingerprint. */
  verified: boolean;
  /** How many objects were dropped first, not counting their parts. */
  dropped: number;
  /** Milliseconds. */
  duration: number;
}

/**
 * Makes a database what it was when it was backed up. Everything that can be known before is checked before anything is
 * dropped: that the file is whole, that this pg_restore can read all of it, that the server isn't too old for it.
 *
 * @throws DbfirstError BACKUP_FOREIGN, BACKUP_MISSING, BACKUP_BROKEN, BACKUP_NEWER, NOT_EMPTY, CLIENT_MISSING,
 *   RESTORE_FAILED; DatabaseError; the signal's reason.
 */
export async function restore(
  project: Project,
  target: Target,
  { file, replace }: RestoreOptions,
  run: Run,
): Promise<RestoreResult> {
  const started = performance.now();
  const { settings } = target;
  const path = resolve(project.directory, file);
  const manifest = readManifest(path);
  run.step("Checking the backup");
  await verifyBackup(path, manifest, run.signal);
  const { serverMajor } = await describeDatabase(settings, run.signal);
  if (serverMajor < manifest.serverMajor) throw newer(file, manifest, serverMajor);
  if (manifest.kind === "data") refuseOtherServer(target, { file, manifest, serverMajor });
  const isEmpty = await isEmptyDatabase(settings);
  if (!isEmpty && !replace) throw notEmpty(settings);
  const work = { path, manifest, isEmpty };
  const dropped =
    manifest.kind === "data"
      ? await restoreData(project, work, run)
      : await restoreFromDump(project, settings, work, run);
  run.step("Verifying");
  const verified = (await catalogFingerprint(settings, run)) === manifest.fingerprint;
  return { manifest, serverMajor, verified, dropped, duration: performance.now() - started };
}

interface RestoreWork {
  /** Absolute. */
  path: string;
  manifest: BackupManifest;
  isEmpty: boolean;
}

/** Puts the copied data in the place of the embedded server's. The old data goes when the server has started on it. */
async function restoreData(project: Project, { path }: RestoreWork, run: Run): Promise<number> {
  run.step("Restoring the embedded database");
  const { directory, postgresMajor } = project;
  const { env, signal } = run;
  await replaceData({ projectDir: directory, major: postgresMajor, source: path, env, signal });
  return 0;
}

async function restoreFromDump(
  project: Project,
  settings: ConnectionSettings,
  { path, manifest, isEmpty }: RestoreWork,
  run: Run,
): Promise<number> {
  const { signal } = run;
  const major = Number.parseInt(manifest.tools["pg_dump"] ?? String(manifest.serverMajor), 10);
  const client = await findClient("pg_restore", { major, env: run.env, signal });
  const env = await clientEnvironment(settings, run);
  await readWholeDump({ client, file: path, env, signal });
  const dropped = isEmpty ? 0 : await dropEverything(project, settings, run);
  await restoreOrSay({ client, file: path, settings, env, dropped }, run);
  return dropped;
}

function refuseOtherServer(
  { origin }: Target,
  { file, manifest, serverMajor }: { file: string; manifest: BackupManifest; serverMajor: number },
): void {
  const { platform, serverMajor: major } = manifest;
  if (origin === "embedded" && serverMajor === major && platform === thisPlatform) return;
  throw new DbfirstError(
    "BACKUP_OTHER_SERVER",
    `${file} is a copy of the data of an embedded PostgreSQL ${major} on ${platform}, and can only be restored to such a one`,
    {
      hint: "A backup that is taken where pg_dump is installed can be restored anywhere. Nothing was changed.",
    },
  );
}

async function dropEverything(
  project: Project,
  settings: ConnectionSettings,
  run: Run,
): Promise<number> {
  run.step("Dropping what is there");
  const everything = { owned: undefined, cascade: true };
  const dropped = await clearDatabase({
    ...applyOptions(project, settings, [], run),
    ...everything,
  });
  return dropped + (await dropLargeObjects(settings, run.signal));
}

/** A restore that fails leaves nothing of itself; what was dropped before is gone, which has to be said. */
async function restoreOrSay(
  work: {
    client: Client;
    file: string;
    settings: ConnectionSettings;
    env: Readonly<Record<string, string>>;
    dropped: number;
  },
  run: Run,
): Promise<void> {
  const { settings, dropped } = work;
  const { database } = settings;
  run.step(`Restoring ${database}`);
  try {
    await restoreDump({ ...work, database, signal: run.signal });
  } catch (error) {
    const state =
      dropped === 0
        ? `"${database}" is empty, as it was before`
        : `"${database}" is empty now: what it held was dropped before`;
    if (run.signal.aborted) run.warn(`The restore was interrupted; ${state}`);
    if (!(error instanceof DbfirstError)) throw error;
    throw new DbfirstError("RESTORE_FAILED", `The restore failed, and ${state}. ${error.message}`, {
      hint: error.hint,
      cause: error,
    });
  }
}

function newer(file: string, { serverMajor }: BackupManifest, major: number): DbfirstError {
  return new DbfirstError(
    "BACKUP_NEWER",
    `${file} comes from PostgreSQL ${serverMajor}, and this server is of ${major}`,
    { hint: `Restore it on PostgreSQL ${serverMajor} or later. Nothing was changed.` },
  );
}

function notEmpty({ database }: ConnectionSettings): DbfirstError {
  return new DbfirstError("NOT_EMPTY", `"${database}" isn't empty`, {
    hint: "Restore into an empty database, or pass --replace to drop everything that it holds first. Nothing was changed.",
  });
}
