import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createdTables } from "../../better-auth/compare-tables.ts";
import type { Project } from "../../config/load.ts";
import { isAuthSource } from "./source.ts";
import { readProjectSources } from "../project-sources.ts";

const name = String.raw`"((?:[^"]|"")+)"`;
/** What drizzle-kit writes to take something from a table, or to change it. */
const taking = new RegExp(
  String.raw`^(?:DROP TABLE|ALTER TABLE) (?:${name}\.)?${name}(?: (?:DROP|RENAME|ALTER) [^;]*)?(?:;| CASCADE;|$)`,
  "gm",
);

/**
 * Which of the new migrations drop, rename or change what Better Auth made: sentences. Whoever edits its tables in TypeScript
 * may not mean that, and Better Auth isn't told.
 *
 * @param files paths of the migrations' SQL files, relative to the project.
 */
export async function changesOfAuthTables(
  project: Project,
  files: readonly string[],
): Promise<string[]> {
  const names = new Set(project.sources.filter(isAuthSource).map((source) => source.name));
  if (names.size === 0) return [];
  const own = readProjectSources(project).filter((source) => names.has(source.name));
  const tables = createdTables(own.flatMap(({ migrations }) => migrations.map(({ text }) => text)));
  const texts = await Promise.all(
    files.map(
      async (file) => [file, await readFile(join(project.directory, file), "utf8")] as const,
    ),
  );
  return texts.flatMap(([file, text]) => {
    const taken = [...text.matchAll(taking)].filter((match) => tables.has(unquoted(match[2]!)));
    const lines = taken.map(([statement]) => `    ${statement}`);
    if (lines.length === 0) return [];
    return [
      `${file} changes what Better Auth made. Was that meant? Better Auth goes on looking for it; for another config \`dbfirst auth generate\` writes the change.\n${lines.join("\n")}`,
    ];
  });
}

function unquoted(text: string): string {
  return text.replaceAll('""', '"');
}
