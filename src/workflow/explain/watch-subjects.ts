import type { StatementPlace } from "../../apply/rehearse.ts";
import { readCatalogWithin } from "../../catalog/read-within.ts";
import type { ReadCatalogOptions } from "../../catalog/read.ts";
import type { ScriptSession, StatementWatch } from "../../psql/session.ts";
import { kindsOf, sight, type Sighting } from "../../drift/origins/subject.ts";
import type { Migration } from "../../sources/migration.ts";
import { relationsOf, type Observation } from "./observation.ts";

/** What was seen of one subject while a migration ran. */
export interface WatchedLook {
  /** How many statements had run. */
  ran: number;
  value: string | undefined;
  /** Of the last of them, where that is known. */
  place: StatementPlace | undefined;
}

/** By subject: the looks at it, in their order. */
export type WatchedLooks = readonly (readonly WatchedLook[])[];

/** More lines than this that may be of such a statement are no hint to a few; but each of many subjects may have its own. */
const mostLines = 60;

/** Do so few statements seem to change a subject that each can be looked at? */
export function isWorthWatching(
  { text }: Pick<Migration, "text">,
  { subjects, suspectsOf }: Pick<Observation, "subjects" | "suspectsOf">,
): boolean {
  const lines = text.split("\n").filter((line) => suspectsOf(line).length > 0);
  return lines.length <= Math.max(mostLines, subjects.length);
}

/** What is awaited round statements, and what was seen there. */
export interface SubjectWatch extends StatementWatch {
  looks: WatchedLooks;
  /** What is to be seen of all subjects, before the first statement or after the last; undefined: there was no time. */
  all: () => Promise<Sighting | undefined>;
}

/**
 * Looks round the statements that seem to change a subject, at those subjects alone, in the transaction in which a migration runs:
 * once between two of them, at what either names.
 *
 * @param timed runs what takes time, and says whether it did: none may be left.
 */
export function watchSubjects(
  { subjects, suspectsOf, scope }: Observed,
  execute: ScriptSession["execute"],
  timed: (look: () => Promise<void>) => Promise<boolean>,
): SubjectWatch {
  const looks: WatchedLook[][] = subjects.map(() => []);
  /** How many statements ran, or more: one that isn't wanted may be asked for twice. */
  let ran = 0;
  let place: StatementPlace | undefined;
  /** What the next statement seems to change. */
  let suspected: readonly number[] = [];
  /** What the last one seemed to, and wasn't looked at since. */
  let changed: readonly number[] = [];
  const lookAt = async (chosen: readonly number[]) => {
    changed = [];
    const unseen = chosen.filter((index) => looks[index]!.at(-1)?.ran !== ran);
    if (unseen.length === 0) return true;
    return timed(async () => {
      const some = unseen.map((index) => subjects[index]!);
      const kinds = kindsOf(some);
      const relations = relationsOf(some);
      const options = { ...scope, kinds, relations, repeated: { mayHave: kinds } };
      const seen = sight(await readCatalogWithin(execute, options), some);
      for (const [at, index] of unseen.entries())
        looks[index]!.push({ ran, value: seen[at], place });
    });
  };
  return {
    looks,
    wants: (statement) => {
      suspected = isSetting(statement) ? [] : suspectsOf(statement);
      const isWanted = suspected.length > 0 || changed.length > 0;
      if (!isWanted) [ran, place] = [ran + 1, undefined];
      return isWanted;
    },
    before: async () => void (await lookAt([...new Set([...changed, ...suspected])])),
    after: (at) => {
      [ran, place, changed] = [ran + 1, at, suspected];
      return Promise.resolve();
    },
    all: async () => {
      const isSeen = await lookAt([...subjects.keys()]);
      return isSeen ? looks.map((own) => own.at(-1)!.value) : undefined;
    },
  };
}

/** A comment has one end only: of many before a statement, each could else be taken for several, and all ways be tried. */
const comment = String.raw`--.*\n|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/`;
const setting = new RegExp(String.raw`^(?:\s|${comment})*(?:set|lock)\b`, "i");

/** Is it SET or LOCK, which change no object? SET TRANSACTION, which may stand behind them, has to come before a look. */
export function isSetting(statement: string): boolean {
  return setting.test(statement);
}

type Observed = Pick<Observation, "subjects" | "suspectsOf"> & { scope: ReadCatalogOptions };

/**
 * For each subject, the statement that changed it last; undefined where none did, or it isn't told by the looks. Pure.
 *
 * @param looks with one when the migration was applied.
 */
export function placesOf(looks: WatchedLooks): (StatementPlace | undefined)[] {
  return looks.map((own) => {
    const last = own.findLastIndex(({ value }, at) => at > 0 && value !== own[at - 1]!.value);
    if (last < 0) return undefined;
    // Else something that wasn't looked at may have changed it.
    return own[last]!.ran - own[last - 1]!.ran === 1 ? own[last]!.place : undefined;
  });
}
