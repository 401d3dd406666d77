import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { connect } from "../connect.ts";
import type { ConnectionSettings } from "../settings.ts";
import { dataFolder } from "./data-folder.ts";
import { projectFolder } from "./project-folder.ts";
import { embeddedStatus } from "./server.ts";

interface DataDirectory {
  projectDir: string;
  major: number;
}

const fileName = "empty";

/** The objects of a user begin with this number: `FirstNormalObjectId`. */
const firstOfUsers = 16384;

/** Has nobody made anything in this database? Needs no right but to connect. */
export async function isEmptyDatabase(settings: ConnectionSettings): Promise<boolean> {
  const sql = await connect(settings, { applicationName: "dbfirst check" });
  try {
    const catalogs = [
      "pg_class",
      "pg_proc",
      "pg_type",
      "pg_namespace",
      "pg_extension",
      "pg_largeobject_metadata",
    ];
    const some = catalogs.map(
      (catalog) => `EXISTS (SELECT FROM pg_catalog.${catalog} WHERE oid >= ${firstOfUsers})`,
    );
    const [row] = await sql.unsafe<{ some: boolean }[]>(`SELECT ${some.join(" OR ")} AS some`);
    return row?.some === false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/**
 * Remembers that the project's database is empty, after its server was stopped: a check needn't start it again. Each start
 * writes `pg_control` anew, so that whatever happens to the database later is noticed.
 */
export function rememberEmpty(at: DataDirectory): void {
  const control = controlHash(at);
  if (control !== undefined) writeFileSync(noteFile(at), `${control}\n`);
}

/** Was the database empty when its server was stopped for the last time? */
export function isKnownEmpty(at: DataDirectory): boolean {
  try {
    return readFileSync(noteFile(at), "utf8").trim() === controlHash(at);
  } catch {
    return false;
  }
}

function noteFile({ projectDir }: DataDirectory): string {
  return join(projectFolder(resolve(projectDir)), fileName);
}

/** Undefined while the server runs, or where there is none. */
function controlHash({ projectDir, major }: DataDirectory): string | undefined {
  if (embeddedStatus({ projectDir }).running) return undefined;
  try {
    const control = readFileSync(join(dataFolder(resolve(projectDir), major), "global/pg_control"));
    return `${major} ${createHash("sha256").update(control).digest("hex")}`;
  } catch {
    return undefined;
  }
}
