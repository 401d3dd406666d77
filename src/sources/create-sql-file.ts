import { mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { SourceError, UsageError } from "../errors.ts";
import { fileReason } from "../file-reason.ts";
import type { NewMigration } from "./kind.ts";
import { writeNewFile } from "./write-new-file.ts";

/**
 * Writes the next SQL file of a folder, with its name in a comment.
 *
 * @returns its path, relative to the project.
 * @throws SourceError when there is such a file, or it would run before others.
 */
export async function createSqlFile(
  { name: source, directory }: { name: string; directory: string },
  { name, projectDirectory, language = "sql" }: NewMigration,
): Promise<string> {
  if (language !== "sql")
    throw new UsageError(`Source "${source}" takes SQL files`, { hint: "Leave out --language." });
  const folder = join(projectDirectory, directory);
  const file = `${directory}/${nextSqlName(namesIn(folder), { name, now: new Date() })}`;
  const path = join(projectDirectory, file);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeNewFile(path, `-- ${name}\n`);
  } catch (error) {
    throw new SourceError("SOURCE_UNREADABLE", `${file} can't be written: ${fileReason(error)}`, {
      cause: error,
    });
  }
  return file;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^[^.].*(?<!\.down)\.sql$/is.test(name));
  } catch (error) {
    // Its first file makes the folder.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new SourceError("SOURCE_UNREADABLE", `${folder} can't be read: ${fileReason(error)}`, {
      cause: error,
    });
  }
}

/**
 * The name of a folder's next file, numbered or dated as the last one is: `0008_name.sql` behind `0007_x.sql`; else it begins
 * with the time in UTC, as `20260504101830_name.sql`. Pure.
 *
 * @throws SourceError when it would run before the last one.
 */
export function nextSqlName(
  existing: readonly string[],
  { name, now }: { name: string; now: Date },
): string {
  const last = existing.toSorted().at(-1);
  const next = `${prefixAfter(last, now)}${name}.sql`;
  if (last === undefined || last < next) return next;
  throw new SourceError("NAME_ORDER", `${next} would run before ${last}`, {
    hint: "Files run in the order of their names. Give the files of that folder names that begin with numbers of one length, or with a time.",
  });
}

function prefixAfter(last: string | undefined, now: Date): string {
  const time = now.toISOString();
  if (last !== undefined && /^\d{4}-\d{2}-\d{2}T/.test(last))
    return `${time.replaceAll(":", "-")}-`;
  const stem = last?.replace(/\.sql$/i, "") ?? "";
  const [, letters = "", digits, separator = "_"] =
    /^([A-Za-z]?)(\d+)([_.-]{0,2})/.exec(stem) ?? [];
  // A date has eight digits at least, and seconds make fourteen of it.
  if (digits === undefined || digits.length >= 8)
    return `${time.replaceAll(/\D/g, "").slice(0, 14)}${separator === "" ? "_" : separator}`;
  const number = `${Number(digits) + 1}`.padStart(digits.length, "0");
  return `${letters}${number}${separator === "" ? "_" : separator}`;
}
