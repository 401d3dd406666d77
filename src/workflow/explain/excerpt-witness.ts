import type { Catalog, Fact, FactKind } from "../../catalog/fact.ts";
import type { Project } from "../../config/load.ts";
import { canBeExcerpted, excerptOf } from "../../drift/origins/catalog-excerpt.ts";
import { differences } from "../../drift/compare/compare.ts";
import type { Finding } from "../../drift/finding.ts";
import { differingObjects, type RelationName } from "../../drift/plan/excerpt.ts";
import type { ConnectionSettings, Target } from "../../postgres/settings.ts";
import type { Shadow } from "../../postgres/shadow.ts";
import type { Source } from "../../sources/source.ts";
import { cutSources, excerptSources } from "./excerpt-sources.ts";
import type { Observation } from "./observation.ts";
import {
  planAhead,
  readTargetAhead,
  readWhereTried,
  type PlanAhead,
  type TargetAhead,
} from "../repair/plan-ahead.ts";
import { mostToPlan, readConnected } from "../repair/planned-states.ts";
import { isSelfContained } from "../replayed-sources.ts";
import type { Run } from "../run.ts";
import { callWitness, type Witness } from "./witness.ts";

/** What a part of the migrations says, and the same part of the database. */
export interface ExcerptWitness {
  witness: Witness;
  /** What was replayed. */
  sources: readonly Source[];
  /** The database's part. */
  actual: Catalog;
  ahead: PlanAhead | undefined;
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
  /** Undefined where there is nothing to plan. */
  ahead: TargetAhead | undefined;
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
  { target, patience }: { target: Target; patience: number },
  run: Run,
): Promise<Excerpt | undefined> {
  // Programs run whole files.
  if (!isSelfContained(sources)) return undefined;
  if (!canBeExcerpted(migrations) || !canBeExcerpted(actual)) return undefined;
  const differing = differingObjects(migrations, actual);
  if (differing === undefined) return undefined;
  const [connected, cuts] = await Promise.all([
    readConnected([target.settings], differing, run),
    cutSources(sources),
  ]);
  if (connected === undefined || cuts === undefined) return undefined;
  const relations = relationsByObject([...migrations.facts, ...actual.facts]);
  const names = new Set(connected.map(keyOf));
  const wanted = [
    ...differing,
    ...[...relations.keys()].filter((object) => names.has(keyOf(relations.get(object)!))),
  ];
  const chosen = excerptSources(sources, cuts, { facts: migrations.facts, wanted });
  if (chosen === undefined) return undefined;
  const made = [...chosen.objects].flatMap((object) => relations.get(object) ?? []);
  const only = [...connected, ...made.filter((relation) => !names.has(keyOf(relation)))];
  const ahead =
    differing.length === 0 || only.length > mostToPlan
      ? undefined
      : readTargetAhead(target, { only, patience }, run);
  return { sources: chosen.sources, wanted, differing, migrations, actual, ahead };
}

/**
 * Replays only these statements, and checks what was guessed: what they made has to be, fact by fact, what all of the migrations
 * are known to make, and nothing that is wanted may be missing. Undefined where it isn't so: then everything has to be replayed.
 *
 * @param findings what a plan will be about.
 * @throws what a replay throws: a statement may need one that was left out.
 */
export async function callExcerptWitness(
  project: Project,
  shadow: Shadow,
  excerpt: Excerpt,
  { findings, observation }: { findings: readonly Finding[]; observation: Observation },
  run: Run,
): Promise<ExcerptWitness | undefined> {
  const { sources, migrations, actual, ahead: target } = excerpt;
  const kinds = new Set([...migrations.facts, ...actual.facts].map(({ kind }) => kind));
  let ahead: PlanAhead | undefined;
  const read =
    target &&
    ((database: ConnectionSettings) => {
      ahead = planAhead(target, shadow, database, [...kinds]);
      return readWhereTried(project, ahead, findings);
    });
  const calling = { sources, planned: [], observation, read };
  const witness = await callWitness(project, shadow, calling, run);
  const part = partOfDatabase(excerpt, witness.applied);
  if (part !== undefined) return { witness, sources, actual: part, ahead };
  await ahead?.place.end();
  return undefined;
}

/** What the database has of what was replayed; undefined where that isn't what it should be. */
function partOfDatabase(
  { wanted, differing, migrations, actual }: Excerpt,
  replayed: Catalog,
): Catalog | undefined {
  const made = new Set(replayed.facts.map(({ object }) => object));
  const known = new Set(migrations.facts.map(({ object }) => object));
  if (wanted.some((name) => known.has(name) && !made.has(name))) return undefined;
  if (differences(excerptOf(migrations, made), replayed).length > 0) return undefined;
  return excerptOf(actual, new Set([...made, ...differing]));
}

/** Tables, views and sequences by their names in facts. Sequences of identity columns, and what belongs to extensions, are no facts. */
function relationsByObject(facts: readonly Fact[]): Map<string, RelationName> {
  const objects = facts.flatMap(({ kind, object }) => (kindsOfRelations.has(kind) ? [object] : []));
  return new Map([...new Set(objects)].map((object) => [object, relationName(object)]));
}

const kindsOfRelations: ReadonlySet<FactKind> = new Set([
  "table",
  "foreign table",
  "view",
  "materialized view",
  "sequence",
]);

function relationName(object: string): RelationName {
  const parts = object.includes('"') ? object.match(/"(?:[^"]|"")*"|[^."]+/g) : object.split(".");
  const [schema = "", name = ""] = parts?.map(unquoted) ?? [];
  return { schema, name };
}

function keyOf({ schema, name }: RelationName): string {
  return `${schema}\0${name}`;
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
