import { textOf, within, type Folder } from "./folders.ts";
import type { Manifest } from "./manifest.ts";
import { untried, type Setting, type SourceDraft } from "./source-draft.ts";

/** A migration system of npm's, that runs files of JavaScript or TypeScript. */
interface NodeProgram {
  system: string;
  /** The packages of which the project has one. */
  packages: readonly string[];
  /** What its migrations have in them. */
  migration: RegExp;
  /** The file that leads to the database, by its name or by what it has in it. */
  config?: { name: RegExp } | { text: RegExp };
  /** @param config that file, from its own folder; `undefined` where none was found. */
  settings: (
    config: string | undefined,
    manifest: Pick<Manifest, "isModule">,
  ) => Readonly<Record<string, Setting>>;
}

const script = /\.[cm]?[jt]s$/;

const programs: readonly NodeProgram[] = [
  {
    system: "Knex",
    packages: ["knex"],
    migration: /\bexports\.up\b|\bexport\s+(async\s+)?(function|const)\s+up\b/,
    config: { name: /^knexfile\.[cm]?[jt]s$/ },
    settings: () => ({
      up: "knex migrate:latest",
      down: "knex migrate:down",
      reset: "knex migrate:rollback --all",
      status: "knex migrate:status",
      pendingPattern: "Found [1-9]\\d* Pending",
      bookkeeping: "public.knex_migrations",
    }),
  },
  {
    system: "TypeORM",
    packages: ["typeorm"],
    migration: /\bMigrationInterface\b/,
    config: { text: /\bnew\s+DataSource\s*\(/ },
    settings: (config = "data-source.js", { isModule }) => {
      const type = /\.([cm]?)ts$/.exec(config)?.[1];
      const isEsm = type === "m" || (type === "" && isModule);
      const program =
        type === undefined ? "typeorm" : `typeorm-ts-node-${isEsm ? "esm" : "commonjs"}`;
      return {
        up: `${program} migration:run -d ${config}`,
        down: `${program} migration:revert -d ${config}`,
        status: `${program} migration:show -d ${config}`,
        pendingPattern: "\\[ \\]",
        bookkeeping: "public.migrations",
      };
    },
  },
  {
    system: "Sequelize",
    packages: ["sequelize-cli"],
    migration: /\bqueryInterface\b/,
    config: { name: /^\.sequelizerc$/ },
    settings: () => ({
      up: "sequelize-cli db:migrate",
      down: "sequelize-cli db:migrate:undo",
      reset: "sequelize-cli db:migrate:undo:all",
      status: "sequelize-cli db:migrate:status",
      pendingPattern: "\\ndown ",
      bookkeeping: 'public."SequelizeMeta"',
    }),
  },
  {
    system: "Kysely",
    packages: ["kysely-ctl"],
    migration: /\bup\s*\(|\bup\b\s*[:=]/,
    config: { name: /^kysely\.config\.[cm]?[jt]s$/ },
    settings: () => ({
      up: "kysely migrate:latest",
      down: "kysely migrate:down",
      reset: "kysely migrate:rollback --all",
      status: "kysely migrate:list",
      pendingPattern: "\\[ \\]",
      bookkeeping: "public.kysely_migration",
    }),
  },
  {
    system: "MikroORM",
    packages: ["@mikro-orm/migrations"],
    migration: /\bextends\s+Migration\b/,
    config: { name: /^mikro-orm\.config\.[cm]?[jt]s$/ },
    settings: () => ({
      up: "mikro-orm migration:up",
      down: "mikro-orm migration:down",
      bookkeeping: "public.mikro_orm_migrations",
    }),
  },
];

/** The systems of npm's that a project has, with the first folder that holds migrations of theirs. */
export function detectNodePrograms(
  project: string,
  manifest: Manifest,
  folders: readonly Folder[],
): SourceDraft[] {
  return programs
    .filter(({ packages }) => packages.some((name) => manifest.dependencies.has(name)))
    .flatMap((program) => draftOf(project, program, { manifest, folders }));
}

function draftOf(
  project: string,
  program: NodeProgram,
  { manifest, folders }: { manifest: Manifest; folders: readonly Folder[] },
): SourceDraft[] {
  const { system, migration, settings } = program;
  const found = folders
    .filter(({ path }) => /(^|\/)[^/]*migrations?$/i.test(path))
    .map((folder) => ({
      folder,
      count: folder.files.filter(
        (name) =>
          script.test(name) && migration.test(textOf(project, within(folder.path, name)) ?? ""),
      ).length,
    }))
    .find(({ count }) => count > 0);
  if (found === undefined) return [];
  const config = configOf(project, program, folders);
  // A data source is named to the program, from the project; other files are looked for where it runs.
  const isNamed = program.config !== undefined && "text" in program.config;
  const place = isNamed || config === undefined ? "" : config.folder;
  return [
    {
      system,
      migrations: found.count,
      settings: {
        name: system.toLowerCase(),
        kind: "command",
        directory: found.folder.path,
        ...(place !== "" && { workingDirectory: place }),
        ...settings(config && within(config.folder, config.name), manifest),
      },
      remarks: [
        untried(system),
        ...(config === undefined || /DATABASE_URL/.test(config.text)
          ? []
          : [
              `${within(config.folder, config.name)} doesn't mention DATABASE_URL: ${system} has to take the database from there, or it migrates another.`,
            ]),
      ],
    },
  ];
}

function configOf(project: string, { config }: NodeProgram, folders: readonly Folder[]) {
  if (config === undefined) return undefined;
  for (const { path, files } of folders) {
    for (const name of files) {
      if ("name" in config ? !config.name.test(name) : !script.test(name)) continue;
      const text = textOf(project, within(path, name)) ?? "";
      if ("name" in config || config.text.test(text)) return { folder: path, name, text };
    }
  }
  return undefined;
}
