import type { Fact, FactValue } from "../../catalog/fact.ts";
import { ownName } from "../compare/fact-names.ts";
import { byLikeness, descendants, holdsParts, partsByParent } from "./likeness.ts";
import { findMoves } from "./moves.ts";
import { afterRenames } from "./renamed-values.ts";

/** An object that goes by another name on the other side, or is in another schema, and is the same in everything else. */
export interface Rename {
  expected: Fact;
  actual: Fact;
  /** Which of the two. */
  attribute: "name" | "schema";
  /** The names alone, without what the object is in or on; or those of the schemas. */
  from: string;
  to: string;
}

/**
 * Pairs objects that only one side has with objects that only the other has: of the same kind, in the same place, with the
 * same attributes and the same parts. Only where there is no choice: two that are alike are no rename. Pure.
 *
 * @param missing what only the expected side has; `added` what only the actual side has.
 */
export function findRenames(missing: readonly Fact[], added: readonly Fact[]): Rename[] {
  const first = pair(missing, added, missing);
  // An index whose column has another name may have another name itself.
  const later = first.length === 0 ? [] : pairLater(missing, added, first);
  const renames = [...first, ...later];
  const known = new Set(renames.flatMap(({ expected, actual }) => [expected, actual]));
  const left = missing.filter((fact) => !known.has(fact));
  // Columns of a table that went elsewhere may be of a renamed type.
  const told = new Map(left.map((fact) => [afterRenames(fact, renames), fact]));
  const moves = findMoves(
    [...told.keys()],
    added.filter((fact) => !known.has(fact)),
  );
  const all = [
    ...renames,
    ...moves.map((move) => ({ ...move, expected: told.get(move.expected)! })),
  ];
  const moved = new Set(all.map(({ expected }) => nameAsParent(expected)));
  // What stands on a renamed table came and went with it.
  return all.filter(({ expected }) => !moved.has(parentOf(expected)));
}

/** Of what others stand on; a server may be called like a schema. */
function nameAsParent({ kind, object }: Fact): string | undefined {
  if (kind === "server") return `server ${object}`;
  return holdsParts.has(kind) || kind === "column" ? object : undefined;
}

function parentOf({ kind, parent }: Fact): string {
  return kind === "user mapping" ? `server ${parent ?? ""}` : (parent ?? "");
}

function pairLater(
  missing: readonly Fact[],
  added: readonly Fact[],
  first: readonly Rename[],
): Rename[] {
  const known = new Set(first.flatMap(({ expected, actual }) => [expected, actual]));
  const left = missing.filter((fact) => !known.has(fact));
  return pair(
    left.map((fact) => afterRenames(fact, first)),
    added.filter((fact) => !known.has(fact)),
    left,
  );
}

/** @param originals the missing facts as they are, in the order of `missing`. */
function pair(
  missing: readonly Fact[],
  added: readonly Fact[],
  originals: readonly Fact[],
): Rename[] {
  const before = byLikeness(missing);
  const after = byLikeness(added);
  const renames: Rename[] = [];
  for (const [likeness, [expected, ...others]] of before) {
    const [actual, ...rivals] = after.get(likeness) ?? [];
    if (expected === undefined || actual === undefined || others.length + rivals.length > 0)
      continue;
    if (!keepsNotNullNames(expected, actual, { missing, added })) continue;
    const original = originals[missing.indexOf(expected)]!;
    const names = { from: ownName(expected), to: ownName(actual) };
    // Statistics stand on a table, and may be in another schema.
    if (names.from === names.to) continue;
    renames.push({ expected: original, actual, attribute: "name", ...names });
  }
  return renames;
}

/**
 * From PostgreSQL 18 on, a column's not-null constraint has a name, which a rename of the column or the table leaves as it is:
 * then it is no longer the one that PostgreSQL gives by itself, and that facts don't have. Domains have had them since 17.
 */
function keepsNotNullNames(
  expected: Fact,
  actual: Fact,
  { missing, added }: { missing: readonly Fact[]; added: readonly Fact[] },
): boolean {
  const before = [expected, ...columnsOf(expected, missing)];
  const after = [actual, ...columnsOf(actual, added)];
  return before.every((fact, index) => {
    const other = after[index];
    if (other === undefined) return true;
    const [old, now] = [notNullName(fact), notNullName(other)];
    return old === now || (old ?? givenNotNullName(fact)) === (now ?? givenNotNullName(other));
  });
}

function columnsOf(table: Fact, facts: readonly Fact[]): Fact[] {
  if (!holdsParts.has(table.kind)) return [];
  return facts.filter(({ kind, parent }) => kind === "column" && parent === table.object);
}

/** What a column's NOT NULL is called where that isn't what PostgreSQL calls it by itself. */
export function notNullName({ attributes }: Fact): FactValue | undefined {
  const value = attributes["notNullConstraint"];
  return (value as { name?: FactValue } | undefined)?.name;
}

/** What NOT NULL of a column or domain is called as PostgreSQL makes it up (makeObjectName), without quotes: where both names don't fit, the longer one is cut. */
export function givenNotNullName(fact: Fact): string {
  const plain = (name: string) => Buffer.from(name.replaceAll(/^"|"$/g, "").replaceAll('""', '"'));
  const own = plain(ownName(fact));
  if (fact.kind === "domain") return `${cut(own, 63 - "_not_null".length)}_not_null`;
  const table = plain(ownName({ object: fact.parent ?? "", parent: "" }));
  const room = 63 - "__not_null".length;
  const kept = Math.min(table.length, Math.max(room - own.length, Math.ceil(room / 2)));
  return `${cut(table, kept)}_${cut(own, room - kept)}_not_null`;
}

/** The whole characters of the first bytes. */
function cut(name: Buffer, bytes: number): string {
  let end = Math.min(bytes, name.length);
  while (end < name.length && (name[end]! & 0xc0) === 0x80) end -= 1;
  return name.toString("utf8", 0, end);
}

/** Facts without those that were renamed, and what stands on these. */
export function withoutRenamed(facts: readonly Fact[], renamed: readonly Fact[]): Fact[] {
  if (renamed.length === 0) return [...facts];
  const gone = new Set<Fact>(renamed);
  const parts = partsByParent(facts);
  for (const fact of renamed) for (const part of descendants(fact, parts)) gone.add(part);
  return facts.filter((fact) => !gone.has(fact));
}

/** Renames, with what goes with a table into its new schema and has that in its own name: indexes and sequences. */
export function withMovedParts(
  renames: readonly Rename[],
  missing: readonly Fact[],
  added: readonly Fact[],
): Rename[] {
  if (renames.every(({ attribute }) => attribute === "name")) return [...renames];
  const [before, after] = [partsByParent(missing), partsByParent(added)];
  const isNamed = ({ kind }: Fact) => kind === "index" || kind === "sequence";
  return renames.flatMap((rename) => {
    if (rename.attribute === "name") return [rename];
    const parts = descendants(rename.actual, after).filter(isNamed);
    return [
      rename,
      ...descendants(rename.expected, before)
        .filter(isNamed)
        .map((expected, index) => ({ ...rename, expected, actual: parts[index]! })),
    ];
  });
}
