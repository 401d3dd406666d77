import { resolve } from "node:path";
import { replaceContents } from "../../apply/replace-contents.ts";
import { verifyBackup } from "../../backup/checksum.ts";
import { describeDatabase } from "../../backup/describe-database.ts";
import { findClient } from "../../backup/find-client.ts";
import { readManifest, type BackupManifest } from "../../backup/manifest.ts";
import { dumpAsScript } from "../../backup/restore-dump.ts";
import { hintFor } from "../../backup/run-client.ts";
import { fingerprint } from "../../catalog/fingerprint.ts";
import { readCatalogWithin } from "../../catalog/read-within.ts";
import type { Project } from "../../config/load.ts";
import { DatabaseError, DbfirstError, ScriptError, UsageError } from "../../errors.ts";
import { isEmptyDatabase } from "../../postgres/embedded/known-empty.ts";
import { replaceData } from "../../postgres/embedded/replace-data.ts";
import type { ConnectionSettings, Target } from "../../postgres/settings.ts";
import { toolVersion } from "../../version.ts";
import { catalogFingerprint, clientEnvironment, thisPlatform } from "./backup.ts";
import { applyOptions } from "../replay.ts";
import type { Run } from "../run.ts";

export interface RestoreOptions {
  /** From the project's folder. */
  file: string;
  /** Drop everything that the database holds first. */
  replace: boolean;
  /** Whoever restores it owns it all. */
  noOwner?: boolean | undefined;
  /** Nobody is granted anything. */
  noPrivileges?: boolean | undefined;
  /** Keep what was restored also where its fingerprint isn't the backup's. */
  noVerify?: boolean | undefined;
}

export interface RestoreResult {
  manifest: BackupManifest;
  /** The server's major version. */
  serverMajor: number;
  /** Whether the catalog has the backup's fingerprint. */
  verified: boolean;
  /** Whether owners or privileges were left out, as was asked for: then it may have another. */
  partial: boolean;
  /** How many objects were dropped first, not counting their parts. */
  dropped: number;
  /** Milliseconds. */
  duration: number;
}

/**
 * Makes a database what it was when it was backed up. A dump is restored in one transaction together with the drop of what was
 * there, at whose end the schema's fingerprint is compared: whatever fails, the database is as it was.
 *
 * @throws DbfirstError BACKUP_FOREIGN, BACKUP_MISSING, BACKUP_BROKEN, BACKUP_NEWER, NOT_EMPTY, CLIENT_MISSING,
 *   RESTORE_FAILED, RESTORE_DIFFERS; DatabaseError; the signal's reason.
 */
export async function restore(
  project: Project,
  target: Target,
  options: RestoreOptions,
  run: Run,
): Promise<RestoreResult> {
  const started = performance.now();
  const { settings } = target;
  const { file } = options;
  const { path, manifest } = findBackup(project, file);
  run.step("Checking the backup");
  await verifyBackup(path, manifest, run.signal);
  const { serverMajor } = await describeDatabase(settings, run.signal);
  if (serverMajor < manifest.serverMajor) throw newer(file, manifest, serverMajor);
  const work = { ...options, path, manifest, serverMajor };
  const restored =
    manifest.kind === "data"
      ? await restoreData(project, target, work, run)
      : await restoreFromDump(project, settings, work, run);
  const partial = options.noOwner === true || options.noPrivileges === true;
  return { manifest, serverMajor, ...restored, partial, duration: performance.now() - started };
}

/**
 * Reads what is known of a backup.
 *
 * @param file from the project's folder.
 * @throws DbfirstError BACKUP_FOREIGN, BACKUP_MISSING.
 */
export function findBackup(
  project: Pick<Project, "directory">,
  file: string,
): { path: string; manifest: BackupManifest } {
  const path = resolve(project.directory, file);
  return { path, manifest: readManifest(path) };
}

interface RestoreWork extends RestoreOptions {
  /** Absolute. */
  path: string;
  manifest: BackupManifest;
  serverMajor: number;
}

type Restored = Pick<RestoreResult, "dropped" | "verified">;

/** Puts the copied data in the place of the embedded server's. The old data goes when the server has started on it. */
async function restoreData(
  project: Project,
  target: Target,
  work: RestoreWork,
  run: Run,
): Promise<Restored> {
  refuseOtherServer(target, work);
  if (work.noOwner || work.noPrivileges) {
    throw new UsageError("--no-owner and --no-privileges are for dumps", {
      hint: `${work.file} is a copy of an embedded server's data, which is taken as it is. Nothing was changed.`,
    });
  }
  await refuseUnlessEmpty(target.settings, work);
  run.step("Restoring the embedded database");
  const { directory, postgresMajor } = project;
  const { env, signal } = run;
  const { path: source } = work;
  await replaceData({ projectDir: directory, major: postgresMajor, source, env, signal });
  run.step("Verifying");
  const now = await catalogFingerprint(target.settings, run);
  return { dropped: 0, verified: now === work.manifest.fingerprint };
}

async function restoreFromDump(
  project: Project,
  settings: ConnectionSettings,
  work: RestoreWork,
  run: Run,
): Promise<Restored> {
  const { file, path, manifest } = work;
  const { signal } = run;
  const major = Number.parseInt(manifest.tools["pg_dump"] ?? String(manifest.serverMajor), 10);
  const client = await findClient("pg_restore", { major, env: run.env, signal });
  const { noOwner = false, noPrivileges = false } = work;
  const env = await clientEnvironment(settings, run);
  const steps = {
    dropping: "Dropping what is there",
    filling: `Restoring ${settings.database}`,
    verifying: "Verifying",
    committing: "Committing",
  };
  let [verified, isCommitting] = [false, false];
  try {
    const dropped = await replaceContents({
      ...applyOptions(project, settings, [], run),
      file,
      admit: () => refuseUnlessEmpty(settings, work),
      open: () => dumpAsScript({ client, file: path, noOwner, noPrivileges, env, signal }),
      verify: async (execute) => {
        const { facts } = await readCatalogWithin(execute, {});
        verified = fingerprint(facts) === manifest.fingerprint;
        if (!verified && mustBeSame(work)) throw differs(settings, work);
      },
      onStep: (step) => {
        isCommitting = step === "committing";
        run.step(steps[step]);
      },
    });
    return { dropped, verified };
  } catch (error) {
    if (signal.aborted)
      run.warn(
        isCommitting
          ? `The restore was interrupted during its COMMIT: whether "${settings.database}" was restored isn't known`
          : `The restore was interrupted; "${settings.database}" is as it was`,
      );
    throw restoreFailed(error, settings);
  }
}

/** Another version of the server may print it otherwise, another one of ours may read more. */
function mustBeSame({ manifest, serverMajor, ...options }: RestoreWork): boolean {
  if (options.noOwner || options.noPrivileges || options.noVerify) return false;
  return serverMajor === manifest.serverMajor && manifest.tools["dbfirst"] === toolVersion;
}

async function refuseUnlessEmpty(
  settings: ConnectionSettings,
  { replace }: RestoreWork,
): Promise<void> {
  if (replace || (await isEmptyDatabase(settings))) return;
  throw new DbfirstError("NOT_EMPTY", `"${settings.database}" isn't empty`, {
    hint: "Restore into an empty database, or pass --replace to drop everything that it holds first. Nothing was changed.",
  });
}

function refuseOtherServer({ origin }: Target, { file, manifest, serverMajor }: RestoreWork): void {
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

/** What failed, and that nothing else happened. */
function restoreFailed(error: unknown, { database }: ConnectionSettings): unknown {
  const isKnown =
    error instanceof ScriptError || error instanceof DatabaseError || isClientFailure(error);
  // A COMMIT of which nobody knows what came of it says so itself.
  if (!isKnown || (error instanceof DbfirstError && error.code === "COMMIT_UNKNOWN")) return error;
  const { message } = error;
  const statement = error instanceof ScriptError ? error.statement : undefined;
  const where = statement === undefined ? "" : `\n    in: ${firstLine(statement)}`;
  return new DbfirstError(
    "RESTORE_FAILED",
    `The restore failed, and "${database}" is as it was: ${message}${where}`,
    {
      hint: hintFor(message) ?? error.hint,
      cause: error,
    },
  );
}

function firstLine(statement: string): string {
  const [line = ""] = statement.trim().split("\n");
  return line.slice(0, 200);
}

function isClientFailure(error: unknown): error is DbfirstError {
  return error instanceof DbfirstError && error.code === "CLIENT_FAILED";
}

function differs({ database }: ConnectionSettings, { file }: RestoreWork): DbfirstError {
  return new DbfirstError(
    "RESTORE_DIFFERS",
    `What ${file} gives on this server doesn't have the fingerprint of the backup, so "${database}" was left as it was`,
    {
      hint: "The server may lack something, or makes something otherwise. --no-verify restores it all the same; `dbfirst check-drift` then tells what is different.",
    },
  );
}

function newer(file: string, { serverMajor }: BackupManifest, major: number): DbfirstError {
  return new DbfirstError(
    "BACKUP_NEWER",
    `${file} comes from PostgreSQL ${serverMajor}, and this server is of ${major}`,
    { hint: `Restore it on PostgreSQL ${serverMajor} or later. Nothing was changed.` },
  );
}
