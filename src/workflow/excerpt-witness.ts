import type { Catalog, Fact } from "../catalog/fact.ts";
import type { Project } from "../config/load.ts";
import { canBeExcerpted, excerptOf } from "../drift/catalog-excerpt.ts";
import { differences } from "../drift/compare.ts";
import { differingObjects, type RelationName } from "../drift/plan-excerpt.ts";
import type { Target } from "../postgres/settings.ts";
import type { Shadow } from "../postgres/shadow.ts";
import type { Source } from "../sources/source.ts";
import { excerptSources } from "./excerpt-sources.ts";
import type { Observation } from "./observation.ts";
import { readConnected } from "./planned-states.ts";
import { isSelfContained } from "./replayed-sources.ts";
import type { Run } from "./run.ts";
import { callWitness, type Witness } from "./witness.ts";

/** What a part of the migrations says, and the same part of the database. */
export interface ExcerptWitness {
  witness: Witness;
  /** What was replayed. */
  sources: readonly Source[];
  /** The database's part. */
  actual: Catalog;
}

/** The statements to replay, and what has to come of them. */
export interface Excerpt {
  sources: readonly Source[];
  /** Objects that these have to make, as far as the migrations make them at all. */
  wanted: readonly string[];
  differing: readonly string[];
  /** What all migrations are known to give. */
  migrations: Catalog;
  actual: Catalog;
}

/**
 * Chooses the statements that make what differs, and what the database connects with that. Which these are is guessed from their
 * text. Undefined where it isn't a few, or where one object may concern all.
 *
 * @throws DatabaseError; the signal's reason.
 */
export async function chooseExcerpt(
  sources: readonly Source[],
  { migrations, actual }: Record<"migrations" | "actual", Catalog>,
  target: Target,
  run: Run,
): Promise<Excerpt | undefined> {
  // Programs run whole files.
  if (!isSelfContained(sources)) return undefined;
  if (!canBeExcerpted(migrations) || !canBeExcerpted(actual)) return undefined;
  const differing = differingObjects(migrations, actual);
  if (differing === undefined) return undefined;
  const connected = await readConnected([target.settings], differing, run);
  if (connected === undefined) return undefined;
  const wanted = [...differing, ...namesInFacts(connected, [...migrations.facts, ...actual.facts])];
  const chosen = excerptSources(sources, migrations.facts, wanted);
  return chosen && { sources: chosen, wanted, differing, migrations, actual };
}

/**
 * Replays only these statements, and checks what was guessed: what they made has to be, fact by fact, what all of the migrations
 * are known to make, and nothing that is wanted may be missing. Undefined where it isn't so: then everything has to be replayed.
 *
 * @throws what a replay throws: a statement may need one that was left out.
 */
export async function callExcerptWitness(
  project: Project,
  shadow: Shadow,
  { sources, wanted, differing, migrations, actual }: Excerpt,
  observation: Observation,
  run: Run,
): Promise<ExcerptWitness | undefined> {
  const witness = await callWitness(project, shadow, { sources, planned: [], observation }, run);
  const made = new Set(witness.applied.facts.map(({ object }) => object));
  const known = new Set(migrations.facts.map(({ object }) => object));
  if (wanted.some((name) => known.has(name) && !made.has(name))) return undefined;
  if (differences(excerptOf(migrations, made), witness.applied).length > 0) return undefined;
  return { witness, sources, actual: excerptOf(actual, new Set([...made, ...differing])) };
}

/** Sequences of identity columns, and what belongs to extensions, are no facts. */
function namesInFacts(relations: readonly RelationName[], facts: readonly Fact[]): string[] {
  const objects = new Map(
    facts.map(({ object }) => [
      object
        .match(/"(?:[^"]|"")*"|[^."]+/g)
        ?.map(unquoted)
        .join("\0"),
      object,
    ]),
  );
  return relations.flatMap(({ schema, name }) => objects.get(`${schema}\0${name}`) ?? []);
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
