import type { Subject } from "./subject.ts";

/** Of no more subjects than this, all are in question where one is: a rename of one table changes what others say. */
const few = 24;

/** Does a text name one of the subjects, or what it stands on? What doesn't, seldom changes one: a guess where to look first. */
export function mentions(text: string, names: ReadonlySet<string>): boolean {
  for (const _ of namesIn(text, names)) return true;
  return false;
}

function* namesIn(
  text: string,
  names: Pick<ReadonlyMap<string, unknown>, "has" | "keys" | "size">,
) {
  const lower = text.toLowerCase();
  // Taking a large text to pieces takes long; so does looking for very many names in it.
  if (names.size <= few && ![...names.keys()].some((name) => lower.includes(name))) return;
  for (const [word] of lower.matchAll(/[\p{L}\p{N}_$]+/gu)) if (names.has(word)) yield word;
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
 * Which of the subjects a statement seems to change, by their indexes, going by the words to look for: not what a new table only
 * refers to, nor for a new index others than indexes. One about a schema may concern whatever is in that.
 */
export function suspects(subjects: readonly Blamed[]): (statement: string) => readonly number[] {
  const own = byWord(subjects, (subject) =>
    isSchema(subject) ? [] : [...namesToLookFor([subject, ...parentOf(subject)])],
  );
  const nearIndexes = byWord(subjects, ({ kind, object, parent }) =>
    kind === "index" ? [object, parent ?? ""].map(lastName).flatMap(longestWord) : [],
  );
  const schemas = byWord(subjects, ({ object }) => longestWord(namesOf(tableOf(object))[0] ?? ""));
  const all = [...subjects.keys()];
  return (statement) => {
    const text = statement.replace(/^(?:\s|--.*\n|\/\*[^]*?\*\/)*/, "");
    const named = makesIndex.test(text)
      ? found(text, nearIndexes)
      : found(makesTable.exec(text)?.[0] ?? text, own);
    if (/\bschema\b/i.test(text)) for (const subject of found(text, schemas)) named.add(subject);
    return named.size > 0 && subjects.length <= few ? all : [...named];
  };
}

/** Subjects by the words that name them. */
type Index = ReadonlyMap<string, readonly number[]>;

function byWord(subjects: readonly Blamed[], wordsOf: (subject: Blamed) => string[]): Index {
  const index = new Map<string, number[]>();
  for (const [at, subject] of subjects.entries())
    for (const word of new Set(wordsOf(subject))) {
      const named = index.get(word);
      if (named === undefined) index.set(word, [at]);
      else named.push(at);
    }
  return index;
}

function found(text: string, index: Index): Set<number> {
  return new Set([...namesIn(text, index)].flatMap((word) => index.get(word)!));
}

/** What an index or a constraint stands on, with which it is in question. */
function parentOf({ parent }: Blamed): Blamed[] {
  const above: Blamed = { kind: "table", object: parent ?? "", attribute: null, parent: null };
  return isSchema(above) ? [] : [above];
}

/** Every name that is written in full has a schema's in it. */
function isSchema({ kind, object }: Blamed): boolean {
  return kind === "schema" || (kind === "table" && namesOf(object).length < 2);
}

/** `by_slug on app.team`: `app.team`; `app.slugify(text)`: `app.slugify`. */
function tableOf(object: string): string {
  return object.replace(/^.* on /s, "").replace(/\(.*$/s, "");
}

/** `app."My team"`: `My team`; `app.slugify(text)`: `slugify`. */
function lastName(object: string): string {
  const plain = object.replace(/\(.*$/s, "").replace(/ on .*$/s, "");
  return namesOf(plain).at(-1) ?? plain;
}

function namesOf(path: string): readonly string[] {
  return path.match(/"(?:[^"]|"")*"|[^."]+/g) ?? [];
}

function longestWord(name: string): string[] {
  const words = name.toLowerCase().match(/[\p{L}\p{N}_$]+/gu) ?? [];
  return words.toSorted((a, b) => b.length - a.length).slice(0, 1);
}
