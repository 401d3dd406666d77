import type { Subject } from "./subject.ts";

/** Does a text name one of the subjects, or what it stands on? What doesn't, seldom changes one: a guess where to look first. */
export function mentions(text: string, names: ReadonlySet<string>): boolean {
  const lower = text.toLowerCase();
  // Taking a large text to pieces takes long.
  if (![...names].some((name) => lower.includes(name))) return false;
  for (const word of lower.match(/[\p{L}\p{N}_$]+/gu) ?? []) if (names.has(word)) return true;
  return false;
}

/** A subject, with what it stands on. */
export interface Blamed extends Subject {
  parent: string | null;
}

/** The words to look for: the name of what a subject stands on, else its own. Of a name with other signs in it, its longest part. */
export function namesToLookFor(subjects: readonly Blamed[]): ReadonlySet<string> {
  return new Set(
    subjects.flatMap(({ object, parent }) => {
      const isPart =
        parent !== null && (object.startsWith(`${parent}.`) || object.endsWith(` on ${parent}`));
      return longestWord(lastName(isPart && parent.includes(".") ? parent : object));
    }),
  );
}

/**
 * A statement's text up to the first parenthesis, or to whose partition it is, says which table it makes; an index is on a table, and
 * changes nothing of it.
 */
const makesTable =
  /^create\s+(?:(?:global|local|temp|temporary|unlogged)\s+)*table\b(?:(?!\bpartition\s+of\b)[^(])*/i;
const makesIndex = /^create\s+(?:unique\s+)?index\b/i;

/**
 * Which statements seem to change one of the subjects, going by the words to look for: not new tables that refer to what is named
 * so, nor indexes where the subjects are others.
 */
export function suspects(
  subjects: readonly Blamed[],
  names: ReadonlySet<string>,
): (statement: string) => boolean {
  const ofIndexes = subjects.filter(({ kind }) => kind === "index");
  const nearIndexes = new Set(
    ofIndexes.flatMap(({ object, parent }) =>
      [object, parent ?? ""].map(lastName).flatMap(longestWord),
    ),
  );
  return (statement) => {
    if (!mentions(statement, names)) return false;
    const text = statement.replace(/^(?:\s|--.*\n|\/\*[^]*?\*\/)*/, "");
    if (makesIndex.test(text)) return mentions(text, nearIndexes);
    return mentions(makesTable.exec(text)?.[0] ?? text, names);
  };
}

/** `app."My team"`: `My team`; `app.slugify(text)`: `slugify`. */
function lastName(object: string): string {
  const plain = object.replace(/\(.*$/s, "").replace(/ on .*$/s, "");
  return plain.match(/"(?:[^"]|"")*"|[^."]+/g)?.at(-1) ?? plain;
}

function longestWord(name: string): string[] {
  const words = name.toLowerCase().match(/[\p{L}\p{N}_$]+/gu) ?? [];
  return words.toSorted((a, b) => b.length - a.length).slice(0, 1);
}
