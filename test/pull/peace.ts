import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { bookkeepingTables } from "../../src/catalog/bookkeeping.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import type { FileTree } from "../../src/pull/files/file-tree.ts";
import { kitFilters } from "../../src/pull/leave-out.ts";
import { writeTree } from "../../src/pull/files/write.ts";
import type { Gap } from "../../src/pull/render/gaps.ts";
import { parseName } from "../../src/pull/render/known.ts";
import { foldersOfPackages } from "./prove-fixture.ts";

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const drizzleKit = join(dirname(require.resolve("drizzle-kit")), "bin.cjs");

/** A change that drizzle-kit proposes. */
interface Proposal {
  type: string;
  schema: string;
  table: string;
  name: string;
}

/** A project with the files in it, and others beside them, for drizzle-kit's own commands. Call it inside a test. */
export async function kitProject(
  tree: FileTree,
  settings: ConnectionSettings,
  files: Record<string, string> = {},
): Promise<string> {
  const folder = await foldersOfPackages(files);
  const { host, port, user, password, database } = settings;
  // As dbfirst push has it: bookkeeping is no part of the schema.
  const { schemas, tables } = kitFilters(bookkeepingTables);
  const config = {
    dialect: "postgresql",
    schema: "./schemas/index.ts",
    out: "./drizzle",
    schemaFilter: ["*", ...schemas],
    tablesFilter: ["*", ...tables],
    dbCredentials: { host, port, user, password, database, ssl: false },
  };
  await writeFile(join(folder, "drizzle.config.ts"), `export default ${JSON.stringify(config)};\n`);
  await writeTree(join(folder, "schemas"), tree);
  return folder;
}

/** What `drizzle-kit push` would do. */
export async function pushProposals(folder: string): Promise<Proposal[]> {
  const answer = await runKit(folder, ["push", "--explain"]);
  const statements = (answer["statements"] ?? []) as Record<string, unknown>[];
  return statements.map((statement) => {
    const object = (Object.values(statement).find(
      (value) => typeof value === "object" && value !== null && "entityType" in value,
    ) ?? statement) as Record<string, unknown>;
    return {
      type: String(statement["type"]),
      schema: String(object["schema"]),
      table: String(object["table"] ?? object["name"]),
      name: String(object["name"]),
    };
  });
}

/** Whether a second `drizzle-kit generate` has something to do. */
export async function generateStatus(folder: string): Promise<string> {
  await runKit(folder, ["generate"]);
  return String((await runKit(folder, ["generate"]))["status"]);
}

async function runKit(folder: string, args: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout } = await run(process.execPath, [drizzleKit, ...args, "--output", "json"], {
    cwd: folder,
    maxBuffer: 2 ** 28,
  });
  const line = stdout.split("\n").find((text) => text.startsWith("{"));
  return JSON.parse(line ?? "{}") as Record<string, unknown>;
}

/** The gaps by which each sort of proposal is announced. */
const announcements: Readonly<Record<string, readonly string[]>> = {
  alter_column: ["type misread by drizzle-kit push", "default misread by drizzle-kit push"],
  alter_rls: ["row security switched off"],
  alter_policy: ["policy's roles misread by drizzle-kit push"],
  drop_fk: ["foreign key misread by drizzle-kit push"],
  drop_index: ["exclusion constraint"],
};

/** Is it a listed gap that drizzle-kit stumbles over? */
export function isAnnounced(proposal: Proposal, gaps: readonly Gap[]): boolean {
  const kinds = announcements[proposal.type] ?? [];
  return gaps.some(({ kind, object, of }) => {
    if (!kinds.includes(kind)) return false;
    if (kind === "foreign key misread by drizzle-kit push" || kind === "row security switched off")
      return sameName(of ?? "", [proposal.schema, proposal.table]);
    return (
      sameName(object, [proposal.schema, proposal.table, proposal.name]) ||
      sameName(object, [proposal.name, proposal.schema, proposal.table])
    );
  });
}

function sameName(object: string, parts: readonly string[]): boolean {
  return JSON.stringify(parseName(object)) === JSON.stringify(parts);
}
