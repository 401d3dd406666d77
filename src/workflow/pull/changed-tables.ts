import type { Catalog, Fact } from "../../catalog/fact.ts";
import { fingerprint } from "../../catalog/fingerprint.ts";
import type { OpenSnapshot } from "../../catalog/parse-snapshot.ts";
import { differences } from "../../drift/compare/compare.ts";
import { DbfirstError } from "../../errors.ts";

/** Tables, foreign tables and views by what became of them, or of what stands on them. Sorted. */
export interface ChangedTables {
  added: string[];
  changed: string[];
  removed: string[];
}

const tableKinds = new Set<string>(["table", "foreign table", "view", "materialized view"]);

/** What is new since the last pull, whose snapshot may be missing. */
export function changedTables(before: OpenSnapshot | undefined, now: Catalog): ChangedTables {
  if (before?.head.fingerprint === fingerprint(now.facts))
    return { added: [], changed: [], removed: [] };
  const then = before === undefined ? undefined : readFacts(before);
  if (then === undefined) return { added: tablesOf(now), changed: [], removed: [] };
  const known = new Set(tablesOf(then));
  const present = new Set(tablesOf(now));
  const ownerOf = ownersOf([...then.facts, ...now.facts]);
  const touched = new Set(
    differences(then, now).map(({ object, parent }) => ownerOf(object, parent)),
  );
  return {
    added: [...present].filter((table) => !known.has(table)),
    changed: [...present].filter((table) => known.has(table) && touched.has(table)),
    removed: [...known].filter((table) => !present.has(table)),
  };
}

function tablesOf({ facts }: Catalog): string[] {
  return facts.flatMap(({ kind, object }) => (tableKinds.has(kind) ? [object] : [])).toSorted();
}

/** The table that a fact stands on, over whatever stands between. */
function ownersOf(facts: readonly Fact[]) {
  const tables = new Set(
    facts.flatMap(({ kind, object }) => (tableKinds.has(kind) ? [object] : [])),
  );
  const parents = new Map(
    facts.flatMap(({ kind, object, parent }) => (kind === "column" ? [[object, parent]] : [])),
  );
  const ownerOf = (object: string, parent: string | null): string | undefined => {
    if (tables.has(object)) return object;
    return parent === null ? undefined : ownerOf(parent, parents.get(parent) ?? null);
  };
  return ownerOf;
}

/** Facts that can't be read say nothing of what changed; they are replaced. */
function readFacts(before: OpenSnapshot): Catalog | undefined {
  try {
    return before.whole().catalog;
  } catch (error) {
    if (error instanceof DbfirstError && error.code === "SNAPSHOT_INVALID") return undefined;
    throw error;
  }
}
