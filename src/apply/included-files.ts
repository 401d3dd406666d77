import { resolve } from "node:path";

import { expandScript } from "../psql/scan/expand.ts";
import { fromBytes, toBytes } from "../psql/text/bytes.ts";
import type { Migration } from "../sources/migration.ts";
import { readIncluded } from "./script-policy.ts";

/** The files that a migration includes by literal names, each once, in the order in which they are first named. */
export function includedFiles(
  migration: Migration,
  projectDirectory: string,
): { file: string; bytes: Buffer | undefined }[] {
  // Nearly no migration includes anything.
  if (!/\\i(?:r|nclude|nclude_relative)?\s/.test(migration.text)) return [];
  const { included } = expandScript(
    { file: toBytes(migration.file), text: toBytes(migration.text) },
    readIncluded(projectDirectory),
  );
  const files = new Map<string, { file: string; bytes: Buffer | undefined }>();
  for (const { file, text } of included) {
    const name = fromBytes(file);
    const bytes = text === undefined ? undefined : Buffer.from(text, "latin1");
    const path = resolve(projectDirectory, name);
    if (!files.has(path)) files.set(path, { file: name, bytes });
  }
  return [...files.values()];
}
