import type { TransactionWatch } from "../../apply/run-migration.ts";
import type { StatementPlace } from "../../apply/rehearse.ts";
import { readCatalogWithin } from "../../catalog/read-within.ts";
import type { ReadCatalogOptions } from "../../catalog/read.ts";
import type { Project } from "../../config/load.ts";
import type { ScriptSession } from "../../psql/session.ts";
import { sight, type Sighting, type Subject } from "../../drift/origins/subject.ts";
import type { Migration } from "../../sources/migration.ts";

/** What was seen of the subjects while a migration was applied. */
export interface WatchedLook {
  seen: Sighting;
  /** The one statement that ran since the look before; undefined: none, or more. */
  place: StatementPlace | undefined;
}

/** More lines than this that may be of such a statement are no hint to a few. */
const mostLines = 60;

/** Does our own engine run the script, and do so few statements seem to change a subject that each can be looked at? */
export function isWatchable(
  { scripts }: Pick<Project, "scripts">,
  { text }: Migration,
  { isSuspect }: Pick<Observed, "isSuspect">,
): boolean {
  if (scripts.executor !== "builtin") return false;
  return text.split("\n").filter(isSuspect).length <= mostLines;
}

/**
 * Looks at the subjects round the statements that seem to change one of them, in the transaction in which a migration is applied: it needs
 * no rehearsal then.
 *
 * @param timed runs what takes time, and says whether it did: none may be left.
 * @param noteEnd gets the looks, in their order, and what is to be seen after the last statement; undefined: there was no time.
 */
export function watchSubjects(
  { subjects, isSuspect, scope }: Observed,
  execute: ScriptSession["execute"],
  timed: (look: () => Promise<void>) => Promise<boolean>,
  noteEnd: (looks: readonly WatchedLook[], end: Sighting | undefined) => void,
): TransactionWatch {
  const looks: WatchedLook[] = [];
  const repeated = { mayHave: scope.kinds ?? [] };
  /** Nothing ran since the last look. */
  let isFresh = false;
  const look = async (place: StatementPlace | undefined) => {
    isFresh = await timed(async () => {
      const seen = sight(await readCatalogWithin(execute, { ...scope, repeated }), subjects);
      looks.push({ seen, place });
    });
  };
  return {
    wants: (statement) => {
      const isNamed = !settles.test(statement) && isSuspect(statement);
      isFresh &&= isNamed;
      return isNamed;
    },
    before: async () => {
      if (!isFresh) await look(undefined);
    },
    after: (at) => look(isFresh ? at : undefined),
    end: async () => {
      if (!isFresh) await look(undefined);
      noteEnd(looks, isFresh ? looks.at(-1)!.seen : undefined);
    },
  };
}

/** SET TRANSACTION has to come before a look. */
const settles = /^(?:\s|--.*\n)*set\b/i;

interface Observed {
  subjects: readonly Subject[];
  /** Does a statement seem to change one of them? */
  isSuspect: (statement: string) => boolean;
  scope: ReadCatalogOptions;
}

/**
 * For each subject, the statement that changed it last; undefined where none did, or it isn't told by the looks. Pure.
 *
 * @param end what was seen when the migration was applied.
 */
export function placesOf(
  looks: readonly WatchedLook[],
  end: Sighting,
): (StatementPlace | undefined)[] {
  return end.map((value, subject) => {
    const last = looks.findLastIndex(
      ({ seen }, index) => index > 0 && seen[subject] !== looks[index - 1]!.seen[subject],
    );
    // Something that wasn't looked at changed it after that.
    return looks.at(-1)?.seen[subject] === value ? looks[last]?.place : undefined;
  });
}
