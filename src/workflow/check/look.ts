import type { PlannedMigration } from "../../apply/plan.ts";
import { readStatusOver } from "../../apply/status.ts";
import type { Catalog } from "../../catalog/fact.ts";
import { parseCatalog, type CatalogText } from "../../catalog/fact-text.ts";
import { fingerprintOfText } from "../../catalog/fingerprint.ts";
import { readCatalogText } from "../../catalog/read.ts";
import { applyIgnoreRules, type IgnoreRule } from "../../catalog/without-ignored.ts";
import type { Project } from "../../config/load.ts";
import { DatabaseError } from "../../errors.ts";
import { mergeIgnored } from "../../drift/ignored.ts";
import type { DriftInput } from "../../drift/report.ts";
import { openReadingSession } from "../../postgres/reading-session.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import type { Source } from "../../sources/source.ts";
import type { Committed } from "../committed.ts";
import { once } from "../once.ts";
import { projectScope } from "../project-scope.ts";
import type { Run } from "../run.ts";

/** The repository and a database, read, but not compared yet. */
export interface Look {
  committed: Committed;
  database: CatalogText;
  planned: PlannedMigration[];
}

/**
 * Reads a database's catalog and records over one session, so that a distant server costs a few round trips, and the
 * repository's files while the server works.
 */
export async function lookAtDatabase(
  project: Project,
  settings: ConnectionSettings,
  repository: { committed: () => Promise<Committed>; sources: readonly Source[] },
  run: Run,
): Promise<Look> {
  const session = await openReadingSession(settings, {
    applicationName: "dbfirst check",
    signal: run.signal,
  });
  try {
    // In this order: what the server is asked is on its way before the files are read.
    const status = () => readStatusOver(session, repository.sources);
    const first = status();
    const reading = readCatalogText(session, { ...projectScope(project, run), inPart: true });
    const [planned, database, committed] = await Promise.all([
      readBeside(reading, first, status),
      reading,
      repository.committed(),
    ]);
    return { committed, database, planned };
  } finally {
    session.end();
  }
}

/** The transaction of a reading that was refused in part takes the records' queries with it: they are asked again. */
async function readBeside(
  reading: Promise<CatalogText>,
  first: Promise<PlannedMigration[]>,
  again: () => Promise<PlannedMigration[]>,
): Promise<PlannedMigration[]> {
  let isNothingRead = false;
  try {
    return await first;
  } catch (error) {
    try {
      isNothingRead = (await reading).facts.length === 0;
    } catch {
      throw error;
    }
  }
  try {
    return await again();
  } catch (error) {
    const isRefused = error instanceof DatabaseError && error.sqlstate === "42501";
    // Where nothing can be told for want of a catalog that the report names, neither can this.
    if (isRefused && isNothingRead) return [];
    throw error;
  }
}

/** The two sides of a comparison. */
export interface Sides extends Pick<Required<DriftInput>, "expected" | "actual" | "ignored"> {
  /** The same two without any facts, where the fingerprints say that these are the same; undefined where they differ. */
  same: Pick<DriftInput, "expected" | "actual"> | undefined;
  /** Of all that counts, on either side. */
  fingerprints: { committed: string; actual: string };
}

/** Both sides, without what the project ignores. The facts are only read from their text where somebody looks at them. */
export function sidesOf(
  { committed, database }: Pick<Look, "committed" | "database">,
  side: "database" | "migrations",
  rules: readonly IgnoreRule[],
): Sides {
  const { catalog: kept, ignored } = applyIgnoreRules(database, rules);
  const actual = once(() => parseCatalog(kept));
  const sides = {
    expected: withCatalog("committed", () => committed.catalog),
    actual: withCatalog(side, actual),
  };
  const fingerprints = {
    committed: committed.fingerprint,
    actual: fingerprintOfText(kept.facts),
  };
  if (fingerprints.actual !== fingerprints.committed)
    return {
      ...sides,
      ignored: mergeIgnored(committed.ignored, ignored),
      same: undefined,
      fingerprints,
    };
  // A snapshot that is just what the rules leave has no fact that they leave out.
  const about = applyIgnoreRules({ ...committed.about, facts: [] }, rules);
  return {
    ...sides,
    ignored: mergeIgnored(about.ignored, ignored),
    same: {
      expected: { side: "committed", catalog: about.catalog },
      actual: { side, catalog: { ...kept, facts: [] } },
    },
    fingerprints,
  };
}

function withCatalog<Side extends string>(side: Side, catalog: () => Catalog) {
  return {
    side,
    get catalog() {
      return catalog();
    },
  };
}
