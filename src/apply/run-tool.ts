import { SourceError } from "../errors.ts";
import { describeDatabase } from "../postgres/format-url.ts";
import { quoteLiteral } from "../postgres/quote.ts";
import type { Migration } from "../sources/migration.ts";
import type { Source } from "../sources/source.ts";
import type { ToolPlace, ToolRun } from "../sources/tool.ts";
import type { Query } from "./ledger.ts";
import { recordContent, recordTool } from "./record-statements.ts";

/** What a program is asked to do. */
export interface ToolWork extends Omit<ToolRun, keyof ToolPlace> {
  source: Source;
}

/**
 * Starts a source's program and waits for its end.
 *
 * @throws SourceError where it fails.
 */
export type RunTool = (work: ToolWork) => Promise<void>;

/**
 * Lets a program apply migrations, and notes in the ledger what its files held, of which it keeps no hash; or its folder, where it
 * keeps no records that can be read.
 *
 * @returns how long each migration took, in milliseconds.
 */
export async function applyByTool(
  runTool: RunTool,
  work: Omit<ToolWork, "direction">,
  ledger: { query: Query; toolVersion: string },
): Promise<Map<Migration, number>> {
  const durations = new Map<Migration, number>();
  let current: { migration: Migration; began: number } | undefined;
  const finish = () => {
    if (current !== undefined) durations.set(current.migration, performance.now() - current.began);
  };
  const onStart = (migration: Migration) => {
    finish();
    current = { migration, began: performance.now() };
    work.onStart(migration);
  };
  try {
    await runTool({ ...work, direction: "up", onStart });
  } catch (error) {
    // Where its records can be read, those before the one that failed are applied.
    const noted = work.source.records === undefined ? undefined : note(durations, work, ledger);
    await noted?.catch(() => {
      throw error;
    });
    throw error;
  }
  finish();
  await verifyPlace(work, ledger.query);
  await note(durations, work, ledger);
  return durations;
}

/** Writes down what the files, or the folder of a program that alone knows its records, held. */
async function note(
  durations: ReadonlyMap<Migration, number>,
  { source: { records } }: Omit<ToolWork, "direction">,
  { query, toolVersion }: { query: Query; toolVersion: string },
): Promise<void> {
  for (const [migration, duration] of durations) {
    if (records === undefined) await query(recordTool(migration, toolVersion, duration / 1000));
    else if (records.ranAt !== undefined)
      await query(recordContent(migration, toolVersion, records.ranAt(migration)));
  }
}

/** A program that takes its connection from a file of its own may have migrated another database. */
async function verifyPlace(
  { source: { name, tool }, settings }: Omit<ToolWork, "direction">,
  query: Query,
): Promise<void> {
  if (tool?.bookkeeping === undefined) return;
  const table = quoteLiteral(tool.bookkeeping);
  const [row] = await query(`select pg_catalog.to_regclass(${table}) is not null as there`);
  if (row?.["there"] === true) return;
  throw new SourceError(
    "TOOL_ELSEWHERE",
    `\`${tool.up}\` (source "${name}") ended well, but ${tool.bookkeeping} isn't in ${describeDatabase(settings)}: it may have migrated another database`,
    {
      hint: "Where does it take its connection from? It should be DATABASE_URL, libpq's PG… variables, or what `env` of the source gives it; `bookkeeping` is its own table.",
    },
  );
}
