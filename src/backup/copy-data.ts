import { constants } from "node:fs";
import { copyFile, lstat, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DbfirstError } from "../errors.ts";
import { fileReason, isFileError } from "../file-reason.ts";
import { connect, type Sql } from "../postgres/connect.ts";
import { toDatabaseError } from "../postgres/failure.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";

export interface CopyDataOptions {
  settings: ConnectionSettings;
  serverMajor: number;
  /** Where to write; made, for nobody else to enter. May not exist. */
  folder: string;
  signal?: AbortSignal | undefined;
}

/** https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP-DATA */
const leftEmpty = new Set([
  "pg_dynshmem",
  "pg_notify",
  "pg_replslot",
  "pg_serial",
  "pg_snapshots",
  "pg_stat_tmp",
  "pg_subtrans",
  "pg_wal",
]);
const leftOut =
  /^(postmaster\.(pid|opts)|backup_label(\.old)?|tablespace_map(\.old)?|pg_internal\.init.*|pgsql_tmp.*)$/;

/**
 * Copies the data directory of a server of this machine while it runs: PostgreSQL's low-level backup, with the log that
 * it needs to become consistent.
 *
 * @throws DbfirstError BACKUP_TABLESPACES; DatabaseError; the signal's reason. The caller removes what was written.
 */
export async function copyData(options: CopyDataOptions): Promise<void> {
  const { settings, folder, signal } = options;
  // Backup mode and the slot, which keeps the log from being removed, end with the session.
  const sql = await connect(settings, { applicationName: "dbfirst backup", signal });
  try {
    await copyWithin(sql, options);
    signal?.throwIfAborted();
  } catch (error) {
    signal?.throwIfAborted();
    throw isFileError(error) ? unwritable(error) : toDatabaseError(error, settings);
  } finally {
    await sql.end({ timeout: 1 });
  }
  await mkdir(join(folder, "pg_wal", "archive_status"), { recursive: true, mode: 0o700 });
}

async function copyWithin(sql: Sql, { serverMajor, folder, signal }: CopyDataOptions) {
  const [row] = await sql<
    { directory: string }[]
  >`select current_setting('data_directory') as directory`;
  const { directory } = row!;
  await sql`select pg_create_physical_replication_slot(${`dbfirst_backup_${process.pid}`}, true, true)`;
  const [start, stop] =
    serverMajor >= 15
      ? ["pg_backup_start('dbfirst backup', true)", "pg_backup_stop(false)"]
      : ["pg_start_backup('dbfirst backup', true, false)", "pg_stop_backup(false, false)"];
  await sql.unsafe(`select ${start}`);
  await copyFolder(directory, folder, signal);
  const [end] = await sql.unsafe<{ label: string; map: string | null; last: string }[]>(
    `select labelfile as label, spcmapfile as map, pg_walfile_name(lsn) as last from ${stop}`,
  );
  const { label, map, last } = end!;
  if (map) throw tablespaces();
  await writeFile(join(folder, "backup_label"), label, { mode: 0o600 });
  const first = /\(file ([0-9A-F]{24})\)/.exec(label)?.[1] ?? last;
  for (const name of await readdir(join(directory, "pg_wal"))) {
    if (!/^[0-9A-F]{24}$/.test(name) || name < first || name > last) continue;
    await copyOne(join(directory, "pg_wal", name), join(folder, "pg_wal", name));
  }
}

async function copyFolder(source: string, target: string, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await mkdir(target, { mode: 0o700 });
  for (const name of await readdir(source)) {
    if (leftOut.test(name)) continue;
    const [from, to] = [join(source, name), join(target, name)];
    const found = await statOrGone(from);
    if (found === undefined) continue;
    if (found.isSymbolicLink()) throw tablespaces();
    if (!found.isDirectory()) await copyOne(from, to);
    else if (leftEmpty.has(name)) await mkdir(to, { mode: 0o700 });
    else await copyFolder(from, to, signal);
  }
}

/** What a running server removes meanwhile, its log knows. */
async function copyOne(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE).catch(ignoreGone);
}

function statOrGone(path: string) {
  return lstat(path).catch(ignoreGone);
}

function ignoreGone(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
}

function unwritable(cause: unknown): DbfirstError {
  return new DbfirstError("BACKUP_UNWRITABLE", `The data can't be copied: ${fileReason(cause)}`, {
    hint: "Nothing was left behind.",
    cause,
  });
}

function tablespaces(): DbfirstError {
  return new DbfirstError(
    "BACKUP_TABLESPACES",
    "The embedded database has a tablespace or a link in its data, which a copy can't hold",
    { hint: "Install a pg_dump of the server's version: then the backup is a dump." },
  );
}
