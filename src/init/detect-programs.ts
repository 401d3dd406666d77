import { markedSystem, type MarkedSystem } from "../sources/marked-sql.ts";
import { textOf, within, type Folder } from "./folders.ts";
import type { Manifest } from "./manifest.ts";
import { detectConfigured } from "./detect-configured.ts";
import { detectNodePrograms } from "./detect-node-programs.ts";
import { untried, type Setting, type SourceDraft } from "./source-draft.ts";

/** Migration systems that run as programs, by the files that they leave in a project. */
export function detectPrograms(
  project: string,
  manifest: Manifest,
  folders: readonly Folder[],
): SourceDraft[] {
  const configured = [
    ...folders.flatMap((folder) => detectSqlMigrate(project, folder, folders)),
    ...detectNodePrograms(project, manifest, folders),
    ...detectConfigured(project, folders),
  ];
  const known = new Set(configured.map(({ settings }) => settings.directory));
  return [
    ...configured,
    ...folders
      .filter(({ path }) => !known.has(path))
      .flatMap((folder) => detectBySql(project, manifest, folder)),
    ...folders.flatMap((folder) => detectPrisma(manifest, folder, folders)),
  ];
}

/** sql-migrate's dbconfig.yml. */
function detectSqlMigrate(
  project: string,
  { path, files }: Folder,
  folders: readonly Folder[],
): SourceDraft[] {
  if (!files.includes("dbconfig.yml")) return [];
  const text = textOf(project, within(path, "dbconfig.yml")) ?? "";
  if (!/dialect:\s*postgres/.test(text)) return [];
  const setting = (key: string) =>
    new RegExp(`^\\s+${key}:\\s*["']?([^\\s"'#]+)`, "m").exec(text)?.[1];
  const named = setting("dir") ?? "migrations";
  const directory = within(path, named.replace(/^\.\//, "").replace(/\/+$/, ""));
  const variable = /datasource:.*\$\{?(\w+)\}?/.exec(text)?.[1];
  return [
    {
      system: "sql-migrate",
      migrations: sqlFiles(folders.find((folder) => folder.path === directory)).length,
      needs: "program",
      settings: {
        name: "sql-migrate",
        kind: "command",
        directory,
        ...(path !== "" && { workingDirectory: path }),
        up: "sql-migrate up",
        down: "sql-migrate down",
        reset: "sql-migrate down -limit=0",
        status: "sql-migrate status",
        pendingPattern: "\\| no +\\|",
        bookkeeping: `public.${setting("table") ?? "gorp_migrations"}`,
        ...(variable !== undefined && { env: { [variable]: "{url}" } }),
      },
      remarks:
        variable === undefined
          ? [
              `${within(path, "dbconfig.yml")} names a fixed datasource: let it take \${DATABASE_URL}.`,
            ]
          : [],
    },
  ];
}

/** Folders of SQL files in the language of dbmate, goose, sql-migrate, golang-migrate or Flyway. */
function detectBySql(project: string, manifest: Manifest, folder: Folder): SourceDraft[] {
  const names = sqlFiles(folder);
  const base = { kind: "command", directory: folder.path } as const;
  const draft = (
    system: string,
    count: number,
    settings: object,
    remarks: readonly string[] = [untried(system)],
  ): SourceDraft => ({
    system,
    migrations: count,
    needs: manifest.dependencies.has(system) ? undefined : "program",
    remarks,
    settings: { name: system.toLowerCase(), ...base, ...settings },
  });
  const marked = names
    .map((name) => markedSystem(textOf(project, within(folder.path, name)) ?? ""))
    .find((system) => system !== undefined);
  if (marked !== undefined) {
    const { remarks, ...settings } = markedSettings(marked, folder.path);
    return [draft(marked, names.length, settings, remarks)];
  }
  const ups = names.filter((name) => /^\d+_.*\.up\.sql$/.test(name));
  if (ups.length > 0) {
    const migrate = (what: string) => [
      "sh",
      "-c",
      `migrate -path ${folder.path} -database "$DATABASE_URL" ${what}`,
    ];
    return [
      draft("golang-migrate", ups.length, {
        up: migrate("up"),
        down: migrate("down 1"),
        bookkeeping: "public.schema_migrations",
      }),
    ];
  }
  const versioned = names.filter((name) => /^V\d[\d._]*__.*\.sql$/.test(name));
  if (versioned.length === 0) return [];
  const env = {
    FLYWAY_URL: "jdbc:postgresql://{host}:{port}/{database}?sslmode={sslmode}",
    FLYWAY_USER: "{user}",
    FLYWAY_PASSWORD: "{password}",
    FLYWAY_LOCATIONS: `filesystem:${folder.path}`,
  };
  return [
    draft("Flyway", versioned.length, {
      up: "flyway migrate",
      bookkeeping: "public.flyway_schema_history",
      env,
    }),
  ];
}

/** What runs the files of a system that is known by the comments in them. */
function markedSettings(
  system: MarkedSystem,
  directory: string,
): Record<string, Setting> & { remarks: readonly string[] } {
  switch (system) {
    case "dbmate":
      return {
        up: "dbmate --no-dump-schema migrate",
        down: "dbmate --no-dump-schema rollback",
        status: "dbmate status --exit-code",
        bookkeeping: "public.schema_migrations",
        // Its own default needs no saying.
        ...(directory !== "db/migrations" && { env: { DBMATE_MIGRATIONS_DIR: directory } }),
        remarks: [],
      };
    case "goose":
      return {
        up: "goose up",
        down: "goose down",
        reset: "goose reset",
        status: "goose status",
        pendingPattern: "Pending",
        bookkeeping: "public.goose_db_version",
        env: {
          GOOSE_DRIVER: "postgres",
          GOOSE_DBSTRING: "{url}",
          GOOSE_MIGRATION_DIR: directory,
        },
        remarks: [untried("goose")],
      };
    case "sql-migrate":
      return {
        up: "sql-migrate up",
        down: "sql-migrate down",
        reset: "sql-migrate down -limit=0",
        bookkeeping: "public.gorp_migrations",
        remarks: [
          `${directory}/ holds files of sql-migrate, and no dbconfig.yml names it: say in up, down and reset what runs them.`,
        ],
      };
  }
}

/** `prisma/migrations`, with a folder for each. */
function detectPrisma(
  { dependencies }: Manifest,
  { path, files }: Folder,
  folders: readonly Folder[],
): SourceDraft[] {
  if (!files.includes("migration_lock.toml") || !dependencies.has("prisma")) return [];
  const own = folders.filter(
    (folder) => folder.path.startsWith(`${path}/`) && folder.files.includes("migration.sql"),
  );
  return [
    {
      system: "Prisma",
      migrations: own.length,
      settings: {
        name: "prisma",
        kind: "command",
        directory: path,
        up: "npx prisma migrate deploy",
        bookkeeping: "public._prisma_migrations",
      },
      remarks: [untried("Prisma")],
    },
  ];
}

function sqlFiles(folder: Folder | undefined): string[] {
  return (folder?.files ?? []).filter((name) => /\.sql$/i.test(name));
}
