import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import * as v from "valibot";
import { DbfirstError } from "../errors.ts";

/** The version of the files beside backups; docs/formats.md specifies them. */
const format = 1;

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const manifestSchema = v.object({
  format: v.literal(format),
  /** What tells our files from all others. */
  writer: v.literal("dbfirst backup"),
  /** pg_dump's custom format, or a copy of the data directory of an embedded server. */
  kind: v.picklist(["dump", "data"]),
  /** Where a copied data directory can be used: `linux-x64`; null for a dump. */
  platform: v.nullable(v.string()),
  database: v.string(),
  /** The server's, from its control file; null where the role may not read it. */
  systemIdentifier: v.nullable(v.string()),
  serverMajor: v.number(),
  /** ISO 8601, UTC. */
  createdAt: v.pipe(v.string(), v.isoTimestamp()),
  /** Bytes. */
  size: v.number(),
  sha256: hash,
  /** Of the catalog. */
  fingerprint: hash,
  /** The last rows of the ledger, the newest last. */
  migrations: v.array(
    v.object({ source: v.string(), migration: v.string(), checksum: v.string() }),
  ),
  /** The versions of dbfirst and, for a dump, of pg_dump. */
  tools: v.record(v.string(), v.string()),
});

/** What is known of a backup: the content of the `.json` beside it. */
export type BackupManifest = v.InferOutput<typeof manifestSchema>;

/** Where the manifest of a backup is. */
export function manifestFile(file: string): string {
  return `${file}.json`;
}

export function manifestText(manifest: Omit<BackupManifest, "format" | "writer">): string {
  return `${JSON.stringify({ format, writer: "dbfirst backup", ...manifest }, undefined, 2)}\n`;
}

/**
 * Reads what is known of a backup.
 *
 * @throws DbfirstError BACKUP_MISSING; BACKUP_FOREIGN when there is no manifest, or none of this version.
 */
export function readManifest(file: string): BackupManifest {
  const path = manifestFile(file);
  if (file.endsWith(".json") && parseManifest(readText(file)) !== undefined) {
    throw new DbfirstError("BACKUP_FOREIGN", `${file} says what a backup holds, and isn't it`, {
      hint: `Name the backup itself, without .json: ${basename(file, ".json")}`,
    });
  }
  if (!existsSync(file) && !existsSync(path)) {
    throw new DbfirstError("BACKUP_MISSING", `${file} isn't there`, {
      hint: "Backups are in .dbfirst/backups/ unless --output named another place. Nothing was restored.",
    });
  }
  const manifest = parseManifest(readText(path));
  if (manifest !== undefined) return manifest;
  throw new DbfirstError("BACKUP_FOREIGN", `${path} isn't the description of a backup`, {
    hint: "It was changed, or a newer dbfirst wrote it. Nothing was restored.",
  });
}

/** The manifest that a text holds; undefined for any other text. */
export function parseManifest(text: string): BackupManifest | undefined {
  try {
    const result = v.safeParse(manifestSchema, JSON.parse(text));
    return result.success ? result.output : undefined;
  } catch {
    // No JSON: somebody else's file.
    return undefined;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new DbfirstError(
      "BACKUP_FOREIGN",
      `${path} can't be read, which says what the backup holds`,
      {
        hint: "dbfirst restore takes what dbfirst backup wrote, both files; for another dump there is pg_restore.",
        cause,
      },
    );
  }
}
