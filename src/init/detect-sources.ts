import { detectAlembic } from "./detect-alembic.ts";
import { detectNodePgMigrate } from "./detect-node-pg-migrate.ts";
import { detectPrograms } from "./detect-programs.ts";
import { textOf, within, type Folder } from "./folders.ts";
import type { Manifest } from "./manifest.ts";
import type { SourceDraft } from "./source-draft.ts";

/** What migrates this project's database, in the order in which it should run. */
export function detectSources(
  project: string,
  {
    manifest,
    folders,
    drizzleOut,
  }: { manifest: Manifest; folders: readonly Folder[]; drizzleOut: string },
): SourceDraft[] {
  const drizzle = detectDrizzle(project, drizzleOut, folders);
  const programs = [
    ...detectNodePgMigrate(manifest, folders),
    ...detectAlembic(project, folders),
    ...detectPrograms(project, manifest, folders),
  ];
  const claimed = [drizzleOut, ...programs.map(({ settings }) => settings.directory)];
  const free = folders.filter(({ path }) => !claimed.some((folder) => isInside(path, folder)));
  const betterAuth = free
    .filter(isBetterAuths)
    .map((folder) => sqlDraft("Better Auth", "better-auth", folder));
  const plain = free.filter((folder) => !isBetterAuths(folder) && isMigrations(project, folder));
  const sql = plain.map((folder) => sqlDraft("SQL files", nameOf(folder.path), folder));
  return withUniqueNames([...betterAuth, ...sql, ...programs, ...drizzle]);
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Drizzle's own migrations, of drizzle-kit 0.31 or 1.0. */
function detectDrizzle(project: string, out: string, folders: readonly Folder[]): SourceDraft[] {
  const journal = textOf(project, `${out}/meta/_journal.json`);
  const tags =
    journal === undefined
      ? []
      : [...journal.matchAll(/"tag"\s*:\s*"([^"]+)"/g)].map(([, tag]) => `${tag}.sql`);
  const named = folders
    .filter(({ path, files }) => path.startsWith(`${out}/`) && files.includes("migration.sql"))
    .map(({ path }) => `${path.slice(out.length + 1)}/migration.sql`);
  const files = journal === undefined ? named : tags;
  const [first] = files;
  if (first === undefined) return [];
  const isIntrospected = /^\s*-- Current sql file was generated after introspecting/.test(
    textOf(project, `${out}/${first}`) ?? "",
  );
  return [
    {
      system: "Drizzle",
      migrations: files.length,
      settings: { name: "drizzle", kind: "drizzle", directory: out },
      remarks: isIntrospected
        ? [
            `${out}/${first} is what drizzle-kit pull wrote: a comment, which makes nothing. The tables that were there before need an SQL file of their own.`,
          ]
        : [],
    },
  ];
}

function sqlDraft(system: string, name: string, { path, files }: Folder): SourceDraft {
  return {
    system,
    migrations: files.filter((file) => /\.sql$/i.test(file) && !/\.down\.sql$/i.test(file)).length,
    settings: { name, kind: "sql", directory: path },
    remarks: [],
  };
}

function isBetterAuths({ path, files }: Folder): boolean {
  return /better[-_]?auth/i.test(path) && files.some((name) => /\.sql$/i.test(name));
}

const migrationFolder = /(^|\/)(migrations?|.*[-_]migrations?|sql|ddl|schema|migrate|versions)$/i;
const otherFolder =
  /(^|\/)(seeds?|fixtures?|tests?|__tests__|e2e|queries|examples?|docs?|snapshots?|backups?|dumps?)(\/|$)/i;

/** A folder whose name says that its SQL files are to be run, in the order of their names. */
function isMigrations(project: string, { path, files }: Folder): boolean {
  const names = files.filter((name) => /\.sql$/i.test(name));
  if (names.length === 0 || !migrationFolder.test(path) || otherFolder.test(path)) return false;
  // sqlc and PgTyped keep queries in such folders, too.
  return !/^--\s*name:\s*\w+\s*:(one|many|exec)|@name\s/m.test(
    textOf(project, within(path, names[0]!)) ?? "",
  );
}

/** `sql` for `db/sql`, `billing` for `billing/migrations`. */
function nameOf(path: string): string {
  const parts = path.split("/");
  const last = parts.at(-1)!;
  if (!/^(migrations?|sql|versions|schema|ddl|migrate)$/i.test(last))
    return last.replace(/[-_]migrations?$/i, "");
  const parent = parts.at(-2);
  return parent === undefined || /^(db|database|src|data)$/i.test(parent) ? last : parent;
}

function withUniqueNames(drafts: readonly SourceDraft[]): SourceDraft[] {
  const seen = new Map<string, number>();
  return drafts.map((draft) => {
    const { name } = draft.settings;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1
      ? draft
      : { ...draft, settings: { ...draft.settings, name: `${name}-${count}` } };
  });
}
