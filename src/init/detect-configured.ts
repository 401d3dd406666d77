import { textOf, within, type Folder } from "./folders.ts";
import { untried, type Setting, type SourceDraft } from "./source-draft.ts";

/** Programs whose SQL files look like anybody's, by a file of their own beside these. */
export function detectConfigured(project: string, folders: readonly Folder[]): SourceDraft[] {
  const detectors = [detectSqlx, detectDiesel, detectAtlas, detectLiquibase, detectSqitch];
  return folders.flatMap((folder) =>
    detectors.flatMap((detect) => detect({ project, folder, folders })),
  );
}

interface Place {
  project: string;
  folder: Folder;
  folders: readonly Folder[];
}

function draft(
  system: string,
  migrations: number,
  settings: { directory: string } & Readonly<Record<string, Setting>>,
): SourceDraft {
  return {
    system,
    migrations,
    needs: "program",
    settings: { name: system.toLowerCase(), kind: "command", ...settings },
    remarks: [untried(system)],
  };
}

const inside = (path: string) => (path === "" ? {} : { workingDirectory: path });

/** A Rust project that depends on sqlx, with migrations beside its Cargo.toml. */
function detectSqlx({ project, folder: { path, files }, folders }: Place): SourceDraft[] {
  const cargo = files.includes("Cargo.toml") ? textOf(project, within(path, "Cargo.toml")) : "";
  const own = folders.find((folder) => folder.path === within(path, "migrations"));
  if (own === undefined || !/^\s*sqlx\s*=|\.sqlx\]/m.test(cargo ?? "")) return [];
  const goesBack = own.files.some((name) => name.endsWith(".down.sql"));
  const count = own.files.filter((name) => /^\d+_.*(?<!\.down)\.sql$/.test(name)).length;
  if (count === 0) return [];
  return [
    draft("sqlx", count, {
      directory: own.path,
      ...inside(path),
      up: "sqlx migrate run",
      ...(goesBack && { down: "sqlx migrate revert" }),
      bookkeeping: "public._sqlx_migrations",
    }),
  ];
}

function detectDiesel({ folder: { path, files }, folders }: Place): SourceDraft[] {
  const own = within(path, "migrations");
  const count = folders.filter(
    (folder) => folder.path.startsWith(`${own}/`) && folder.files.includes("up.sql"),
  ).length;
  if (!files.includes("diesel.toml") || count === 0) return [];
  return [
    draft("Diesel", count, {
      directory: own,
      ...inside(path),
      up: "diesel migration run",
      down: "diesel migration revert",
      bookkeeping: "public.__diesel_schema_migrations",
    }),
  ];
}

/** Atlas' sums lie among its files; its atlas.hcl may lie above them. */
function detectAtlas({ project, folder: { path, files }, folders }: Place): SourceDraft[] {
  if (!files.includes("atlas.sum")) return [];
  const above = folders.findLast(
    (folder) =>
      folder.files.includes("atlas.hcl") &&
      (folder.path === "" || `${path}/`.startsWith(`${folder.path}/`)),
  );
  const text = above === undefined ? "" : textOf(project, within(above.path, "atlas.hcl"));
  const env = /^env\s+"([^"]+)"/m.exec(text ?? "")?.[1] ?? "local";
  const found = draft("Atlas", files.filter((name) => /\.sql$/i.test(name)).length, {
    directory: path,
    ...inside(above?.path ?? ""),
    up: `atlas migrate apply --env ${env}`,
    status: `atlas migrate status --env ${env}`,
    pendingPattern: "PENDING",
    bookkeeping: "atlas_schema_revisions.atlas_schema_revisions",
  });
  const remark = `Atlas takes the database from the environment "${env}" of atlas.hcl: let its url be getenv("DATABASE_URL").`;
  return [{ ...found, remarks: [...found.remarks, remark] }];
}

const changeLog = /databaseChangeLog|^--\s*liquibase formatted sql/im;

/** The change log that liquibase.properties names; without that, the first whose name says that it is the main one. */
function detectLiquibase({ project, folder: { path, files }, folders }: Place): SourceDraft[] {
  const main = files.find(
    (name) =>
      /^(db\.)?changelog([-_.](master|root|main))?\.(xml|ya?ml|json|sql)$/i.test(name) &&
      changeLog.test(textOf(project, within(path, name)) ?? ""),
  );
  if (main === undefined) return [];
  const below = folders.filter(
    (folder) => folder.path === path || folder.path.startsWith(`${path}/`),
  );
  const count = below.flatMap((folder) => folder.files).length - 1;
  return [
    draft("Liquibase", Math.max(count, 1), {
      directory: path === "" ? "." : path,
      up: "liquibase update",
      bookkeeping: "public.databasechangelog",
      env: {
        LIQUIBASE_COMMAND_URL: "jdbc:postgresql://{host}:{port}/{database}?sslmode={sslmode}",
        LIQUIBASE_COMMAND_USERNAME: "{user}",
        LIQUIBASE_COMMAND_PASSWORD: "{password}",
        LIQUIBASE_COMMAND_CHANGELOG_FILE: within(path, main),
      },
    }),
  ];
}

function detectSqitch({ folder: { path, files }, folders }: Place): SourceDraft[] {
  const own = folders.find((folder) => folder.path === within(path, "deploy"));
  if (!files.includes("sqitch.plan") || own === undefined) return [];
  return [
    draft("Sqitch", own.files.length, {
      directory: own.path,
      ...inside(path),
      up: "sqitch deploy",
      down: "sqitch revert -y --to @HEAD^",
      reset: "sqitch revert -y",
      bookkeeping: "sqitch.changes",
      env: { SQITCH_TARGET: "{url:db:pg}" },
    }),
  ];
}
