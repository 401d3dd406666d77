import type { StatementPlace } from "../../apply/rehearse.ts";
import type { Catalog } from "../../catalog/fact.ts";
import type { ReadCatalogOptions } from "../../catalog/read.ts";
import type { Project } from "../../config/load.ts";
import { namesToLookFor, suspects, type Blamed } from "../../drift/origins/hints.ts";
import { kindsOf, type Sighting } from "../../drift/origins/subject.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import type { Shadow } from "../../postgres/shadow.ts";
import type { Migration } from "../../sources/migration.ts";
import type { Source } from "../../sources/source.ts";
import { projectScope } from "../project-scope.ts";
import type { Run } from "../run.ts";

/** What is followed through a replay, and what was seen of it. */
export interface Observation {
  subjects: readonly Blamed[];
  /** Words that a migration is likely to hold that changes one of them. */
  names: ReadonlySet<string>;
  /** Which of them, by their indexes, one of its statements seems to change. */
  suspectsOf: (statement: string) => readonly number[];
  /** By how many migrations were applied then. */
  sightings: Map<number, Sighting>;
  /** By migration: for each subject, the statement that changed it last; undefined where none did. */
  places: Map<number, readonly (StatementPlace | undefined)[]>;
  /** Milliseconds that looking may still take. */
  budget: number;
}

export function observationOf(blamed: readonly Blamed[], budget: number): Observation {
  return {
    subjects: blamed,
    names: namesToLookFor(blamed),
    suspectsOf: suspects(blamed),
    sightings: new Map(),
    places: new Map(),
    budget,
  };
}

/** The tables, views and types that subjects are of or stand on, or may be: no others are looked at. */
export function relationsOf(subjects: readonly Blamed[]): string[] {
  return [
    ...new Set(
      subjects.flatMap(({ object, parent }) => [object, ...(parent === null ? [] : [parent])]),
    ),
  ];
}

/** What an earlier observation saw, if all that is wanted now was followed then. */
export function seenBefore(wanted: Observation, before: Observation): Observation {
  const keyOf = ({ kind, object, attribute }: Blamed) => JSON.stringify([kind, object, attribute]);
  const at = new Map(before.subjects.map((subject, index) => [keyOf(subject), index]));
  const indexes = wanted.subjects.map((subject) => at.get(keyOf(subject)));
  if (!indexes.every((index) => index !== undefined)) return wanted;
  const pick = <T>(list: readonly T[]) => indexes.map((index) => list[index]!);
  return {
    ...wanted,
    sightings: new Map([...before.sightings].map(([position, seen]) => [position, pick(seen)])),
    places: new Map([...before.places].map(([position, places]) => [position, pick(places)])),
  };
}

export interface Replay {
  project: Project;
  shadow: Shadow;
  sources: readonly Source[];
  /** Every migration of the sources, in the order in which they are replayed. */
  order: readonly Migration[];
  /** Reads what a database holds to which all is applied; by default on a session for that alone. */
  read?: ((database: ConnectionSettings) => Promise<Catalog>) | undefined;
  run: Run;
}

/** What a look at the subjects reads. */
export function scopeOf(
  project: Project,
  { subjects }: Pick<Observation, "subjects">,
  run: Run,
): ReadCatalogOptions {
  const relations = relationsOf(subjects);
  return { ...projectScope(project, run), kinds: kindsOf(subjects), relations };
}
