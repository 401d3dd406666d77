import type { Folder } from "./folders.ts";
import type { Manifest } from "./manifest.ts";
import type { SourceDraft } from "./source-draft.ts";

/** node-pg-migrate, where the project has it, with what its scripts pass on the command line. */
export function detectNodePgMigrate(
  { dependencies, scripts }: Manifest,
  folders: readonly Folder[],
): SourceDraft[] {
  if (!dependencies.has("node-pg-migrate")) return [];
  const commands = [...scripts.values()].filter((text) => /\bnode-pg-migrate\b/.test(text));
  const option = (...names: readonly string[]) =>
    commands.map((text) => optionOf(text, names)).find((value) => value !== undefined);
  const directory = (option("-m", "--migrations-dir") ?? "migrations")
    .replace(/^\.\//, "")
    .replace(/\/+$/, "");
  const folder = folders.find(({ path }) => path === directory);
  if (folder === undefined) return [];
  const settings = {
    migrationsTable: option("-t", "--migrations-table"),
    migrationsSchema: option("--migrations-schema"),
    schema: option("-s", "--schema"),
  };
  const given = Object.entries(settings).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const makesSchema = commands.some((text) => /--create-(migrations-)?schema\b/.test(text));
  const config = option("-f", "--config-file");
  return [
    {
      system: "node-pg-migrate",
      migrations: folder.files.filter((name) => /^\d.*\.(sql|[cm]?[jt]s)$/.test(name)).length,
      settings: {
        name: "node-pg-migrate",
        kind: "node-pg-migrate",
        directory,
        ...Object.fromEntries(given),
        ...(makesSchema && { createSchema: true }),
      },
      remarks:
        config === undefined
          ? []
          : [
              `${config} is node-pg-migrate's own configuration: what it says of folder, table and schema belongs into the source, too.`,
            ],
    },
  ];
}

function optionOf(command: string, names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = new RegExp(
      `(?:^|\\s)${name}(?:\\s+|=)(?:"([^"]+)"|'([^']+)'|([^\\s"'-][^\\s]*))`,
    ).exec(command);
    if (found !== null) return found[1] ?? found[2] ?? found[3];
  }
  return undefined;
}
