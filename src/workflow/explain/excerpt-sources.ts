import { setImmediate as nextTurn } from "node:timers/promises";
import { cutStatements, type StatementCut } from "../../apply/statement-cut.ts";
import type { Fact } from "../../catalog/fact.ts";
import { chooseStatements, isOfSession } from "../../drift/origins/choose-statements.ts";
import type { Source } from "../../sources/source.ts";

/** A part of the sources. */
export interface SourcesExcerpt {
  sources: Source[];
  /** What its statements seem to make, by names in facts. */
  objects: ReadonlySet<string>;
}

/**
 * Takes every migration apart, one in each turn, so that servers' answers are read in between. Undefined where that can't be done.
 */
export async function cutSources(
  sources: readonly Source[],
): Promise<readonly StatementCut[] | undefined> {
  const cuts: StatementCut[] = [];
  for (const migration of sources.flatMap(({ migrations }) => migrations)) {
    const cut = cutStatements(migration);
    if (cut === undefined) return undefined;
    cuts.push(cut);
    await nextTurn();
  }
  return cuts;
}

/**
 * The sources with those statements alone that seem to make some objects, each in its line; migrations without any are left out.
 * Undefined where it would be most of them.
 *
 * @param cuts of the sources, from `cutSources`.
 * @param facts of all that the sources make.
 * @param wanted objects by their names in facts.
 */
export function excerptSources(
  sources: readonly Source[],
  cuts: readonly StatementCut[],
  { facts, wanted }: { facts: readonly Fact[]; wanted: readonly string[] },
): SourcesExcerpt | undefined {
  const chosen = chooseStatements(
    cuts.flatMap(({ statements }) => statements),
    facts,
    wanted,
  );
  if (chosen === undefined) return undefined;
  let first = 0;
  const parts = cuts.map(({ statements, only }) => {
    const own = [...statements.keys()].filter((index) => chosen.statements.has(first + index));
    first += statements.length;
    if (own.length === 0) return [];
    const settings = [...statements.keys()].filter((index) => isOfSession(statements[index]!));
    return [only(new Set([...own, ...settings]))];
  });
  let migration = 0;
  const excerpt = sources.map((source) => ({
    ...source,
    migrations: source.migrations.flatMap(() => parts[migration++]!),
  }));
  return { sources: excerpt, objects: chosen.objects };
}
